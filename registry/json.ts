/**
 * JSON values and small, safe ways to look into them.
 * @module
 */

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own property only: `constructor` and `__proto__` are unknown names like any other (REG-13). */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The value at a path of object keys, or `undefined`. */
export function at(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isObject(current)) return undefined;
    current = own(current, key);
  }
  return current;
}

export const textOrNull = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;

/** Neither left out nor `null`. */
export const isGiven = <T>(value: T): value is NonNullable<T> => value !== undefined && value !== null;

/** The objects of a list; none where it is no list. */
export const objectsIn = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** A copy without the named keys. */
export function without<T extends object>(object: T, keys: readonly string[]): T {
  // Mostly there is nothing to leave out, and a spread costs a tenth.
  if (!keys.some((key) => Object.hasOwn(object, key))) return { ...object };
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))) as T;
}

/** How much structure a JSON text may have, whatever its length in bytes. */
export interface JsonLimits {
  /** Deepest nesting. */
  depth: number;
  /** Most commas and opening brackets: each value costs at least one of them, and each costs memory once parsed. */
  elements: number;
  /** Most members of one object: maps with very many keys are slow to copy and to compare. */
  keys: number;
}

/**
 * JSON text inside JSON, and JSON of providers: deep enough for everything real, shallow enough for any recursion. The
 * longest lists that anybody sends are embeddings: 2,048 vectors of 1,536 numbers are 3.1 million values in 32 MiB.
 */
export const FOREIGN_JSON: JsonLimits = {
  depth: 128,
  elements: 4_000_000,
  keys: Number.POSITIVE_INFINITY,
};

const BACKSLASH = 0x5c;

/** Where a string that opens before `start` closes; the end of the text when it never does. */
function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (before >= start && text.charCodeAt(before) === BACKSLASH) before -= 1;
    // A quote behind an odd number of backslashes is one of the string's own.
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}

/** What of a JSON text is too much, by its punctuation outside strings: one pass, nothing is parsed or kept. */
export function jsonExcess(text: string, { depth, elements, keys }: JsonLimits): keyof JsonLimits | null {
  /** Keys seen in each container that is open. */
  const members: number[] = [];
  let level = 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22:
        at = closingQuote(text, at + 1);
        break;
      case 0x3a: // :
        members[level] = (members[level] ?? 0) + 1;
        if ((members[level] ?? 0) > keys) return "keys";
        break;
      case 0x2c: // ,
        if (++count > elements) return "elements";
        break;
      case 0x5b: // [
      case 0x7b: // {
        members[++level] = 0;
        if (level > depth) return "depth";
        if (++count > elements) return "elements";
        break;
      case 0x5d: // ]
      case 0x7d: // }
        level--;
    }
  }
  return null;
}

/**
 * `JSON.parse` for text from outside: what it gives can be walked and written by recursion.
 * @throws SyntaxError for text that is no JSON, or has more structure than `limits`
 */
export function parseJson(text: string, limits: JsonLimits = FOREIGN_JSON): Json {
  const excess = jsonExcess(text, limits);
  if (excess !== null) throw new SyntaxError(`JSON beyond the limit of ${limits[excess]} ${excess}`);
  return JSON.parse(text);
}

/** The object that a text from outside holds; `null` where it holds none, and where it is no JSON, or too much of it. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
