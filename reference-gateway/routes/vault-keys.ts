/**
 * /v1/vault/keys: a tenant's own keys at providers (VLT-01). Secrets go in; what comes out is their last four characters.
 * @module
 */
import { z } from "zod";
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { Registry } from "../../registry/index.ts";
import { credentialProblem } from "../provider-keys.ts";
import { CannotDecrypt } from "../vault/encryption.ts";
import { type CheckCredential, MAX_KEYS, type ShownProviderKey, TooManyKeys } from "../vault/keys.ts";
import { Refused } from "./http.ts";
import { type Managed, type ManagementRoute, notFound } from "./management.ts";

const PATH = "/v1/vault/keys";

/** Shown in lists and logs of others: one line of plain text. */
export const Name = z
  .string()
  .max(100)
  .regex(/^[^\p{C}]*$/u, { error: "text without control characters" });
const Secret = z.string().min(1).max(16_384);
const Config = z
  .record(z.string().max(64), z.string().max(1_024))
  .refine((config) => Object.keys(config).length <= 32, { error: "at most 32 settings" });

const NewKey = z.strictObject({
  provider: z.string().min(1).max(64),
  secret: Secret,
  name: Name.default(""),
  config: Config.default({}),
  byokOnly: z.boolean().default(false),
  enabled: z.boolean().default(true),
});

const Change = z
  .strictObject({
    secret: Secret.optional(),
    name: Name.optional(),
    config: Config.optional(),
    byokOnly: z.boolean().optional(),
    enabled: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, {
    error: "at least one of secret, name, config, byokOnly and enabled",
  });

const time = (ms: number): string => new Date(ms).toISOString();

const viewOf = ({ createdAt, updatedAt, hint, ...key }: ShownProviderKey) => ({
  object: "vault.key",
  ...key,
  lastFour: hint,
  createdAt: time(createdAt),
  updatedAt: updatedAt === null ? null : time(updatedAt),
});

const invalid = (param: string, message: string): Refused =>
  new Refused(gatewayError("invalid_request", `${param}: ${message}`, { param, code: "invalid_body" }));

/** Judges by the registry what is about to be stored. The values themselves are not repeated. */
function checkedBy(registry: Registry): CheckCredential {
  return (slug, credential) => {
    const provider = registry.provider(slug);
    if (!provider) {
      const known = Object.keys(registry.source.providers).join(", ");
      throw invalid("provider", `none of ${known}`);
    }
    const problem = credentialProblem(provider, credential);
    if (problem !== null) throw invalid(problem.param, problem.message);
  };
}

export const declaredInConfiguration = (what: string): Refused =>
  new Refused(
    gatewayError("conflict", `This key stands in the gateway's configuration: ${what}`, {
      code: "declared_in_configuration",
    }),
  );

/** Faults of the stores that a caller can do something about, or nobody at once. */
async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof TooManyKeys)
      throw new Refused(
        gatewayError("conflict", `There are ${MAX_KEYS} keys already: remove one first`, {
          code: "too_many_keys",
        }),
      );
    if (thrown instanceof CannotDecrypt)
      throw new Refused(
        gatewayError("api", "The gateway cannot encrypt or open keys: its vault secret is missing or wrong", {
          status: 503,
          code: "vault_unavailable",
        }),
      );
    throw thrown;
  }
}

/** Who changed which key, for the log; nothing of the key. */
function note({ parts, caller, requestId }: Managed, event: string, keyId: string): void {
  parts.log("info", `vault.${event}`, { requestId, tenantId: caller.id, keyId });
}

export const vaultKeyRoutes: readonly ManagementRoute[] = [
  {
    method: "POST",
    path: PATH,
    scope: "manage",
    answer: async (managed) => {
      const { parts, caller } = managed;
      const { secret, config, ...key } = await managed.body(NewKey);
      const credential = { secret, config };
      checkedBy(parts.registry)(key.provider, credential);
      const shown = await stored(parts.keys.provider.add({ ...key, tenantId: caller.id, credential }));
      note(managed, "key-added", shown.id);
      return { status: 201, body: viewOf(shown) };
    },
  },
  {
    method: "GET",
    path: PATH,
    scope: "manage",
    answer: async ({ parts, caller }) => {
      const keys = await parts.keys.provider.show(caller.id);
      return { status: 200, body: { object: "list", data: keys.map(viewOf) } };
    },
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    scope: "manage",
    answer: async ({ parts, caller, id }) => {
      const found = (await parts.keys.provider.show(caller.id)).find((key) => key.id === id);
      if (!found) throw notFound("vault key");
      return { status: 200, body: viewOf(found) };
    },
  },
  {
    method: "PATCH",
    path: `${PATH}/:id`,
    scope: "manage",
    answer: async (managed) => {
      const { parts, caller, id } = managed;
      const change = await managed.body(Change);
      const check = checkedBy(parts.registry);
      const changed = await stored(parts.keys.provider.change(caller.id, id, change, check));
      if (changed === "unknown") throw notFound("vault key");
      if (changed === "declared") throw declaredInConfiguration("only enabled and name change here");
      note(managed, "key-changed", id);
      return { status: 200, body: viewOf(changed) };
    },
  },
  {
    method: "DELETE",
    path: `${PATH}/:id`,
    scope: "manage",
    answer: async (managed) => {
      const { parts, caller, id } = managed;
      const removed = await parts.keys.provider.remove(caller.id, id);
      if (removed === "unknown") throw notFound("vault key");
      if (removed === "declared") throw declaredInConfiguration("remove it from VAULT_KEYS, or disable it");
      note(managed, "key-removed", id);
      return { status: 204 };
    },
  },
];
