/**
 * Streams in Anthropic's dialect: named events in, normalised events out (STR-01…07, USE-04).
 * @module
 */
import { readSse } from "../_shared/sse.ts";
import { type DecodeContext, isFinal, type StreamEvent } from "../codec.ts";
import { EventReader } from "./upstream/read-stream.ts";

export { encodeStream } from "./client/write-stream.ts";

/** Decodes a stream. After an `error`, `broken` or `end` event nothing follows. */
export async function* decodeStream(
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<StreamEvent> {
  const reader = new EventReader(context);
  for await (const item of readSse(bytes)) {
    for (const event of reader.read(item)) {
      yield event;
      if (isFinal(event)) return;
    }
  }
  yield reader.close();
}
