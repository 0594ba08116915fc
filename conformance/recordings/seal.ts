/**
 * Seals authored recordings: after a person has edited one, works out what follows from its bytes.
 * @module
 */
import { existsSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { describeProblem, problemsOf } from "../../registry/load/problem.ts";
import { canonicalJson } from "./canonical.ts";
import {
  FRAMES_FILE,
  matchKeyOf,
  readBody,
  readBytes,
  readChecked,
  readJson,
  readRequestBody,
  sha256,
} from "./load.ts";
import { prettyJson } from "./pretty.ts";
import { RecordingError } from "./problem.ts";
import { type Chunks, ChunksSchema, type RecordingMeta, RecordingMetaSchema } from "./schema.ts";

export const CHUNKS_FILE = "response.chunks.json";
const EVENT_GAP_MS = 10;

/** A file whose content is not what follows from the rest of the recording. */
export interface StaleFile {
  file: string;
  content: string;
}

/** One chunk per server-sent event, blank line included, 10 ms apart; what follows the last one is a chunk too. */
export function chunkPerEvent(body: Uint8Array): Chunks {
  const text = Buffer.from(body).toString("latin1"); // One character per byte, so that lengths are byte counts.
  const events = text.split(/(?<=\r\n\r\n|\n\n)/);
  return events.map((event, index) => [event.length, index === 0 ? 0 : EVENT_GAP_MS]);
}

/** One chunk per frame, 10 ms apart. */
export const chunkPerFrame = (lengths: readonly number[]): Chunks =>
  lengths.map((length, index) => [length, index === 0 ? 0 : EVENT_GAP_MS]);

/** The text of `response.chunks.json`: one pair a line, so that a review shows one chunk a line. */
export const writeChunks = (chunks: Chunks): string =>
  `[\n${chunks.map(([bytes, ms]) => `  [${bytes}, ${ms}]`).join(",\n")}\n]\n`;

const Draft = z.looseObject({
  provenance: z.looseObject({}),
  request: z.looseObject({ match: z.looseObject({}) }),
  response: z.looseObject({ body: z.looseObject({ file: z.string().nullable() }) }),
});

const ZERO_SHA = "0".repeat(64);

/** The recording with its sealed fields filled in as far as its bytes say; the rest must be valid already. */
function readDraft(dir: string): {
  meta: RecordingMeta;
  body: Uint8Array;
  frames: number[] | null;
  before: string;
} {
  const file = join(dir, "recording.json");
  const draft = readChecked(file, Draft);
  const before = canonicalJson(readJson(file));
  const name = draft.response.body.file;
  const { bytes: body, frames } = readBody(dir, name);
  Object.assign(draft.response.body, { bytes: body.length, sha256: sha256(body) });
  draft.request.match.key ??= ZERO_SHA;
  if ((name === "response.sse" || name === FRAMES_FILE) && draft.provenance.kind === "authored")
    draft.response.chunks = CHUNKS_FILE;
  const result = RecordingMetaSchema.safeParse(draft);
  if (!result.success) throw new RecordingError(problemsOf(file, draft, result.error));
  const meta = result.data;
  meta.request.match.key = matchKeyOf(meta, readRequestBody(dir));
  return { meta, body, frames, before };
}

function staleChunks(dir: string, body: Uint8Array, frames: number[] | null): StaleFile[] {
  const file = join(dir, CHUNKS_FILE);
  if (!existsSync(file)) {
    const chunks = frames === null ? chunkPerEvent(body) : chunkPerFrame(frames);
    return [{ file, content: writeChunks(chunks) }];
  }
  const sum = readChecked(file, ChunksSchema).reduce((total, [bytes]) => total + bytes, 0);
  if (sum === body.length) return [];
  const allowed = `${body.length}, the bytes of the body; correct it, or delete the file and seal again`;
  throw new RecordingError([describeProblem({ file, field: "sum of bytes", given: sum, allowed })]);
}

/**
 * What sealing would write for one recording; nothing when it is sealed.
 * @throws RecordingError when the recording is invalid beyond the sealed fields, or is stale but is not authored:
 *   the bytes of a capture are evidence and are never adjusted.
 */
export function staleFiles(dir: string): StaleFile[] {
  const file = join(dir, "recording.json");
  const { meta, body, frames, before } = readDraft(dir);
  const stale = meta.response.chunks === null ? [] : staleChunks(dir, body, frames);
  const isSame = before === canonicalJson(z.json().parse(meta));
  if (!isSame) stale.unshift({ file, content: prettyJson(z.json().parse(meta)) });
  if (stale.length > 0 && meta.provenance.kind !== "authored") {
    const allowed = 'sealing only of "authored" recordings; restore the captured files or capture again';
    const given = meta.provenance.kind;
    throw new RecordingError([describeProblem({ file, field: "provenance.kind", given, allowed })]);
  }
  return stale;
}

/** Writes what {@link staleFiles} found. */
export function writeFiles(files: readonly StaleFile[]): void {
  for (const { file, content } of files) writeFileSync(file, content);
}

/** `recordings/schema.json`, when it is not the one that the code implies. */
export function staleSchema(file: string, schema: object): StaleFile[] {
  const content = prettyJson(z.json().parse(schema));
  const isFresh = existsSync(file) && new TextDecoder().decode(readBytes(file)) === content;
  return isFresh ? [] : [{ file, content }];
}

/** A file as a person names it. */
export const shortName = (file: string): string => relative(process.cwd(), file);
