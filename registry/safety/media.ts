/**
 * Addresses in a request that somebody is asked to fetch: images, sound, films and documents, in every API's form. Whoever
 * fetches stands in a network of its own, which a caller may not reach through it (PRX-05).
 * @module
 */
import { isObject, type Json } from "../json.ts";
import { type UnsafeUrl, unsafeUrl } from "./url.ts";

/** Names under which an address stands, alone or as `{ url }`. */
const ADDRESSES: ReadonlySet<string> = new Set([
  "image_url",
  "video_url",
  "audio_url",
  "document_url",
  "file_url",
  "fileUri",
  "file_uri",
  "file_data",
]);

/** What stands below these is not the conversation: schemas, and what a model said to a tool. */
const OPAQUE: ReadonlySet<string> = new Set([
  "tools",
  "functions",
  "toolConfig",
  "input_schema",
  "parameters",
  "response_format",
  "metadata",
  "arguments",
  "args",
  "functionCall",
  "function_call",
  "functionResponse",
  "json",
]);

/** A tool's input is an object; the list of the same name in the Responses form is the conversation. */
const isOpaque = (key: string, value: Json): boolean =>
  OPAQUE.has(key) || (key === "input" && isObject(value));

/** The stores of the big clouds have schemes of their own; their names are no hosts. */
const RULES = { schemes: ["https", "http"] };
const FETCHED = /^\s*[a-z][a-z0-9+.-]{0,15}:/i;
const NOT_FETCHED = /^(?:data|gs|s3|az|abfss):/i;

export interface UnsafeMedia {
  /** `messages[0].content[1].image_url.url`. */
  param: string;
  why: UnsafeUrl;
}

function addressIn(value: Json | undefined): [suffix: string, address: string] | null {
  if (typeof value === "string") return ["", value];
  return isObject(value) && typeof value.url === "string" ? [".url", value.url] : null;
}

/** The address that stands under a key, and what its name has behind the key. */
function addressUnder(key: string, value: Json): [suffix: string, address: string] | null {
  if (ADDRESSES.has(key)) return addressIn(value);
  // Anthropic: `source: { type: "url", url }`.
  return key === "source" && isObject(value) && value.type === "url" ? addressIn(value) : null;
}

function unsafeUnder(key: string, value: Json): UnsafeMedia | null {
  const found = addressUnder(key, value);
  if (found === null) return null;
  const [suffix, address] = found;
  // Base64, ids of files and the like are no addresses.
  if (!FETCHED.test(address) || NOT_FETCHED.test(address)) return null;
  const why = unsafeUrl(address, RULES);
  return why === null ? null : { param: `${key}${suffix}`, why };
}

/** What was found below a key, or at an index, by its place in what holds it. */
const below = (step: string, { param, why }: UnsafeMedia): UnsafeMedia => ({
  param: param.startsWith("[") ? `${step}${param}` : `${step}.${param}`,
  why,
});

/**
 * The first address in a request body that nobody may be sent to, or `null`. Places are spelled on the way back only: a
 * body has a hundred thousand of them, and one is wrong at most.
 * @param body bounded in depth: it is walked by recursion
 */
export function unsafeMedia(body: Json): UnsafeMedia | null {
  if (Array.isArray(body)) {
    for (let index = 0; index < body.length; index++) {
      const item = body[index];
      const found = typeof item === "object" ? unsafeMedia(item) : null;
      if (found !== null) return below(`[${index}]`, found);
    }
    return null;
  }
  if (!isObject(body)) return null;
  // Keys, and not entries: a pair for each of a million fields took a quarter of the time that a body may cost.
  const keys = Object.keys(body);
  for (const key of keys) {
    const value = body[key];
    const here = value === undefined ? null : unsafeUnder(key, value);
    if (here !== null) return here;
  }
  for (const key of keys) {
    const value = body[key];
    if (typeof value !== "object" || value === null || isOpaque(key, value)) continue;
    const found = unsafeMedia(value);
    if (found !== null) return below(key, found);
  }
  return null;
}
