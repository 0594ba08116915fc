/**
 * The file to look at first for a cause. Decided by what differs and where; which files there are is handed in.
 * @module
 */
import { type RequirementId, requirement } from "../requirements/index.ts";
import { type Cause, pointerOf } from "./cause.ts";
import type { Look } from "./report-schema.ts";

/** The files of the checkout, by paths from its root. */
export interface Sources {
  /** The text of a file; `null` if there is none. */
  text(path: string): string | null;
  /** Where an endpoint (`model:provider`) is declared; `null` if nowhere. */
  endpoint(key: string): Look | null;
}

/** More providers than this share what is wrong. */
const FEW = 3;

/** Decisions of the gateway and of the shared parts of the registry, by requirement. */
const SHARED: Readonly<Partial<Record<string, string>>> = {
  RTE: "registry/routing/plan.ts",
  CST: "registry/pricing/charge.ts",
  BIL: "reference-gateway/accounting/completion.ts",
  FBK: "reference-gateway/attempts/run.ts",
  PRX: "reference-gateway/passthrough/",
  CAC: "reference-gateway/stages/cache.ts",
  LIM: "reference-gateway/stages/rate-limits.ts",
  FLB: "reference-gateway/records/",
  OBS: "reference-gateway/telemetry/",
  VLT: "reference-gateway/vault/",
  SEC: "reference-gateway/attempts/exchange.ts",
  ADD: "docs/",
  DSH: "reference-gateway/dashboard/",
};

/** Files of an API's folder, by requirement. */
const API_FILES: Readonly<Partial<Record<string, string>>> = {
  MAP: "request.ts",
  RES: "response.ts",
  STR: "stream.ts",
  USE: "usage.ts",
  ERR: "errors.ts",
};

/** What of a provider's class a requirement is about: the first pattern that its text has counts. */
const CLASS_LINES: Readonly<Partial<Record<string, readonly RegExp[]>>> = {
  AUT: [/\bauthenticate\(/, /\bauth = /, /\bconfig = /],
  MAP: [/\btraits: \{/, /\bquirks: \[/],
  RES: [/\btraits: \{/, /\bquirks: \[/],
  STR: [/\bquirks: \[/, /\btraits: \{/],
  USE: [/\busage: \{/],
  ERR: [/\berrorMeanings: \[/],
};
const OF_URL = [/\bbuildUrl\(/, /\bbaseUrl\b/];
const CLASS = /\bclass \w+/;

const groupOf = (id: RequirementId): string => id.slice(0, id.indexOf("-"));

/** The first line, counted from 1, that the first pattern with any finds; `null` without one. */
function lineOf(text: string | null, patterns: readonly RegExp[]): number | null {
  const lines = (text ?? "").split("\n");
  for (const pattern of patterns) {
    const index = lines.findIndex((line) => pattern.test(line));
    if (index >= 0) return index + 1;
  }
  return null;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** The classes of the providers, or the base of all where many are hit. */
function classes(cause: Cause, pointer: string | null, sources: Sources): Look[] {
  const providers = distinct(cause.results.map(({ provider }) => provider));
  const id = cause.requirements[0];
  const own = id === undefined ? [] : (CLASS_LINES[groupOf(id)] ?? []);
  const patterns = [...(pointer?.startsWith("/url") ? OF_URL : own), CLASS];
  const files =
    providers.length > FEW
      ? ["registry/providers/_shared/base.ts"]
      : providers.map((slug) => `registry/providers/${slug}/index.ts`);
  return files.map((file) => ({ file, line: lineOf(sources.text(file), patterns) }));
}

function apiFiles(cause: Cause, name: string): Look[] {
  const apis = distinct(cause.results.map(({ api }) => api));
  return apis.slice(0, FEW).map((api) => ({ file: `registry/apis/${api}/${name}`, line: null }));
}

/** The first place of this checkout in a stack. */
function thrownAt(reason: string, sources: Sources): Look[] {
  const frames = reason.matchAll(/((?:registry|reference-gateway|conformance)\/[\w./-]+\.tsx?):(\d+)/g);
  for (const [, file = "", line] of frames)
    if (sources.text(file) !== null) return [{ file, line: Number(line) }];
  return [];
}

function recordingOf({ first, check }: Cause): Look[] {
  const text = `${first.reason ?? ""} ${check?.repair ?? ""}`;
  const named = /recordings\/[\w-]+\/[\w.-]+\/[\w.-]+\.json/.exec(text)?.[0];
  return [{ file: named ?? `recordings/${first.provider}/`, line: null }];
}

/** The endpoint that the check names. @example "qwen3-32b:groq.recorded-as" names qwen3-32b:groq */
function named({ check, first }: Cause, sources: Sources): Look[] {
  const [, model, provider = ""] = /([\w.-]+):([a-z0-9.-]+)/.exec(check?.name ?? "") ?? [];
  const isOwn = provider === first.provider || provider.startsWith(`${first.provider}.`);
  const found = isOwn ? sources.endpoint(`${model}:${first.provider}`) : null;
  return found ? [found] : [];
}

/** Only the reference gateway lies in this checkout; of another one, the registry and the gateway's code do not tell. */
const OWN_TARGET = "reference";

/**
 * Where to look, best first; empty where nothing is known. `running` are the providers of the whole run: what is wrong at
 * all of several on one API is looked for in that API, what is wrong at some in their classes.
 */
export function lookAt(cause: Cause, running: readonly string[], sources: Sources): Look[] {
  const { first, check } = cause;
  if (first.outcome === "unexpected-pass")
    return [{ file: "conformance/expected-failures.json", line: null }];
  if (first.outcome === "harness-error") return thrownAt(first.reason ?? "", sources);
  if (first.outcome === "untested") return recordingOf(cause);
  const [id] = cause.requirements;
  if (first.target !== OWN_TARGET || id === undefined) return [];
  const group = groupOf(id);
  const pointer = check === null ? null : pointerOf(check);
  if (group === "REC") return recordingOf(cause);
  const endpoint = named(cause, sources);
  if (endpoint.length > 0) return endpoint;
  const ofApi = API_FILES[group];
  const isOutside = pointer !== null && !pointer.startsWith("/body");
  if (ofApi !== undefined && !isOutside) {
    const everywhere = running.length > 1 && distinct(cause.results.map((r) => r.provider)).length > FEW;
    const files = apiFiles(cause, ofApi);
    return everywhere ? files : [...classes(cause, pointer, sources), ...files];
  }
  const shared = SHARED[group];
  if (shared !== undefined && !isOutside) return [{ file: shared, line: null }];
  return classes(cause, pointer, sources);
}

/** @example "registry/providers/deepinfra/index.ts:52" */
export const lookText = ({ file, line }: Look): string => (line === null ? file : `${file}:${line}`);

/** A requirement's head. @example "AUT-01 MUST: The provider gets …" */
export const requirementText = (id: RequirementId): string => {
  const { level, title } = requirement(id);
  return `${id} ${level}: ${title}`;
};
