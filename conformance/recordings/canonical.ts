/**
 * The canonical form of a request, its key, and the first place where two JSON values differ (REC-03).
 * @module
 */
import { createHash } from "node:crypto";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import { pointerStep } from "./json.ts";

/** Where two values differ. `undefined` stands for "absent". */
export interface Difference {
  pointer: string;
  expected: Json | undefined;
  seen: Json | undefined;
}

/** The members of an object; one that is `undefined` is absent. */
function membersOf(object: JsonObject): [string, Json][] {
  return Object.entries(object).filter((entry): entry is [string, Json] => entry[1] !== undefined);
}

/** Drops the values at the given JSON pointers; the input stays as it is. */
export function withoutPointers(value: Json, ignore: readonly string[], at = ""): Json {
  if (ignore.length === 0) return value;
  if (Array.isArray(value)) {
    return value
      .map((item, index) => ({ item, pointer: at + pointerStep(index) }))
      .filter(({ pointer }) => !ignore.includes(pointer))
      .map(({ item, pointer }) => withoutPointers(item, ignore, pointer));
  }
  if (!isObject(value)) return value;
  const kept = membersOf(value)
    .map(([key, item]) => ({ key, item, pointer: at + pointerStep(key) }))
    .filter(({ pointer }) => !ignore.includes(pointer))
    .map(({ key, item, pointer }) => [key, withoutPointers(item, ignore, pointer)]);
  return Object.fromEntries(kept);
}

function write(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  // Written by hand, because an object would move number-like keys to the front.
  const members = membersOf(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`).join(",")}}`;
}

/**
 * One text per meaning: keys sorted, array order kept, numbers by value (`1.0` is `1`), ignored pointers dropped.
 * @example canonicalJson({ b: 1.0, a: [2] }) === canonicalJson({ a: [2], b: 1 })
 */
export function canonicalJson(value: Json, ignore: readonly string[] = []): string {
  return write(withoutPointers(value, ignore));
}

export interface MatchParts {
  method: string;
  url: string;
  headers: readonly (readonly [string, string])[];
  /** The scheme of the credential, such as `Bearer`; the secret itself is never part of the key. */
  scheme: string;
  body: Json;
  ignore: readonly string[];
}

/** SHA-256 (hex) of all that a request is matched by. */
export function matchKey(parts: MatchParts): string {
  const headers = parts.headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();
  const lines = [parts.method.toUpperCase(), parts.url, ...headers, parts.scheme.toLowerCase()];
  return createHash("sha256")
    .update([...lines, canonicalJson(parts.body, parts.ignore)].join("\n"))
    .digest("hex");
}

const ownMember = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

interface Collected {
  found: Difference[];
  most: number;
}

/** The steps that lead to a place become a pointer only where something differs: most places do not. */
function collect(
  expected: Json | undefined,
  seen: Json | undefined,
  steps: readonly (string | number)[],
  into: Collected,
): void {
  if (into.found.length >= into.most || expected === seen) return;
  if (Array.isArray(expected) && Array.isArray(seen)) {
    const length = Math.max(expected.length, seen.length);
    for (let index = 0; index < length; index++)
      collect(expected[index], seen[index], [...steps, index], into);
  } else if (isObject(expected) && isObject(seen)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(seen)]))
      collect(ownMember(expected, key), ownMember(seen, key), [...steps, key], into);
  } else into.found.push({ pointer: steps.map(pointerStep).join(""), expected, seen });
}

/**
 * The places where two values differ, in the order of the expected one, then what was only seen.
 * @param most so many are enough
 */
export function differences(
  expected: Json | undefined,
  seen: Json | undefined,
  most = Number.POSITIVE_INFINITY,
): Difference[] {
  const into: Collected = { found: [], most };
  collect(expected, seen, [], into);
  return into.found;
}

/** The first difference in reading order, or `null` when the values mean the same. */
export function firstDifference(expected: Json | undefined, seen: Json | undefined): Difference | null {
  return differences(expected, seen, 1)[0] ?? null;
}
