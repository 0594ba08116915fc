/**
 * Streams in the Converse dialect: frames in, normalised events out (STR-01…07, USE-04).
 * @module
 */

import { readFrames } from "../_shared/event-stream.ts";
import { readEvents } from "../_shared/read-events.ts";
import type { DecodeContext, StreamEvent } from "../codec.ts";
import { FrameEvents } from "./upstream/read-stream.ts";

export { encodeStream } from "./client/write-stream.ts";

/** Decodes a stream. After an `error`, `broken` or `end` event nothing follows. */
export const decodeStream = (
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<StreamEvent> => readEvents(readFrames(bytes), new FrameEvents(context));
