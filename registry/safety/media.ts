/**
 * Addresses in a request that somebody is asked to fetch: images, sound, films and documents, in every API's form. Whoever
 * fetches stands in a network of its own, which a caller may not reach through it (PRX-05).
 * @module
 */
import { isObject, type Json, type JsonObject, own } from "../json.ts";
import { type UnsafeUrl, unsafeUrl } from "./url.ts";

/** Names under which an address stands, alone or as `{ url }`. */
const ADDRESSES = [
  "image_url",
  "video_url",
  "audio_url",
  "document_url",
  "file_url",
  "fileUri",
  "file_uri",
  "file_data",
] as const;

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

function addressesOf(object: JsonObject): [name: string, address: string][] {
  const found = ADDRESSES.flatMap((name): [string, string][] => {
    const address = addressIn(own(object, name));
    return address === null ? [] : [[`${name}${address[0]}`, address[1]]];
  });
  // Anthropic: `source: { type: "url", url }`.
  const source = own(object, "source");
  if (isObject(source) && source.type === "url" && typeof source.url === "string")
    found.push(["source.url", source.url]);
  return found;
}

function unsafeIn(object: JsonObject, param: string): UnsafeMedia | null {
  for (const [name, address] of addressesOf(object)) {
    // Base64, ids of files and the like are no addresses.
    if (!FETCHED.test(address) || NOT_FETCHED.test(address)) continue;
    const why = unsafeUrl(address, RULES);
    if (why !== null) return { param: param === "" ? name : `${param}.${name}`, why };
  }
  return null;
}

/**
 * The first address in a request body that nobody may be sent to, or `null`.
 * @param body bounded in depth: it is walked by recursion
 */
export function unsafeMedia(body: Json, param = ""): UnsafeMedia | null {
  if (Array.isArray(body)) {
    for (const [index, item] of body.entries()) {
      const found = typeof item === "object" ? unsafeMedia(item, `${param}[${index}]`) : null;
      if (found !== null) return found;
    }
    return null;
  }
  if (!isObject(body)) return null;
  const here = unsafeIn(body, param);
  if (here !== null) return here;
  for (const [key, value] of Object.entries(body)) {
    if (value === undefined || typeof value !== "object" || isOpaque(key, value)) continue;
    const found = unsafeMedia(value, param === "" ? key : `${param}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
