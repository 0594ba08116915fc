/**
 * Who is calling, and whether they may: the tenant of the gateway key in `Helicone-Auth`, or in `Authorization` where that
 * is absent (AUT-08), and the scope that the route wants.
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { Caller, GatewayParts } from "../parts.ts";
import type { Scope } from "../vault/scopes.ts";
import { addressOf } from "./address.ts";
import type { Arrival } from "./arrival.ts";
import type { Beside } from "./beside.ts";
import { Refused } from "./http.ts";

const BEARER = /^bearer +(\S+) *$/i;

/** The key in a header with the scheme `Bearer`, or `undefined`. */
export const bearerKey = (value: string | null): string | undefined => BEARER.exec(value ?? "")?.[1];

const PLAIN = /^\s*(\S+)\s*$/;

/** What says who is calling. */
export interface Credentials {
  headers: HeaderLookup;
  /** The address of the caller's connection; `null` in process. */
  address: string | null;
  /** A header that holds the key without a scheme, read where neither of the two others is there. */
  keyHeader?: string | null;
}

export const credentialsOf = (
  { headers, address }: Pick<Arrival, "headers" | "address">,
  keyHeader: string | null = null,
): Credentials => ({ headers, address, keyHeader });

const unauthorized = (message: string): Refused =>
  new Refused(gatewayError("authentication", message, { code: "invalid_gateway_key" }));

/** @throws Refused 401 when it is missing or malformed */
function keyOf({ headers, keyHeader = null }: Credentials): string {
  const value = headers.get("helicone-auth") ?? headers.get("authorization");
  // Stryker disable next-line ConditionalExpression: no header is called null
  const bare = value === null && keyHeader !== null ? headers.get(keyHeader) : null;
  const key = bare === null ? bearerKey(value) : PLAIN.exec(bare)?.[1];
  if (key !== undefined) return key;
  if (bare !== null) throw unauthorized("The gateway key is not known");
  throw unauthorized(
    value === null
      ? "No gateway key: send `Helicone-Auth: Bearer <key>` or `Authorization: Bearer <key>`"
      : "The gateway key must be sent as `Bearer <key>`",
  );
}

/** @throws Refused 403 where the key lacks a scope */
export function requireScope({ scopes }: Pick<Caller, "scopes">, scope: Scope): void {
  if (scopes.includes(scope)) return;
  throw new Refused(
    gatewayError("permission", `This needs a gateway key with the scope "${scope}"`, {
      code: "missing_scope",
    }),
  );
}

/**
 * @param scope what the route wants the key to be allowed
 * @throws Refused 401 when the key is missing, malformed, unknown, revoked or expired; 429 when its address sent too many
 * wrong ones; 403 when the key may not do this
 */
export async function authenticateCaller(
  credentials: Credentials,
  parts: Pick<GatewayParts, "tenants" | "keys">,
  scope: Scope,
): Promise<Caller> {
  const caller = await callerOf(keyOf(credentials), credentials.address, parts);
  requireScope(caller, scope);
  return caller;
}

/**
 * Whose key this is, whatever it may do.
 * @throws Refused 401 when it is unknown, revoked or expired; 429 when its address sent too many wrong ones
 */
export async function callerOf(
  key: string,
  address: string | null,
  { tenants, keys: { guard } }: Pick<GatewayParts, "tenants" | "keys">,
): Promise<Caller> {
  const retryAfter = await guard.wait(key, address);
  if (retryAfter !== null) {
    const message = "Too many wrong gateway keys came from this address";
    throw new Refused(gatewayError("rate_limit", message, { code: "too_many_wrong_keys", retryAfter }));
  }
  const caller = await tenants.findByKey(key);
  await guard.judged(key, address, caller !== null);
  if (!caller) throw unauthorized("The gateway key is not known");
  return caller;
}

/** What a route beside the stages wants of its callers. */
interface Visit {
  scope: Scope;
  beside: Beside;
  /** What its answer takes in memory. */
  bytes?: number;
}

/** Who asks a route beside the stages, let in. @throws Refused as {@link authenticateCaller}, and 503 where all is taken */
export async function visitorOf(
  request: Request,
  parts: Pick<GatewayParts, "tenants" | "keys">,
  { scope, beside, bytes }: Visit,
): Promise<Caller> {
  const caller = await authenticateCaller(
    { headers: request.headers, address: addressOf(request) },
    parts,
    scope,
  );
  await beside.enter(request, caller, bytes);
  return caller;
}
