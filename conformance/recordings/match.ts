/**
 * Finds the recording that answers a request: strictly, or not at all (REC-03).
 * @module
 */

import type { Json, JsonObject } from "../../registry/json.ts";
import { type Difference, differences, withoutPointers } from "./canonical.ts";
import { parseJson } from "./json.ts";
import type { Recording } from "./load.ts";

/** A request as a provider would see it. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

/** The recording that matches, or the nearest one with the first thing that differs. */
export type MatchResult =
  | { recording: Recording }
  | { recording?: never; nearest: Recording | null; difference: Difference | null };

function parseBody(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text; // Not JSON: it differs as a string, and the difference shows it.
  }
}

/** The scheme of a credential that is really there; nothing of the secret. A header that is one word is `raw`. */
function schemeOf(value: string | null): string | null {
  const [scheme = "", secret = ""] = (value ?? "").trim().split(/\s+/, 2);
  if (scheme === "") return null;
  return secret === "" ? "raw" : scheme.toLowerCase();
}

function expectedOf({ meta, requestBody }: Recording): JsonObject {
  const { method, url, headers, credential, match } = meta.request;
  return {
    method,
    url,
    credential: { [credential.name]: credential.scheme.toLowerCase() },
    headers: Object.fromEntries(headers),
    body: withoutPointers(requestBody, match.ignore),
  };
}

function seenOf(request: SeenRequest, body: Json, { meta }: Recording): JsonObject {
  const { headers, credential, match } = meta.request;
  const seenHeaders = headers.flatMap(([name]) => {
    const value = request.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return {
    method: request.method.toUpperCase(),
    url: request.url,
    credential: { [credential.name]: schemeOf(request.headers.get(credential.name)) },
    headers: Object.fromEntries(seenHeaders),
    body: withoutPointers(body, match.ignore),
  };
}

/**
 * Matches method, URL, the recorded headers, the presence and scheme of the credential, and the canonical body.
 * Pointers of a difference start with `/method`, `/url`, `/headers`, `/credential` or `/body`.
 * The nearest recording is the one with the fewest differing leaves; the first of those in the list.
 */
export function matchRequest(request: SeenRequest, recordings: readonly Recording[]): MatchResult {
  const body = parseBody(request.body);
  let nearest: { recording: Recording; found: Difference[] } | null = null;
  for (const recording of recordings) {
    // One that differs in as many places as the nearest is no nearer.
    const most = nearest?.found.length;
    const found = differences(expectedOf(recording), seenOf(request, body, recording), most);
    if (found.length === 0) return { recording };
    if (nearest === null || found.length < nearest.found.length) nearest = { recording, found };
  }
  return { nearest: nearest?.recording ?? null, difference: nearest?.found[0] ?? null };
}
