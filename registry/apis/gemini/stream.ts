/**
 * Streams of Gemini: SSE with CRLF and without a terminator; the end is the end of the body, once every candidate has
 * its finish reason (STR-01…07, USE-04).
 * @module
 */
import { readEvents } from "../_shared/read-events.ts";
import { readSse } from "../_shared/sse.ts";
import type { DecodeContext, StreamEvent } from "../codec.ts";
import { CandidateEvents } from "./upstream/read-stream.ts";

export { encodeStream } from "./client/write-stream.ts";

/** Decodes a stream. After an `error`, `broken` or `end` event nothing follows. */
export const decodeStream = (
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<StreamEvent> => readEvents(readSse(bytes), new CandidateEvents(context));
