/**
 * AWS event streams in recordings: one frame a line, readable in a review, encoded when read. Written by hand from the
 * documented layout, apart from the decoder under test.
 * @module
 */
import { crc32 } from "node:zlib";
import { z } from "zod";
import { describeProblem, problemsOf } from "../../registry/load/problem.ts";
import { parseJson } from "./json.ts";
import { RecordingError } from "./problem.ts";

const FrameSchema = z.strictObject({
  /** In order; all of them are strings. */
  headers: z.array(z.tuple([z.string().min(1), z.string()])),
  payload: z.string(),
});
export type Frame = z.infer<typeof FrameSchema>;

/** The number of the header type "string". */
const STRING = 7;

function encodeHeader([name, value]: readonly [string, string]): Buffer {
  const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)];
  const length = Buffer.alloc(2);
  length.writeUInt16BE(valueBytes.length);
  return Buffer.concat([
    Buffer.from([nameBytes.length]),
    nameBytes,
    Buffer.from([STRING]),
    length,
    valueBytes,
  ]);
}

const checksum = (bytes: Uint8Array): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(crc32(bytes));
  return out;
};

/** `u32 total | u32 headers | u32 crc | headers | payload | u32 crc`, big-endian. */
export function encodeFrame({ headers, payload }: Frame): Uint8Array {
  const head = Buffer.concat(headers.map(encodeHeader));
  const body = Buffer.from(payload);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(head.length + body.length + 16, 0);
  lengths.writeUInt32BE(head.length, 4);
  const before = Buffer.concat([lengths, checksum(lengths), head, body]);
  return new Uint8Array(Buffer.concat([before, checksum(before)]));
}

/** The frames of a `response.frames.jsonl`. @throws RecordingError that names the line */
export function readFrameLines(file: string, text: string): Frame[] {
  return text
    .split("\n")
    .map((line, i) => ({ line, at: `${file}:${i + 1}` }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, at }) => readFrameLine(at, line));
}

function readFrameLine(at: string, line: string): Frame {
  let input: unknown;
  try {
    input = parseJson(line);
  } catch {
    const allowed = 'JSON like {"headers":[[":event-type","messageStart"]],"payload":"{}"}';
    throw new RecordingError([
      describeProblem({ file: at, field: "(whole line)", given: line.slice(0, 60), allowed }),
    ]);
  }
  const result = FrameSchema.safeParse(input);
  if (!result.success) throw new RecordingError(problemsOf(at, input, result.error));
  return result.data;
}
