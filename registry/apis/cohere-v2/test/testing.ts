/**
 * What the tests of this dialect share: an endpoint that takes everything, contexts, answers and streams.
 * @module
 */
import type { ChatChunk, ChatRequest, Delta } from "../../../canonical/chat.ts";
import type { Endpoint } from "../../../endpoint.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { PARAMETERS } from "../../../parameters.ts";
import { CohereProvider } from "../../../providers/cohere/index.ts";
import type { DecodeContext, StreamEvent } from "../../codec.ts";
import { encodeRequest } from "../request.ts";
import { decodeResponse } from "../response.ts";
import { decodeStream } from "../stream.ts";

const { traits, usage: convention } = new CohereProvider().chatApi();
const endpoint = {
  providerModelId: "command-test",
  supportedParameters: PARAMETERS,
  reasoning: "budget",
  api: "cohere-v2",
} as unknown as Endpoint;

export const ask = (more: JsonObject = {}): ChatRequest =>
  ({ model: "any", messages: [{ role: "user", content: "Tide?" }], ...more }) as unknown as ChatRequest;

export const encode = (request: ChatRequest) => encodeRequest(request, { endpoint, traits });

export const contextOf = (request: ChatRequest = ask()): DecodeContext => ({
  endpoint,
  traits,
  convention,
  request,
  nowSeconds: 1,
  fallbackId: "fallback",
});

export const render = {
  request: ask(),
  requestId: "request-1",
  body: {},
  now: () => 1,
  usageExtras: () => ({}),
};

/** A decoded answer. @throws Error when it is none */
export function answerOf(body: Json, request?: ChatRequest) {
  const decoded = decodeResponse(body, contextOf(request));
  if (!decoded.ok) throw new Error(decoded.problem);
  const [choice] = decoded.completion.choices;
  if (!choice) throw new Error("no choice");
  return { ...decoded, choice };
}

/** Why a body is no answer. @throws Error when it is one */
export function problemOf(body: Json): string {
  const decoded = decodeResponse(body, contextOf());
  if (decoded.ok) throw new Error("this is an answer");
  return decoded.problem;
}

/** Events as Cohere names them; a text stands on the wire as it is. */
export const sse = (...events: (JsonObject | string)[]): Uint8Array =>
  Buffer.from(
    events
      .map((event) =>
        typeof event === "string" ? event : `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
      )
      .join(""),
  );

export async function eventsOf(...events: (JsonObject | string)[]): Promise<StreamEvent[]> {
  async function* bytes() {
    yield sse(...events);
  }
  const found: StreamEvent[] = [];
  for await (const event of decodeStream(bytes(), contextOf())) found.push(event);
  return found;
}

/** A chunk with one choice, to be written for a caller. */
export const chunk = (delta: Delta, more: Partial<ChatChunk["choices"][number]> = {}): ChatChunk => ({
  id: "c-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "m",
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
});

/** The events of frames that were written for a caller: what stands behind `data:`, and whether the names agree. */
export function written(frames: readonly Uint8Array[]): unknown[] {
  return Buffer.concat(frames)
    .toString()
    .split("\n\n")
    .filter((frame) => frame !== "")
    .map((frame) => {
      const [first = "", second] = frame.split("\n");
      if (second === undefined) return first;
      const event = JSON.parse(second.replace("data: ", ""));
      if (first !== `event: ${event.type}`) throw new Error(`${first} is not the name of ${event.type}`);
      return event;
    });
}
