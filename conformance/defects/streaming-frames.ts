/**
 * Event streams that are believed unchecked (STR-03).
 * @module
 */
import type { StreamEvent } from "../../registry/apis/codec.ts";
import type { Defect } from "./defect.ts";
import { withCodec } from "./plants.ts";

/** The events of a decoder, some of them changed or swallowed. */
const withEvents = (change: (event: StreamEvent) => StreamEvent[]) =>
  withCodec((dialect) => ({
    decodeStream: async function* (bytes, context) {
      for await (const event of dialect.decodeStream(bytes, context)) yield* change(event);
    },
  }));

const frames = (id: string, title: string, seenIn: string, plant: Defect["plant"]): Defect => ({
  id: `streaming.frames.${id}`,
  title,
  seenIn,
  breaks: ["STR-03"],
  providers: ["bedrock"],
  plant,
});

export const streamingFrameDefects: readonly Defect[] = [
  frames(
    "unchecked",
    "What cannot be read ends the stream as if it had been whole",
    "own",
    withEvents((event) => (event.type === "broken" ? [{ type: "end" }] : [event])),
  ),
  frames(
    "exceptions-ignored",
    "Exception frames are passed over",
    "own",
    withEvents((event) => (event.type === "error" ? [{ type: "end" }] : [event])),
  ),
  frames(
    "chunk-is-frame",
    "Every network chunk is taken for one frame",
    "own",
    withCodec((dialect) => ({
      decodeStream: async function* (bytes, context) {
        for await (const chunk of bytes) {
          const length = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
          if (chunk.byteLength < 4 || length.getUint32(0) !== chunk.byteLength) {
            yield { type: "broken", problem: "a chunk is no frame" };
            return;
          }
        }
        yield* dialect.decodeStream((async function* () {})(), context);
      },
    })),
  ),
];
