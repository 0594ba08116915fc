/**
 * Who is calling: the tenant of the gateway key in `Helicone-Auth`, or in `Authorization` where that is absent (AUT-08).
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { Tenant, TenantStore } from "../parts.ts";
import { Refused } from "./http.ts";

const BEARER = /^bearer +(\S+) *$/i;

/** The key in a header with the scheme `Bearer`, or `undefined`. */
export const bearerKey = (value: string | null): string | undefined => BEARER.exec(value ?? "")?.[1];

const PLAIN = /^\s*(\S+)\s*$/;

/**
 * @param keyHeader a header that holds the key without a scheme, read where neither of the two others is there
 * @throws Refused 401 when the key is missing, malformed or unknown
 */
export async function authenticateCaller(
  headers: Headers,
  tenants: TenantStore,
  keyHeader: string | null = null,
): Promise<Tenant> {
  const value = headers.get("helicone-auth") ?? headers.get("authorization");
  const bare = value === null && keyHeader !== null ? headers.get(keyHeader) : null;
  const key = bare === null ? bearerKey(value) : PLAIN.exec(bare)?.[1];
  const tenant = key === undefined ? null : await tenants.findByKey(key);
  if (tenant) return tenant;
  const message =
    value === null && bare === null
      ? "No gateway key: send `Helicone-Auth: Bearer <key>` or `Authorization: Bearer <key>`"
      : key === undefined && bare === null
        ? "The gateway key must be sent as `Bearer <key>`"
        : "The gateway key is not known";
  throw new Refused(gatewayError("authentication", message, { code: "invalid_gateway_key" }));
}
