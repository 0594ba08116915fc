/**
 * /v1/keys: keys of the gateway itself. A key is told once, when it is made, and can grant nothing that its maker lacks.
 * @module
 */
import { z } from "zod";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { MAX_KEYS, type ShownGatewayKey, TooManyKeys } from "../vault/keys.ts";
import { SCOPES } from "../vault/scopes.ts";
import { Refused } from "./http.ts";
import { type ManagementRoute, notFound } from "./management.ts";
import { requireScope } from "./tenant.ts";
import { declaredInConfiguration, Name } from "./vault-keys.ts";

const PATH = "/v1/keys";
/** Longest life of a key that expires: a typing error in the year is told. */
const MAX_LIFE_MS = 10 * 366 * 86_400_000;

const NewKey = z.strictObject({
  name: Name.default(""),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length).default(["inference"]),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

const time = (ms: number): string => new Date(ms).toISOString();

const viewOf = ({ createdAt, expiresAt, hint, ...key }: ShownGatewayKey) => ({
  object: "gateway.key",
  ...key,
  lastFour: hint,
  createdAt: time(createdAt),
  expiresAt: expiresAt === null ? null : time(expiresAt),
});

/** @throws Refused 400 for a time that is over, or too far away */
function endOf(expiresAt: string | null, now: number): number | null {
  if (expiresAt === null) return null;
  const end = Date.parse(expiresAt);
  if (end > now && end <= now + MAX_LIFE_MS) return end;
  throw new Refused(
    gatewayError("invalid_request", "expiresAt: a time from now on, at most ten years away", {
      param: "expiresAt",
      code: "invalid_body",
    }),
  );
}

export const gatewayKeyRoutes: readonly ManagementRoute[] = [
  {
    method: "POST",
    path: PATH,
    scope: "manage",
    answer: async ({ parts, caller, requestId, body }) => {
      const { name, scopes: wanted, expiresAt: end } = await body(NewKey);
      for (const scope of wanted) requireScope(caller, scope);
      const scopes = SCOPES.filter((scope) => wanted.includes(scope));
      const expiresAt = endOf(end, parts.clock.now());
      try {
        const made = await parts.keys.gateway.create({ tenantId: caller.id, name, scopes, expiresAt });
        parts.log("info", "keys.created", { requestId, tenantId: caller.id, keyId: made.shown.id, scopes });
        return { status: 201, body: { ...viewOf(made.shown), key: made.key } };
      } catch (thrown) {
        if (!(thrown instanceof TooManyKeys)) throw thrown;
        throw new Refused(
          gatewayError("conflict", `There are ${MAX_KEYS} keys already: remove one first`, {
            code: "too_many_keys",
          }),
        );
      }
    },
  },
  {
    method: "GET",
    path: PATH,
    scope: "manage",
    answer: async ({ parts, caller }) => {
      const keys = await parts.keys.gateway.show(caller.id);
      return { status: 200, body: { object: "list", data: keys.map(viewOf) } };
    },
  },
  {
    method: "DELETE",
    path: `${PATH}/:id`,
    scope: "manage",
    answer: async ({ parts, caller, requestId, id }) => {
      const removed = await parts.keys.gateway.remove(caller.id, id);
      if (removed === "unknown") throw notFound("gateway key");
      if (removed === "declared") throw declaredInConfiguration("remove it from GATEWAY_KEYS");
      parts.log("info", "keys.removed", { requestId, tenantId: caller.id, keyId: id });
      return { status: 204 };
    },
  },
];
