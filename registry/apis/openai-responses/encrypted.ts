/**
 * Signed thinking as `encrypted_content`: the one place of the Responses API that callers send back without reading it.
 * What the gateway wrote there itself is recognised by its first letters; anything else belongs to a provider.
 * @module
 */
import { isObject, type Json, type JsonObject, parseJson } from "../../json.ts";

const PREFIX = "hlc1.";

/** What stands behind one reasoning item: a piece of signed thinking, or what a call of this id must carry. */
export type Kept =
  | { kind: "detail"; detail: JsonObject }
  | { kind: "call"; call_id: string; extra_content: JsonObject };

/** The text for `encrypted_content`. */
export function conceal(kept: Kept): string {
  const text = Buffer.from(JSON.stringify(kept), "utf8").toString("base64");
  return PREFIX + text.replaceAll("+", "-").replaceAll("/", "_");
}

function parse(text: string): Json {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return parseJson(new TextDecoder().decode(Buffer.from(binary, "latin1")));
  } catch {
    return null; // Damaged on its way: read as what a provider wrote.
  }
}

/** What the gateway kept there; `null` for what it did not write. */
export function reveal(text: string): Kept | null {
  if (!text.startsWith(PREFIX)) return null;
  const value = parse(text.slice(PREFIX.length));
  if (!isObject(value)) return null;
  if (value.kind === "detail" && isObject(value.detail)) return { kind: "detail", detail: value.detail };
  if (value.kind !== "call" || typeof value.call_id !== "string" || !isObject(value.extra_content))
    return null;
  return { kind: "call", call_id: value.call_id, extra_content: value.extra_content };
}
