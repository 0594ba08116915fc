/**
 * What a caller says about the gateway's cache in headers (CAC-01, CAC-02). Everything is off unless asked for, and what
 * cannot be understood is refused by name.
 * @module
 */

export interface CacheDirectives {
  /** May a stored answer be given? */
  read: boolean;
  /** May the answer be stored? */
  save: boolean;
  /** How long a stored answer may be given, in seconds; 0: not at all. */
  maxAgeSeconds: number;
  /** How many answers are stored for one request before any of them is given. */
  bucketSize: number;
  /** Sets answers of one purpose apart from those of another. */
  seed: string;
  /** Fields of the body that do not count. */
  ignoreKeys: readonly string[];
}

export type ReadDirectives =
  /** `null`: the caller did not ask for the cache. */
  { ok: true; directives: CacheDirectives | null } | { ok: false; header: string; problem: string };

const DAY = 86_400;
export const DEFAULT_MAX_AGE = 7 * DAY;
export const MAX_MAX_AGE = 365 * DAY;
export const MAX_BUCKET = 20;
const MAX_SEED = 256;
const MAX_IGNORED = 32;
const MAX_NAME = 128;

const ENABLED = "Helicone-Cache-Enabled";
const READ = "Helicone-Cache-Read";
const SAVE = "Helicone-Cache-Save";
const BUCKET = "Helicone-Cache-Bucket-Max-Size";
const SEED = "Helicone-Cache-Seed";
const IGNORE = "Helicone-Cache-Ignore-Keys";
const AGE = "Cache-Control";

/** Thrown inside this file, to end reading at the first header that is wrong. */
class Wrong extends Error {
  readonly header: string;
  constructor(header: string, problem: string) {
    super(problem);
    this.header = header;
  }
}

type Get = (name: string) => string | null;

function flag(get: Get, header: string): boolean {
  const value = get(header)?.trim().toLowerCase() ?? "false";
  if (value !== "true" && value !== "false") throw new Wrong(header, "expected true or false");
  return value === "true";
}

/** The seconds of a directive, spaces around its sign allowed; `null` where it does not stand there. */
function secondsOf(directives: readonly string[], name: string): number | null {
  const own = directives.filter((directive) => directive.split("=")[0]?.trim() === name);
  const [first] = own;
  if (first === undefined) return null;
  const seconds = /^[a-z-]+ *= *"?(\d{1,12})"?$/.exec(first)?.[1];
  if (seconds === undefined || own.length > 1 || Number(seconds) > MAX_MAX_AGE)
    throw new Wrong(AGE, `expected ${name}=[seconds] once, from 0 to ${MAX_MAX_AGE} (365 days)`);
  return Number(seconds);
}

function readAge(get: Get): { maxAgeSeconds: number; noRead: boolean; noSave: boolean } {
  const directives = (get(AGE) ?? "").split(",").map((part) => part.trim().toLowerCase());
  const shared = secondsOf(directives, "s-maxage");
  const own = secondsOf(directives, "max-age");
  const noSave = directives.includes("no-store");
  return {
    maxAgeSeconds: shared ?? own ?? DEFAULT_MAX_AGE,
    noSave,
    noRead: noSave || directives.includes("no-cache"),
  };
}

function readBucket(get: Get): number {
  const text = get(BUCKET)?.trim() ?? "1";
  const size = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > MAX_BUCKET)
    throw new Wrong(BUCKET, `expected a whole number from 1 to ${MAX_BUCKET}`);
  return size;
}

function readSeed(get: Get): string {
  const seed = get(SEED)?.trim() ?? "";
  if (seed.length > MAX_SEED) throw new Wrong(SEED, `expected at most ${MAX_SEED} characters`);
  return seed;
}

function readIgnored(get: Get): string[] {
  const text = get(IGNORE);
  if (text === null) return [];
  const names = text.split(",").map((name) => name.trim());
  const wrong = names.length > MAX_IGNORED || names.some((name) => name === "" || name.length > MAX_NAME);
  if (wrong)
    throw new Wrong(
      IGNORE,
      `expected 1 to ${MAX_IGNORED} names of fields of at most ${MAX_NAME} characters, separated by commas`,
    );
  return [...new Set(names)].sort();
}

/**
 * Reads the headers of one request. Where the cache is not asked for, no other header is looked at.
 * @param get the value of a header, whatever the case of its name
 */
export function readDirectives(get: Get): ReadDirectives {
  try {
    const [both, onlyRead, onlySave] = [flag(get, ENABLED), flag(get, READ), flag(get, SAVE)];
    const [read, save] = [both || onlyRead, both || onlySave];
    if (!read && !save) return { ok: true, directives: null };
    const { maxAgeSeconds, noRead, noSave } = readAge(get);
    return {
      ok: true,
      directives: {
        read: read && !noRead,
        save: save && !noSave && maxAgeSeconds > 0,
        maxAgeSeconds,
        bucketSize: readBucket(get),
        seed: readSeed(get),
        ignoreKeys: readIgnored(get),
      },
    };
  } catch (thrown) {
    if (thrown instanceof Wrong) return { ok: false, header: thrown.header, problem: thrown.message };
    throw thrown;
  }
}
