/**
 * Streams in Cohere's dialect: named events in, normalised chunks out (STR-01…07, USE-04).
 * @module
 */
import { type ErrorBody, readErrorJson, readErrorText } from "../../errors/body.ts";
import { isObject, type JsonObject, parseObject, textOrNull } from "../../json.ts";
import { readSse } from "../_shared/sse.ts";
import type { DecodeContext, StreamEvent } from "../codec.ts";
import { findUsage } from "../openai-chat/usage.ts";
import { failureBody, isError } from "./errors.ts";
import { isFailure } from "./finish.ts";
import { EventReader, isPart } from "./upstream/read-stream.ts";
import { readUsage } from "./usage.ts";

export { encodeStream } from "./client/write-stream.ts";

const DONE = "[DONE]";

/** What a stream that failed says about it, or `null` for one that did not. */
function failureOf(event: JsonObject): ErrorBody | null {
  const delta = isObject(event.delta) ? event.delta : {};
  const word = textOrNull(delta.finish_reason);
  if (word !== null && isFailure(word)) return failureBody(word, readErrorJson(delta.error ?? null));
  return textOrNull(event.type) === null && isError(event) ? readErrorJson(event) : null;
}

/** Decodes a stream. After an `error`, `broken` or `end` event nothing follows. */
export async function* decodeStream(
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<StreamEvent> {
  const reader = new EventReader(context);
  for await (const item of readSse(bytes)) {
    if (item.kind === "comment") {
      yield { type: "keep-alive" };
      continue;
    }
    if (item.kind === "oversized") {
      yield { type: "broken", problem: "an event of the stream is too long" };
      return;
    }
    if (item.data === DONE) break;
    if (item.event === "error") {
      yield { type: "error", body: readErrorText(item.data) };
      return;
    }
    const event = parseObject(item.data);
    if (event === null) {
      yield { type: "broken", problem: "an event of the stream is not a JSON object" };
      return;
    }
    const found = findUsage(event, context.convention);
    if (found) yield { type: "usage", usage: readUsage(found, context.convention), reportedCost: null };
    const failure = failureOf(event);
    if (failure) {
      yield { type: "error", body: failure };
      return;
    }
    // Stryker disable next-line StringLiteral: an event without a name says nothing, whatever stands for the name
    const type = textOrNull(event.type) ?? item.event ?? "";
    const chunk = reader.accept(type, event);
    if (chunk) yield { type: "chunk", ...chunk };
    else if (!isPart(type)) yield { type: "keep-alive" };
  }
  yield reader.ending;
}
