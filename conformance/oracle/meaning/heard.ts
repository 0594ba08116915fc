/**
 * What a caller understood of an answer, whichever API it came in: the suite's own items once more.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { AnswerToken, Source } from "./answer.ts";

export interface HeardCall {
  id: string;
  name: string;
  /** JSON text, or the object where the API has objects. */
  arguments: Json;
  /** Proves whose call it is, where the API shows that; absent for none. */
  seal?: string;
}

/** A source, with the passage that it stands for where the API says which. */
export interface HeardSource extends Source {
  from?: number;
  to?: number;
}

/** A piece of what was told, in one word, so that lists of them can be read and compared. */
export type Word = string;

/** Kinds of pieces, each with what it says; calls with their number, by which they are known. */
export type Pieces = readonly (readonly [kind: string, text: string])[];

/** Pieces of one kind that meet are one; empty ones say nothing. */
export function joined(pieces: Pieces): Word[] {
  const words: [string, string][] = [];
  for (const [kind, text] of pieces) {
    const last = words.at(-1);
    if (text === "") continue;
    if (last?.[0] === kind && kind !== "call") last[1] += text;
    else words.push([kind, text]);
  }
  return words.map(([kind, text]) => `${kind} ${text}`);
}

export interface HeardChoice {
  /** Nothing said and an empty text are the same. */
  text: string;
  reasoning: string;
  signatures: readonly string[];
  refusal: string;
  calls: readonly HeardCall[];
  /** In the caller's API's own words; several where several were said. */
  finish: readonly string[];
  stopSequence: string | null;
  tokens: readonly AnswerToken[];
  sources: readonly HeardSource[];
  /** Thinking, texts and calls one after the other, as they were told. */
  order: readonly Word[];
  /** What the model means to call, in words of its own; where the host tells it apart from the text. */
  plan?: string;
}

export interface Heard {
  id: string;
  model: string;
  fingerprint: string;
  /** When it was made, in seconds since 1970: each time that some event of it names. */
  created: readonly number[];
  choices: readonly HeardChoice[];
  /** Counts by the names of the caller's API; absent ones are left out. */
  usage: Readonly<Record<string, number>> | null;
}

/** An answer as it was read: a whole body, or the events of a stream. */
export interface Answered {
  json: JsonObject | null;
  events: readonly JsonObject[];
}

export const objects = (value: unknown): JsonObject[] =>
  Array.isArray(value)
    ? value.filter(
        (item): item is JsonObject => typeof item === "object" && item !== null && !Array.isArray(item),
      )
    : [];

export const objectOf = (value: unknown): JsonObject => objects([value])[0] ?? {};

export const words = (value: unknown): string => (typeof value === "string" ? value : "");

/** The times that bodies or events name under a key, each once. */
export const timesIn = (bodies: readonly JsonObject[], key: string): number[] => [
  ...new Set(bodies.flatMap((body) => (body[key] === undefined ? [] : [Number(body[key])]))),
];

/** Counts the calls of an answer where its order names them. */
export function callNumbers(): () => [kind: string, number: string] {
  let next = 0;
  return () => ["call", String(next++)];
}

/** The numbers in an object, those in objects inside it under `outer.inner`; what is 0 is left out. */
export function numbersIn(value: JsonObject, outer = ""): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === "number" && inner !== 0) found[outer + key] = inner;
    else Object.assign(found, numbersIn(objectOf(inner), `${outer}${key}.`));
  }
  return found;
}
