/**
 * Answers of OpenAI's legacy completions: choices with a `text` in place of a message or delta.
 * @module
 */
import type { ChatChunk, ChatCompletion } from "../../canonical/chat.ts";
import type { UsageReading } from "../../canonical/usage.ts";
import type { ApiError } from "../../errors/api-error.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";
import { sseComment, sseData } from "../_shared/sse.ts";
import { WholeEvents } from "../_shared/whole-events.ts";
import type {
  DecodeContext,
  DecodedResponse,
  PassedStream,
  RenderContext,
  StreamEncoder,
  StreamEvent,
} from "../codec.ts";
import { encodeError } from "../openai-chat/errors.ts";
import { decodeResponse as decodeChat } from "../openai-chat/response.ts";
import { decodeStream as decodeChatStream } from "../openai-chat/stream.ts";
import { writeUsage } from "../openai-chat/usage.ts";

/** A choice as chats have it, with its text at this place. */
const asChoice = (place: "message" | "delta") => (choice: Json) =>
  isObject(choice)
    ? { ...choice, [place]: { role: "assistant", content: textOrNull(choice.text) ?? "" } }
    : choice;

const withChoices = (body: JsonObject, change: (choice: Json) => Json): JsonObject =>
  Array.isArray(body.choices) ? { ...body, choices: body.choices.map(change) } : body;

/** Is each choice one of this API? A message in its place is an answer to something else. */
const hasTexts = ({ choices }: JsonObject): boolean =>
  !Array.isArray(choices) || choices.every((choice) => isObject(choice) && typeof choice.text === "string");

/** Decodes an answer; one without texts is none. */
export function decodeResponse(body: Json, context: DecodeContext): DecodedResponse {
  if (!isObject(body)) return decodeChat(body, context);
  if (!hasTexts(body)) return { ok: false, problem: "a choice of the answer has no text" };
  return decodeChat(withChoices(body, asChoice("message")), context);
}

/** Decodes a stream. After an `error`, `broken` or `end` event nothing follows. */
export const decodeStream = (
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<StreamEvent> =>
  decodeChatStream(bytes, context, (body) => withChoices(body, asChoice("delta")));

const written = (
  { index, finish_reason }: { index: number; finish_reason: Json },
  text: unknown,
  logprobs: unknown,
): JsonObject => ({
  text: typeof text === "string" ? text : "",
  index,
  logprobs: isObject(logprobs) ? logprobs : null,
  finish_reason,
});

const about = ({ id, created, model }: ChatCompletion | ChatChunk): JsonObject => ({
  id,
  object: "text_completion",
  created,
  model,
});

const usageOf = (usage: UsageReading, { usageExtras }: RenderContext): JsonObject =>
  usage.kind === "known" ? { usage: { ...writeUsage(usage.usage), ...usageExtras(usage.raw) } } : {};

/** An answer for the caller: one that was kept, since all others pass as they came. */
export const encodeResponse = (
  completion: ChatCompletion,
  usage: UsageReading,
  context: RenderContext,
): JsonObject => ({
  ...about(completion),
  choices: completion.choices.map((choice) => written(choice, choice.message.content, choice.logprobs)),
  ...usageOf(usage, context),
});

/** The same as a stream. */
export function encodeStream(context: RenderContext): StreamEncoder {
  const asked = context.request.stream_options?.include_usage === true;
  let last: ChatChunk | null = null;
  const json = (body: JsonObject): Uint8Array => sseData(JSON.stringify(body));
  return {
    chunk: (chunk) => {
      last = chunk;
      const choices = chunk.choices.map((choice) => written(choice, choice.delta.content, choice.logprobs));
      return [json({ ...about(chunk), choices, ...(asked ? { usage: null } : {}) })];
    },
    keepAlive: () => [sseComment()],
    end: (usage) => {
      if (!asked || last === null || usage.kind !== "known") return [sseData("[DONE]")];
      return [json({ ...about(last), choices: [], ...usageOf(usage, context) }), sseData("[DONE]")];
    },
    error: (error) => [json(encodeError(error, context.requestId, []))],
  };
}

/** The provider's own events as they came; a failure that it reports is told in the gateway's words. */
class Passing implements PassedStream {
  private readonly events = new WholeEvents();
  private readonly requestId: string;
  private hasFailed = false;

  constructor(requestId: string) {
    this.requestId = requestId;
  }

  pass(bytes: readonly Uint8Array[]): Uint8Array[] {
    return this.hasFailed ? [] : this.events.take(bytes, (event) => this.see(event));
  }

  private see(event: JsonObject | null): boolean {
    this.hasFailed = event?.error !== undefined && event.error !== null;
    return !this.hasFailed;
  }

  rest(): Uint8Array[] {
    return this.events.rest();
  }

  failed(error: ApiError): Uint8Array[] {
    return [sseData(JSON.stringify(encodeError(error, this.requestId, [])))];
  }
}

/** Begins to pass a stream on. */
export const passStream = (requestId: string): PassedStream => new Passing(requestId);
