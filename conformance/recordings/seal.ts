/**
 * Seals authored recordings: leaves out of each what follows from its bytes, its folder and the provider's `calls.json`.
 * @module
 */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { apiOfCompact, complete, headersOf, isCompact } from "./authored.ts";
import { canonicalJson } from "./canonical.ts";
import { chunksByEvent } from "./chunks.ts";
import {
  CHUNKS_FILE,
  META_FILE,
  readBody,
  readBytes,
  readChecked,
  readJson,
  readRequestBody,
} from "./files.ts";
import { loadRecording } from "./load.ts";
import { prettyJson } from "./pretty.ts";
import { ChunksSchema, type Compact, type RecordingMeta, RecordingMetaSchema } from "./schema.ts";
import { apiOfRecording } from "./surfaces.ts";

/** A file whose content is not what follows from the rest of the recording; `null`: it says nothing more than the rest. */
export interface StaleFile {
  file: string;
  content: string | null;
}

const same = (a: unknown, b: unknown): boolean =>
  canonicalJson(z.json().parse(a)) === canonicalJson(z.json().parse(b));

/** What an authored recording says that nothing else does; `null` where it was not authored. */
function compactOf(dir: string, meta: RecordingMeta): Compact | null {
  const { provenance, response, quirks, expect } = meta;
  if (provenance.kind !== "authored") return null;
  const { evidence, reverifyAfter } = provenance;
  const api = apiOfRecording({ meta });
  const isPlainHead = same(response.headers, headersOf(response.body.file));
  return {
    format: 2,
    ...(apiOfCompact(dir, {}) === api ? {} : { api }),
    ...(readRequestBody(dir).model === meta.model ? {} : { model: meta.model }),
    provenance: { kind: "authored", evidence, reverifyAfter },
    response: { status: response.status, ...(isPlainHead ? {} : { headers: response.headers }) },
    ...(quirks.length === 0 ? {} : { quirks }),
    ...(expect === undefined ? {} : { expect }),
  };
}

/** Do two say the same, beyond what is computed from the bytes? */
function saysTheSame(meta: RecordingMeta, whole: RecordingMeta): boolean {
  const match = { ...meta.request.match, key: whole.request.match.key };
  const { bytes, sha256 } = whole.response.body;
  const body = { ...meta.response.body, bytes, sha256 };
  const response = { ...meta.response, body, chunks: whole.response.chunks };
  return same({ ...meta, request: { ...meta.request, match }, response }, whole);
}

/** The chunk file, where it cuts what is cut in the same way without it. */
function needlessChunks(dir: string, { response }: RecordingMeta): StaleFile[] {
  const file = join(dir, CHUNKS_FILE);
  if (!existsSync(file)) return [];
  const { bytes, frames } = readBody(dir, response.body.file);
  return same(readChecked(file, ChunksSchema), chunksByEvent(bytes, frames)) ? [{ file, content: null }] : [];
}

/**
 * What sealing would write for one recording; nothing where it says nothing twice, or where what it says fits in no compact
 * form. Captured ones are only checked: their bytes are evidence and are never adjusted.
 * @throws RecordingError when the recording is invalid
 */
export function staleFiles(dir: string): StaleFile[] {
  const file = join(dir, META_FILE);
  const raw = readJson(file);
  const meta = isCompact(raw) ? loadRecording(dir).meta : readChecked(file, RecordingMetaSchema);
  const compact = compactOf(dir, meta);
  if (compact === null || !saysTheSame(meta, complete(dir, compact))) {
    loadRecording(dir);
    return [];
  }
  const stale = needlessChunks(dir, meta);
  return same(raw, compact) ? stale : [{ file, content: prettyJson(z.json().parse(compact)) }, ...stale];
}

/** Writes what {@link staleFiles} found. */
export function writeFiles(files: readonly StaleFile[]): void {
  for (const { file, content } of files) {
    if (content === null) rmSync(file);
    else writeFileSync(file, content);
  }
}

/** `recordings/schema.json`, when it is not the one that the code implies. */
export function staleSchema(file: string, schema: object): StaleFile[] {
  const content = prettyJson(z.json().parse(schema));
  const isFresh = existsSync(file) && new TextDecoder().decode(readBytes(file)) === content;
  return isFresh ? [] : [{ file, content }];
}

/** A file as a person names it. */
export const shortName = (file: string): string => relative(process.cwd(), file);
