/**
 * Who is calling: the tenant of the gateway key in `Helicone-Auth`, or in `Authorization` where that is absent (AUT-08).
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { Tenant, TenantStore } from "../parts.ts";
import { Refused } from "./http.ts";

const BEARER = /^bearer +(\S+) *$/i;

/** @throws Refused 401 when the key is missing, malformed or unknown */
export async function authenticateCaller(headers: Headers, tenants: TenantStore): Promise<Tenant> {
  const value = headers.get("helicone-auth") ?? headers.get("authorization");
  const key = BEARER.exec(value ?? "")?.[1];
  const tenant = key === undefined ? null : await tenants.findByKey(key);
  if (tenant) return tenant;
  const message =
    value === null
      ? "No gateway key: send `Helicone-Auth: Bearer <key>` or `Authorization: Bearer <key>`"
      : key === undefined
        ? "The gateway key must be sent as `Bearer <key>`"
        : "The gateway key is not known";
  throw new Refused(gatewayError("authentication", message, { code: "invalid_gateway_key" }));
}
