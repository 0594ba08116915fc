/**
 * Streams in Anthropic's dialect: named events in, normalised events out (STR-01…07, USE-04).
 * @module
 */
import { readEvents } from "../_shared/read-events.ts";
import { readSse } from "../_shared/sse.ts";
import type { DecodeContext, StreamEvent } from "../codec.ts";
import { MessageEvents } from "./upstream/read-stream.ts";

export { encodeStream } from "./client/write-stream.ts";

/** Decodes a stream. After an `error`, `broken` or `end` event nothing follows. */
export const decodeStream = (
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<StreamEvent> => readEvents(readSse(bytes), new MessageEvents(context));
