/**
 * Reads recordings from disk and checks that they are what they say (REC-01, REC-02).
 * @module
 */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import type { JsonObject } from "../../registry/json.ts";
import { describeProblem } from "../../registry/load/problem.ts";
import { apiOfCompact, completed, isCompact } from "./authored.ts";
import { chunksByEvent } from "./chunks.ts";
import {
  FRAMES_FILE,
  homeOf,
  isApiFolder,
  META_FILE,
  readBody,
  readChecked,
  readJson,
  readRequestBody,
} from "./files.ts";
import { matchKeyOf, sha256 } from "./identity.ts";
import { RecordingError } from "./problem.ts";
import { isScenarioId, scenarios } from "./scenarios.ts";
import { type Chunks, ChunksSchema, type RecordingMeta, RecordingMetaSchema } from "./schema.ts";
import { apiNamedIn, apiOfRecording } from "./surfaces.ts";

export interface Recording {
  meta: RecordingMeta;
  requestBody: JsonObject;
  /** The bytes as the provider sent them. */
  responseBody: Uint8Array;
  /** Byte count and milliseconds since the previous chunk. */
  chunks: Chunks;
  dir: string;
}

const asPath = (root: URL | string): string => (root instanceof URL ? fileURLToPath(root) : resolve(root));

/** Is this the model of the request: in its body, or in its path where the body names none? */
function namesModel({ request, model }: RecordingMeta, body: JsonObject): boolean {
  if (body.model !== undefined) return body.model === model;
  return [model, encodeURIComponent(model)].some((text) => request.url.includes(text));
}

const sumOf = (chunks: Chunks): number => chunks.reduce((sum, [bytes]) => sum + bytes, 0);

function problemsIn({ meta, requestBody, responseBody, chunks, dir }: Recording): string[] {
  const file = join(dir, META_FILE);
  const home = homeOf(dir);
  const { provider, scenario } = meta;
  const names = [`${provider}/${scenario}`, `${provider}/${apiOfRecording({ meta })}/${scenario}`];
  const { body } = meta.response;
  const key = matchKeyOf(meta, requestBody);
  const seal =
    meta.provenance.kind === "authored"
      ? "leave it out: in format 2 it is computed"
      : "restore the captured files, or capture again";
  const checks: [boolean, string, unknown, string][] = [
    [meta.id === home, "id", meta.id, `"${home}", as the directory`],
    [names.includes(meta.id), "id", meta.id, names.map((name) => `"${name}"`).join(" or ")],
    [isScenarioId(meta.scenario), "scenario", meta.scenario, `one of ${Object.keys(scenarios).join(", ")}`],
    [
      namesModel(meta, requestBody),
      "model",
      meta.model,
      `the model in request.json, or else in the URL (${requestBody.model ?? meta.request.url})`,
    ],
    [
      (body.file === FRAMES_FILE) === (body.encoding === "aws-event-stream-jsonl"),
      "response.body.encoding",
      body.encoding,
      `"aws-event-stream-jsonl" for ${FRAMES_FILE}, else "raw"`,
    ],
    [
      body.bytes === responseBody.length,
      "response.body.bytes",
      body.bytes,
      `${responseBody.length}; ${seal}`,
    ],
    [
      body.sha256 === sha256(responseBody),
      "response.body.sha256",
      body.sha256,
      `${sha256(responseBody)}; ${seal}`,
    ],
    [
      sumOf(chunks) === responseBody.length,
      "response.chunks",
      sumOf(chunks),
      `a sum of ${responseBody.length} bytes`,
    ],
    [meta.request.match.key === key, "request.match.key", meta.request.match.key, `${key}; ${seal}`],
  ];
  return checks
    .filter(([ok]) => !ok)
    .map(([, field, given, allowed]) => describeProblem({ file, field, given, allowed }));
}

/** The chunks as they are written down, one per event where the author says no more, or else the body at once. */
function chunksOf(
  dir: string,
  { provenance, response }: RecordingMeta,
  body: Uint8Array,
  frames: number[] | null,
) {
  if (response.chunks !== null) return readChecked(join(dir, response.chunks), ChunksSchema);
  if (provenance.chunkFidelity === "event") return chunksByEvent(body, frames);
  const whole: Chunks = body.length > 0 ? [[body.length, 0]] : [];
  return whole;
}

/** What `recording.json` says, completed where it is compact. */
function readMeta(dir: string): RecordingMeta {
  const file = join(dir, META_FILE);
  return isCompact(readJson(file)) ? completed(dir) : readChecked(file, RecordingMetaSchema);
}

/** Reads one recording. @throws RecordingError that names file, field, given value and what is allowed. */
export function loadRecording(dir: string): Recording {
  const meta = readMeta(dir);
  const { bytes: responseBody, frames } = readBody(dir, meta.response.body.file);
  const chunks = chunksOf(dir, meta, responseBody, frames);
  const recording = { meta, requestBody: readRequestBody(dir), responseBody, chunks, dir };
  const problems = problemsIn(recording);
  if (problems.length > 0) throw new RecordingError(problems);
  return recording;
}

function directoriesIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The providers that have recordings, sorted. */
export const recordedProviders = (root: URL | string): string[] => directoriesIn(asPath(root));

/** The directories of recordings, sorted, of one provider or of all. A provider without any has none. */
export function recordingDirectories(root: URL | string, provider?: string): string[] {
  const path = asPath(root);
  const providers = directoriesIn(path).filter((name) => provider === undefined || name === provider);
  return providers.flatMap((name) => {
    const own = join(path, name);
    return directoriesIn(own).flatMap((inside) =>
      isApiFolder(inside)
        ? directoriesIn(join(own, inside)).map((scenario) => join(own, inside, scenario))
        : [join(own, inside)],
    );
  });
}

/** The API that the recording in a directory says it is of. @throws RecordingError when it cannot be read */
export function apiAt(dir: string): UpstreamApiId | undefined {
  const meta = readJson(join(dir, META_FILE));
  return isCompact(meta) ? apiOfCompact(dir, meta) : apiNamedIn(meta);
}

/**
 * Reads and checks all recordings of one provider, or of all, sorted by id.
 * @throws RecordingError with one line per problem, over all files.
 */
export function loadRecordings(root: URL | string, provider?: string): Recording[] {
  const problems: string[] = [];
  const recordings = recordingDirectories(root, provider).flatMap((dir) => {
    try {
      return [loadRecording(dir)];
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) throw new RecordingError(problems);
  return recordings;
}

/** The response body cut as it arrived; together the chunks are the body. */
export function chunkBytes(recording: Pick<Recording, "responseBody" | "chunks">): Uint8Array[] {
  let start = 0;
  return recording.chunks.map(([bytes]) => {
    start += bytes;
    return recording.responseBody.subarray(start - bytes, start);
  });
}
