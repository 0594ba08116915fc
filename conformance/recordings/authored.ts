/**
 * Recordings that a person wrote, completed: what all of a provider's say alike stands once in its `calls.json`, and what
 * follows from the bytes is computed. Nothing here asks the registry or a gateway: that would judge them by themselves.
 * @module
 */
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import { problemsOf } from "../../registry/load/problem.ts";
import {
  CHUNKS_FILE,
  FRAMES_FILE,
  fail,
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
import {
  type Calls,
  CallsSchema,
  type Compact,
  CompactSchema,
  type RecordingMeta,
  RecordingMetaSchema,
} from "./schema.ts";
import { SURFACE_OF } from "./surfaces.ts";

export const CALLS_FILE = "calls.json";

type Headers = RecordingMeta["response"]["headers"];

/** The bodies that an answer may have, each with the type that its head says. */
const TYPES: Readonly<Record<NonNullable<RecordingMeta["response"]["body"]["file"]>, string>> = {
  "response.json": "application/json",
  "response.sse": "text/event-stream",
  [FRAMES_FILE]: "application/vnd.amazon.eventstream",
  "response.html": "text/html",
  "response.txt": "text/plain",
};

/** Bodies that come in events. */
const STREAMS: readonly string[] = ["response.sse", FRAMES_FILE];

export const isCompact = (meta: Json): boolean => isObject(meta) && meta.format === 2;

/** The `calls.json` above a recording: of its provider, for all of its APIs. */
function callsFileOf(dir: string): string {
  const above = dirname(dir);
  return join(isApiFolder(basename(above)) ? dirname(above) : above, CALLS_FILE);
}

/** The API of a compact recording: the one it names, that of its folder, or the first one that is called there. */
export function apiOfCompact(dir: string, meta: Json): UpstreamApiId | undefined {
  const [, folder = ""] = homeOf(dir).split("/");
  const named =
    isObject(meta) && typeof meta.api === "string" ? meta.api : isApiFolder(folder) ? folder : null;
  const calls = named === null ? readJson(callsFileOf(dir)) : {};
  const id = named ?? Object.keys(isObject(calls) ? calls : {})[0] ?? "";
  return (Object.keys(SURFACE_OF) as UpstreamApiId[]).find((api) => api === id);
}

/** How a provider's APIs are called, as its `calls.json` says; nothing where it has none. @throws RecordingError */
export function callsOf(recordings: string, provider: string): Calls {
  const file = join(recordings, provider, CALLS_FILE);
  return existsSync(file) ? readChecked(file, CallsSchema) : {};
}

/** An address of `calls.json` for a model. */
export const addressOf = (url: string, model: string): string =>
  url.replaceAll("{model}", () => model).replaceAll("{model%}", () => encodeURIComponent(model));

const isStreamed = (scenario: string): boolean =>
  isScenarioId(scenario) && scenarios[scenario].body.stream === true;

/** The head of an answer that says no more than the type of its body. */
export const headersOf = (file: keyof typeof TYPES | null): Headers =>
  file === null ? [] : [["content-type", TYPES[file]]];

/** The file of a recording's answer; `null` where it has none. */
const bodyFileIn = (dir: string): keyof typeof TYPES | null =>
  (Object.keys(TYPES) as (keyof typeof TYPES)[]).find((name) => existsSync(join(dir, name))) ?? null;

/** How the API is called in the scenario. @throws RecordingError where `calls.json` does not say */
function callOf(dir: string, compact: Compact, scenario: string) {
  const api = apiOfCompact(dir, { api: compact.api });
  const file = callsFileOf(dir);
  const calls = readChecked(file, CallsSchema);
  const called = api && calls[api];
  if (!called) return fail(file, api ?? "(whole file)", undefined, "how the API is called");
  const call = isStreamed(scenario) ? called.stream : called.whole;
  return call === undefined
    ? fail(file, `${api}.stream`, undefined, "how a stream is asked for")
    : { ...call, surface: SURFACE_OF[api], region: called.region, credential: called.credential };
}

function modelOf(file: string, named: string | undefined, { model }: JsonObject): string {
  if (named !== undefined) return named;
  return typeof model === "string"
    ? model
    : fail(file, "model", undefined, "the model, which request.json does not name");
}

/** What a compact recording says whole. @throws RecordingError with file, field, given value and what is allowed */
export function complete(dir: string, compact: Compact): RecordingMeta {
  const file = join(dir, META_FILE);
  const id = homeOf(dir);
  const [provider = "", ...rest] = id.split("/");
  const scenario = rest.at(-1) ?? "";
  const { surface, region, credential, url, headers } = callOf(dir, compact, scenario);
  const requestBody = readRequestBody(dir);
  const model = modelOf(file, compact.model, requestBody);
  const name = bodyFileIn(dir);
  const body = readBody(dir, name).bytes;
  const meta: RecordingMeta = {
    format: 1,
    id,
    scenario,
    surface,
    provider,
    model,
    region,
    provenance: {
      ...compact.provenance,
      capturedAt: null,
      chunkFidelity: STREAMS.includes(name ?? "") ? "event" : "none",
    },
    request: {
      method: "POST",
      url: addressOf(url, model),
      headers,
      credential,
      body: "request.json",
      match: { ignore: [], key: "" },
    },
    response: {
      status: compact.response.status,
      httpVersion: "1.1",
      headers: compact.response.headers ?? headersOf(name),
      body: {
        file: name,
        encoding: name === FRAMES_FILE ? "aws-event-stream-jsonl" : "raw",
        bytes: body.length,
        sha256: sha256(body),
      },
      chunks: existsSync(join(dir, CHUNKS_FILE)) ? CHUNKS_FILE : null,
      termination: "complete",
    },
    redactions: [],
    quirks: compact.quirks ?? [],
    ...(compact.expect === undefined ? {} : { expect: compact.expect }),
  };
  meta.request.match.key = matchKeyOf(meta, requestBody);
  const checked = RecordingMetaSchema.safeParse(meta);
  if (!checked.success) throw new RecordingError(problemsOf(file, meta, checked.error));
  return meta;
}

/** Reads a compact `recording.json` and completes it. @throws RecordingError with file, field, given value and what is allowed */
export const completed = (dir: string): RecordingMeta =>
  complete(dir, readChecked(join(dir, META_FILE), CompactSchema));
