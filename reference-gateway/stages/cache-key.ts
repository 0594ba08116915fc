/**
 * Under which key the answer to a request is stored, and in which form.
 * @module
 */
import type { CacheDirectives } from "../../registry/cache/directives.ts";
import { chatKeyParts, rawKeyParts } from "../../registry/cache/key.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { without } from "../../registry/json.ts";
import { Refused } from "../routes/http.ts";
import { counterKey } from "../stores/counters/counter-store.ts";
import type { Inbound, Translated } from "./stage.ts";

const IGNORE = "Helicone-Cache-Ignore-Keys";

/** The canonical request without the fields that do not count. @throws Refused where it is no request without them */
function countedRequest({ request, body, caller }: Translated, ignored: readonly string[]) {
  if (!ignored.some((name) => Object.hasOwn(body, name))) return request;
  const decoded = caller.decodeRequest(without(body, ignored), { model: request.model });
  if (decoded.ok) return decoded.request;
  throw new Refused(
    gatewayError(
      "invalid_request",
      `${IGNORE}: without these fields the request is none: ${decoded.message}`,
      {
        code: "invalid_header",
        param: IGNORE,
      },
    ),
  );
}

/** A body that was announced and not read: nothing can be said about what was asked. */
const isUnread = ({ body, headers }: Inbound): boolean =>
  body.byteLength === 0 &&
  ((headers.get("content-length") ?? "0") !== "0" || headers.has("transfer-encoding"));

/** The key, or `null` where what was asked is not known. @throws Refused for fields that cannot be ignored */
export function cacheKey(inbound: Inbound, directives: CacheDirectives): string | null {
  const { tenant, translated, method, target, targetHost, headers, body } = inbound;
  if (translated && translated.native === null) {
    const request = countedRequest(translated, directives.ignoreKeys);
    return counterKey("answer", chatKeyParts(tenant.id, request, translated.callerHeaders, directives));
  }
  if (isUnread(inbound)) return null;
  const header = (name: string) => headers.get(name);
  const raw = { method, host: targetHost ?? "", target, header, body };
  return counterKey("answer", rawKeyParts(tenant.id, raw, directives));
}
