/**
 * What cases of several areas share.
 * @module
 */
import { isObject, type JsonObject } from "../../registry/json.ts";
import type { CaseContext } from "../context.ts";
import type { Recording } from "../recordings/load.ts";
import type { ScenarioId } from "../recordings/scenarios.ts";
import { type Assembled, assemble, type Reply, whole } from "../reply.ts";
import { ask, bodyOf, type SendOptions, type Stage } from "../stage.ts";

/** `model/provider`: pinned, so that exactly the provider under test is attempted. */
export const pinned = (endpoint: { model: string; provider: string }): string =>
  `${endpoint.model}/${endpoint.provider}`;

export interface Played {
  stage: Stage;
  recording: Recording;
  reply: Reply;
  /** The answer put together, streamed or not. */
  answer: Assembled;
}

/** Opens a stage and replays one recorded scenario through it. */
export async function play(
  context: CaseContext,
  scenario: ScenarioId,
  more: JsonObject = {},
  options: SendOptions = {},
): Promise<Played> {
  const recording = context.recording(scenario);
  const stage = await context.open();
  const reply = await stage.play(recording, pinned(context.endpointOf(recording)), more, options);
  const streamed = reply.json === null;
  return { stage, recording, reply, answer: streamed ? assemble(reply) : whole(reply) };
}

/** Sends a simulated request and gives back what the provider got. */
export async function outbound(
  context: CaseContext,
  model: string,
  more: JsonObject,
): Promise<{ body: JsonObject; reply: Reply }> {
  const stage = await context.open();
  stage.answer(simulated(context, more.stream === true));
  const reply = await stage.send(ask(model, more));
  return { body: bodyOf(stage.received[0]), reply };
}

/** A short good answer in the provider's wire format. */
export function simulated(context: CaseContext, stream = false) {
  const usage = context.wire.usage({ prompt: 20, completion: 5 });
  return stream ? context.simulate.stream(["Out."], usage) : context.simulate.completion("Out.", usage);
}

/** Tool calls with their arguments parsed, as recordings expect them. */
export const parsedCalls = (answer: Assembled): unknown[] =>
  answer.toolCalls.map(({ id, name, arguments: text }) => ({ id, name, arguments: parseOr(text) }));

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
