/**
 * What cases of several areas share.
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { CaseContext } from "../../engine/context.ts";
import { type Assembled, assemble, type Reply, whole } from "../../engine/reply.ts";
import { ask, bodyOf, type SendOptions, type Session } from "../../engine/session.ts";
import type { SessionOptions } from "../../engine/session-options.ts";
import type { Recording } from "../../recordings/load.ts";
import { isScenarioId, type ScenarioId, scenarios } from "../../recordings/scenarios.ts";
import { CANARY, canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import type { Received } from "../../upstream/server.ts";
import type { Wire } from "../../upstream/wire.ts";
import type { SentRequest, SimulatedCounts } from "../../upstream/wires/wire.ts";

/** `model/provider`: pinned, so that exactly the provider under test is attempted. */
export const pinned = (endpoint: { model: string; provider: string }): string =>
  `${endpoint.model}/${endpoint.provider}`;

/** Was the scenario of a recording asked for as a stream? */
export function isStreamed({ meta: { scenario } }: Recording): boolean {
  return isScenarioId(scenario) && scenarios[scenario].body.stream === true;
}

export interface Played {
  session: Session;
  recording: Recording;
  reply: Reply;
  /** The answer put together, streamed or not. */
  answer: Assembled;
}

/** Opens a session and replays one recorded scenario through it. */
export async function play(
  context: CaseContext,
  scenario: ScenarioId,
  more: JsonObject = {},
  options: SendOptions = {},
): Promise<Played> {
  const recording = context.recording(scenario);
  const session = await context.open();
  const reply = await session.play(recording, pinned(context.endpointOf(recording)), more, options);
  const streamed = reply.json === null;
  return { session, recording, reply, answer: streamed ? assemble(reply) : whole(reply) };
}

/** Sends a simulated request and gives back what the provider got, as it stands and as its wire reads it. */
export async function outbound(
  context: CaseContext,
  model: string,
  more: JsonObject,
): Promise<{ body: JsonObject; text: string; sent: SentRequest | null; reply: Reply }> {
  const session = await context.open();
  session.answer(simulated(context, more.stream === true));
  const reply = await session.send(ask(model, more));
  const [request] = session.received;
  const sent = request ? context.wire.read(request) : null;
  return { body: bodyOf(request), text: request?.body ?? "", sent, reply };
}

/**
 * A session on which both tenants have a provider key of their own. It is the same one, so that nothing but the tenant tells
 * their requests apart, and the sweep for secrets knows it.
 */
export function bothTenants({ provider }: CaseContext): SessionOptions {
  const { slug } = provider;
  const credential = credentialOf(provider, canaries.vault("a", slug));
  return {
    mode: "byok",
    keys: [
      { provider: slug, byokOnly: true },
      { provider: slug, tenant: "b", byokOnly: true, credential },
    ],
  };
}

/** A short good answer in the provider's wire format. */
export function simulated(context: CaseContext, stream = false) {
  const usage = context.wire.usage({ prompt: 20, completion: 5 });
  return stream ? context.simulate.stream(["Out."], usage) : context.simulate.completion("Out.", usage);
}

/** The classes that counts come to on a wire, which need not tell cached tokens and reasoning apart. */
export function classesOf(
  { tells }: Pick<Wire, "tells">,
  { prompt, completion, ...parts }: SimulatedCounts,
): Record<string, number> {
  const cached = tells.cached ? (parts.cached ?? 0) : 0;
  const reasoning = tells.reasoning ? (parts.reasoning ?? 0) : 0;
  const classes = { input: prompt - cached, cacheRead: cached, output: completion - reasoning, reasoning };
  return Object.fromEntries(Object.entries(classes).filter(([, count]) => count !== 0));
}

/** The model that a request names, in its body or in its path, whatever its wire. */
export function modelSent(request: Pick<Received, "url" | "json"> | undefined): string {
  const path = new URL(request?.url ?? "https://nobody.example").pathname;
  const [, named] = /\/(?:models?|deployments)\/([^/]+?)(?::\w+)?(?:\/|$)/.exec(path) ?? [];
  const body = isObject(request?.json) ? request.json : {};
  return named === undefined ? String(body.model) : decodeURIComponent(named);
}

/** The canaries that a request carries in its headers, the hidden halves included. */
export const secretsSent = (request: Pick<Received, "headers"> | undefined): string[] =>
  [...(request?.headers ?? [])].flatMap(([, value]) => value.match(CANARY) ?? []);

/** Tool calls with their arguments parsed, as recordings expect them. */
export const parsedCalls = (answer: Assembled): unknown[] =>
  answer.toolCalls.map(({ id, name, arguments: text }) => ({ id, name, arguments: parseOr(text) }));

/**
 * Calls to compare with the expected ones. An id begins with the provider's own; a gateway may put behind it what has to
 * come back with the call, since the id is all that every client gives back (MAP-17).
 */
export const withOwnIds = (seen: unknown, expected: readonly { id: string }[] = []): unknown =>
  Array.isArray(seen)
    ? seen.map((call: unknown, at) => {
        const own = expected[at]?.id;
        const isOwn = own !== undefined && isObject(call) && String(call.id).startsWith(own);
        return isOwn ? { ...call, id: own } : call;
      })
    : seen;

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return `not JSON: ${text}`;
  }
}

export const messagesOf = (body: JsonObject): JsonObject[] =>
  Array.isArray(body.messages) ? body.messages.filter(isObject) : [];

/** The texts of a JSON string field as the provider sent them, in order: read off the wire by pattern, not by a decoder. */
export function textsOnWire(recording: Recording, field: string): string[] {
  const wire = Buffer.from(recording.responseBody).toString("utf8");
  const pattern = new RegExp(`"${field}": ?("(?:[^"\\\\]|\\\\.)*")`, "g");
  return [...wire.matchAll(pattern)].map(([, quoted = '""']) => String(JSON.parse(quoted)));
}

/** The words of a refusal: of deltas where the field has its pieces, else of its one text, which events of an end repeat. */
export function refusalOnWire(recording: Recording): string {
  const texts = textsOnWire(recording, "refusal");
  const isRepeated = recording.meta.surface === "openai.responses";
  return (isRepeated ? texts.slice(-1) : texts).join("");
}
