/**
 * What makes two requests the same for the cache (CAC-01). Everything that may change an answer counts, and the tenant
 * first: nothing is ever shared between tenants (SEC-04).
 * @module
 */
import type { ChatRequest } from "../canonical/chat.ts";
import { isObject, type Json, parseJson, without } from "../json.ts";
import { BODY_JSON } from "../limits/structure.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { CacheDirectives } from "./directives.ts";

/** Raised when what is stored changes its meaning: older answers are then not found. */
const VERSION = "1";

/** Fields that say how an answer is framed, not what it says. */
const FRAMING = ["stream", "stream_options"];

/** Headers that choose whose account answers, or in what form; of others, as of user agents, no answer depends. */
const RELEVANT_HEADERS = [
  "authorization",
  "x-api-key",
  "api-key",
  "x-goog-api-key",
  "accept",
  "accept-encoding",
  "content-type",
  "anthropic-version",
  "anthropic-beta",
  "openai-organization",
  "openai-project",
  "openai-beta",
  "helicone-gateway-body-mapping",
  "helicone-fallbacks",
];

/**
 * The parts of the key of a request that the gateway reads: its canonical form, whichever API it came by and however it is
 * framed.
 * @param headers those that are passed on to providers
 */
export function chatKeyParts(
  tenantId: string,
  request: ChatRequest,
  headers: Readonly<Record<string, string>>,
  { seed, bucketSize }: CacheDirectives,
): string[] {
  const body = without(request, FRAMING) as unknown as Json;
  return [VERSION, tenantId, "chat", canonicalJson(headers), canonicalJson(body), seed, String(bucketSize)];
}

/** A request that the gateway passes on without reading it. */
export interface RawRequest {
  method: string;
  /** The host of the target; empty where the gateway chooses it. */
  host: string;
  /** Path and query. */
  target: string;
  header(name: string): string | null;
  body: Uint8Array;
}

/** A body as text: in order and without the fields that do not count where it is JSON, else byte for byte. */
function bodyText(body: Uint8Array, ignored: readonly string[]): string {
  try {
    const parsed = parseJson(new TextDecoder("utf-8", { fatal: true }).decode(body), BODY_JSON);
    return `json:${canonicalJson(isObject(parsed) ? without(parsed, ignored) : parsed)}`;
  } catch {
    return `bytes:${Buffer.from(body).toString("base64")}`;
  }
}

/** The parts of the key of a request that is passed on as it is. They hold credentials: only their hash may be stored. */
export function rawKeyParts(
  tenantId: string,
  { method, host, target, header, body }: RawRequest,
  { seed, bucketSize, ignoreKeys }: CacheDirectives,
): string[] {
  const headers = RELEVANT_HEADERS.map((name) => header(name) ?? "");
  const about = [VERSION, tenantId, "raw", method, host, target, JSON.stringify(headers)];
  return [...about, bodyText(body, ignoreKeys), seed, String(bucketSize)];
}
