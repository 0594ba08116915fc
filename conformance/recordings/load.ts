/**
 * Reads recordings from disk and checks that they are what they say (REC-01, REC-02).
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { API_IDS } from "../../registry/apis/codec.ts";
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import { describeProblem, problemsOf } from "../../registry/load/problem.ts";
import { matchKey } from "./canonical.ts";
import { encodeFrame, readFrameLines } from "./frames.ts";
import { parseJson } from "./json.ts";
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

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The key that a recording's request has by its own data. */
export function matchKeyOf(meta: RecordingMeta, requestBody: JsonObject): string {
  const { method, url, headers, credential, match } = meta.request;
  return matchKey({
    method,
    url,
    headers,
    scheme: credential.scheme,
    body: requestBody,
    ignore: match.ignore,
  });
}

const asPath = (root: URL | string): string => (root instanceof URL ? fileURLToPath(root) : resolve(root));

const fail = (file: string, field: string, given: unknown, allowed: string): never => {
  throw new RecordingError([describeProblem({ file, field, given, allowed })]);
};

/** Reads a file. @throws RecordingError when it is missing. */
export function readBytes(file: string): Uint8Array {
  if (!existsSync(file)) return fail(file, "(whole file)", undefined, "a file of this name");
  return readFileSync(file);
}

/** Reads a JSON file. @throws RecordingError when it is missing or is not JSON. */
export function readJson(file: string): Json {
  const text = new TextDecoder().decode(readBytes(file));
  try {
    return parseJson(text);
  } catch (error) {
    return fail(
      file,
      "(whole file)",
      text.slice(0, 60),
      `JSON (${error instanceof Error ? error.message : error})`,
    );
  }
}

/** Reads a JSON file by a schema. @throws RecordingError that names every wrong field. */
export function readChecked<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> {
  const input = readJson(file);
  const result = schema.safeParse(input);
  if (!result.success) throw new RecordingError(problemsOf(file, input, result.error));
  return result.data;
}

/** Reads `request.json`. */
export function readRequestBody(dir: string): JsonObject {
  const file = join(dir, "request.json");
  const body = readJson(file);
  return isObject(body) ? body : fail(file, "(whole file)", body, "a JSON object");
}

/** Where the frames of an event stream lie. */
export const FRAMES_FILE = "response.frames.jsonl";

/** The bytes of a body as the provider sent them, and the sizes of their frames where there are frames. */
export function readBody(dir: string, name: string | null): { bytes: Uint8Array; frames: number[] | null } {
  if (name === null) return { bytes: new Uint8Array(), frames: null };
  const file = join(dir, name);
  const bytes = readBytes(file);
  if (name !== FRAMES_FILE) return { bytes, frames: null };
  const encoded = readFrameLines(file, new TextDecoder().decode(bytes)).map(encodeFrame);
  return { bytes: new Uint8Array(Buffer.concat(encoded)), frames: encoded.map(({ length }) => length) };
}

/** Is this the model of the request: in its body, or in its path where the body names none? */
function namesModel({ request, model }: RecordingMeta, body: JsonObject): boolean {
  if (body.model !== undefined) return body.model === model;
  return [model, encodeURIComponent(model)].some((text) => request.url.includes(text));
}

const sumOf = (chunks: Chunks): number => chunks.reduce((sum, [bytes]) => sum + bytes, 0);

/** `provider/scenario`, or `provider/api/scenario` for the further APIs of a provider. */
function homeOf(dir: string): string {
  const [scenario, above] = [basename(dir), resolve(dir, "..")];
  const name = basename(above);
  return isApiFolder(name) ? `${basename(resolve(above, ".."))}/${name}/${scenario}` : `${name}/${scenario}`;
}

function problemsIn({ meta, requestBody, responseBody, chunks, dir }: Recording): string[] {
  const file = join(dir, "recording.json");
  const home = homeOf(dir);
  const { provider, scenario } = meta;
  const names = [`${provider}/${scenario}`, `${provider}/${apiOfRecording({ meta })}/${scenario}`];
  const { body } = meta.response;
  const key = matchKeyOf(meta, requestBody);
  const seal = "run `npm run seal`, if the change is meant";
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

/** Reads one recording. @throws RecordingError that names file, field, given value and what is allowed. */
export function loadRecording(dir: string): Recording {
  const meta = readChecked(join(dir, "recording.json"), RecordingMetaSchema);
  const { body, chunks: chunksFile } = meta.response;
  const responseBody = readBody(dir, body.file).bytes;
  const whole: Chunks = responseBody.length > 0 ? [[responseBody.length, 0]] : [];
  const chunks = chunksFile === null ? whole : readChecked(join(dir, chunksFile), ChunksSchema);
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

/** Does a folder of a provider hold the recordings of one of its further APIs? */
const isApiFolder = (name: string): boolean => (API_IDS as readonly string[]).includes(name);

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
export const apiAt = (dir: string): UpstreamApiId | undefined =>
  apiNamedIn(readJson(join(dir, "recording.json")));

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
