/**
 * Real clients: what everybody's code is built on talks to the gateway, and must find in its answers what the recording
 * says. Each client is described once; the four cases are the same for all.
 * @module
 */

import { COMPLETION_CLASSES, PROMPT_CLASSES, sumClasses } from "../../../registry/canonical/usage.ts";
import { isObject, type JsonObject, without } from "../../../registry/json.ts";
import type { Case, Needs } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import type { Recording } from "../../recordings/load.ts";
import type { ScenarioId } from "../../recordings/scenarios.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { canaries } from "../../secrets/canaries.ts";
import { pinned, textsOnWire, withOwnIds } from "../_shared/support.ts";

/** What a client is set up with and asked. */
export interface Connection {
  baseURL: string;
  apiKey: string;
  /** The way to the gateway, in process: nothing else is in reach. */
  fetch: typeof fetch;
  model: string;
  /** The text of the one user turn. */
  prompt: string;
  tools: { name: string; description: string; parameters: JsonObject }[];
}

/** An answer as the client's own user sees it. */
export interface Held {
  text: string;
  calls: { id: string | undefined; name: string; arguments: unknown }[];
  usage: { prompt: number | undefined; completion: number | undefined };
}

/** A failure in the client's own terms. */
export interface Failure {
  class: string;
  status: number | undefined;
  type: unknown;
  message: string;
}

export interface Client {
  /** The part of the cases' ids. */
  id: string;
  name: string;
  json(connection: Connection): Promise<Held>;
  stream(connection: Connection): Promise<Held>;
  /** The client's words for what it threw; `null` when it is no error of its own. */
  failure(thrown: unknown): Promise<Failure | null>;
  /** The class of its error for a rate limit. */
  rateLimit: string;
  /** Set where its form has no ids of calls: they are told apart by their places. */
  idless?: true;
}

/** Calls as a client shows them, to be compared. */
const shown = (client: Client, calls: unknown): unknown =>
  client.idless && Array.isArray(calls)
    ? calls.map((call: unknown) => (isObject(call) ? without(call, ["id"]) : call))
    : calls;

export const ORIGIN = "http://gateway.example";

/** Clients may pass a URL or a whole request; the gateway gets the path. */
export function fetchThrough({ gateway }: Session): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { method, headers, signal } = request;
    return gateway.send(pathname + search, { method, headers, signal, body: await request.text() });
  };
}

function connectionFor(session: Session, recording: Recording, model: string): Connection {
  const body = session.bodyFor(recording, model);
  const [turn] = Array.isArray(body.messages) ? body.messages.filter(isObject) : [];
  const tools = Array.isArray(body.tools) ? body.tools.filter(isObject) : [];
  return {
    baseURL: `${ORIGIN}/v1`,
    apiKey: canaries.gatewayKey.a,
    fetch: fetchThrough(session),
    model,
    prompt: String(turn?.content),
    tools: tools.map(({ function: fn }) => {
      const { name, description, parameters } = isObject(fn) ? fn : {};
      return {
        name: String(name),
        description: String(description),
        parameters: isObject(parameters) ? parameters : {},
      };
    }),
  };
}

interface Talk {
  session: Session;
  recording: Recording;
  /** What the client holds, or the words of its error. */
  held: Partial<Held>;
  thrown: unknown;
  /** For messages of failed checks. */
  error: string | undefined;
}

/** Lets a client ask for a recording. What it holds goes through the sweep like every other reply. */
async function talk(context: CaseContext, scenario: ScenarioId, ask: Client["json"]): Promise<Talk> {
  const recording = context.recording(scenario);
  const session = await context.open();
  session.answerWith(recording);
  const connection = connectionFor(session, recording, pinned(context.endpointOf(recording)));
  try {
    const held = await ask(connection);
    session.note("the client's answer", JSON.stringify(held));
    return { session, recording, held, thrown: undefined, error: undefined };
  } catch (thrown) {
    session.note("the client's error", String(thrown));
    return { session, recording, held: {}, thrown, error: String(thrown) };
  }
}

/** The recording's hand-worked classes as prompt and completion. */
function expectedUsage({ meta }: Recording): Held["usage"] {
  const usage = meta.expect?.usage ?? {};
  return { prompt: sumClasses(usage, PROMPT_CLASSES), completion: sumClasses(usage, COMPLETION_CLASSES) };
}

function checkAnswer(
  { check }: CaseContext,
  { recording, held, error }: Talk,
  ids: { text: RequirementId; usage: RequirementId },
): void {
  check.equal(ids.text, "text", error ?? held.text, recording.meta.expect?.text);
  check.equal(ids.usage, "usage", error ?? held.usage, expectedUsage(recording));
}

/**
 * The four cases of a client.
 * @param where the providers that it is for; all unless told
 */
export const casesOf = (client: Client, where: Omit<Needs, "scenarios"> = {}): readonly Case[] => [
  {
    id: `response.client.${client.id}.json`,
    area: "response",
    title: `${client.name} reads an answer and its usage`,
    why: "what the SDK cannot parse, no user can use",
    requirements: ["RES-01", "USE-06"],
    needs: { ...where, scenarios: ["chat.basic"] },
    run: async (context) => {
      const talked = await talk(context, "chat.basic", client.json);
      checkAnswer(context, talked, { text: "RES-01", usage: "USE-06" });
    },
  },
  {
    id: `response.client.${client.id}.stream`,
    area: "response",
    title: `${client.name} streams, and finds the usage at the end`,
    why: "SDKs drop what does not look exactly like the stream that they know",
    requirements: ["STR-04", "STR-06"],
    needs: { ...where, scenarios: ["stream.basic"] },
    run: async (context) => {
      const talked = await talk(context, "stream.basic", client.stream);
      checkAnswer(context, talked, { text: "STR-04", usage: "STR-06" });
    },
  },
  {
    id: `response.client.${client.id}.tools`,
    area: "response",
    title: `${client.name} gets parallel tool calls, streamed and not`,
    why: "agents execute what their SDK hands them",
    requirements: ["RES-03", "STR-04"],
    needs: { ...where, scenarios: ["chat.tools.parallel", "stream.tools.parallel"] },
    run: async (context) => {
      const whole = await talk(context, "chat.tools.parallel", client.json);
      const called = whole.recording.meta.expect?.toolCalls;
      context.check.equal(
        "RES-03",
        "tool-calls",
        shown(client, withOwnIds(whole.error ?? whole.held.calls, called)),
        shown(client, called),
      );
      const streamed = await talk(context, "stream.tools.parallel", client.stream);
      const expected = streamed.recording.meta.expect?.toolCalls;
      context.check.equal(
        "STR-04",
        "streamed-tool-calls",
        shown(client, withOwnIds(streamed.error ?? streamed.held.calls, expected)),
        shown(client, expected),
      );
    },
  },
  {
    id: `response.client.${client.id}.errors`,
    area: "response",
    title: `${client.name} throws its own error for a rate limit, with the provider's words`,
    why: "retry logic is written against these classes",
    requirements: ["ERR-01", "ERR-02"],
    needs: { ...where, scenarios: ["error.429"] },
    run: async (context) => {
      const { recording, thrown } = await talk(context, "error.429", client.json);
      const failure = await client.failure(thrown);
      const { message = String(thrown), ...rest } = failure ?? {};
      const told = { class: client.rateLimit, status: 429, type: "rate_limit_error" };
      context.check.equal("ERR-02", "class", failure ? rest : message, told);
      // Some hosts put the sentence straight into `error`.
      const words = ["message", "error"].flatMap((field) => textsOnWire(recording, field));
      context.check.that(
        "ERR-01",
        "message",
        words.some((text) => message.includes(text)),
        {
          expected: `the provider's message: ${words.join(" or ")}`,
          seen: message,
        },
      );
    },
  },
];
