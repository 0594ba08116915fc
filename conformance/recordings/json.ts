/**
 * Where text becomes JSON, and how a place in it is named.
 * @module
 */
import type { Json } from "../../registry/json.ts";

/** Parses JSON text. @throws SyntaxError as `JSON.parse` does. */
export function parseJson(text: string): Json {
  return JSON.parse(text) as Json; // JSON.parse returns exactly this union.
}

/** One step of a JSON pointer (RFC 6901), escaped. */
export const pointerStep = (key: string | number): string =>
  `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
