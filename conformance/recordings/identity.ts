/**
 * By what a recording and its bytes are known again.
 * @module
 */
import { createHash } from "node:crypto";
import type { JsonObject } from "../../registry/json.ts";
import { matchKey } from "./canonical.ts";
import type { RecordingMeta } from "./schema.ts";

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The key that a recording's request has by its own data. */
export function matchKeyOf(meta: RecordingMeta, requestBody: JsonObject): string {
  const { method, url, headers, credential, match } = meta.request;
  return matchKey({
    method,
    url,
    headers,
    scheme: credential.scheme,
    body: requestBody,
    ignore: match.ignore,
  });
}
