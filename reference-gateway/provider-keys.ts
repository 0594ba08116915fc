/**
 * Provider keys from the environment: the callers' own (VAULT_KEYS) and the gateway's (one variable a provider, with the
 * settings that it needs beside). Wrong ones are told at start, not at the first request (AUT-09).
 * @module
 */
import { z } from "zod";
import type { BaseProvider } from "../registry/providers/_shared/base.ts";
import { configProblem, requiredNames, secretProblem } from "../registry/providers/_shared/config.ts";
import type { Credential } from "./parts.ts";
import type { StoredKey } from "./vault/memory.ts";

const VAULT_RULE =
  'a JSON list of {"tenant", "provider", "key", "byokOnly"?: true, "config"?: {"region": …}}, for example [{"tenant":"acme","provider":"groq","key":"gsk_…"}]';
const VaultEntry = z.strictObject({
  tenant: z.string().min(1),
  provider: z.string().min(1),
  key: z.string().min(1),
  byokOnly: z.boolean().default(false),
  config: z.record(z.string(), z.string()).default({}),
});

/** What is wrong with a key or its settings, in the words of the place that sets them; nothing of their values. */
export function credentialProblem(
  provider: BaseProvider,
  credential: Credential,
): { param: string; message: string } | null {
  const unsendable = secretProblem(provider, credential.secret);
  if (unsendable !== null)
    return {
      param: "secret",
      message: `the ${provider.slug} key: given (hidden), allowed: ${unsendable}`,
    };
  const names = provider.config.map(({ name }) => name);
  const stray = Object.keys(credential.config).find((name) => !names.includes(name));
  if (stray !== undefined) {
    const allowed = names.length === 0 ? "none" : names.join(", ");
    const message = `${provider.slug} has no setting "${stray.slice(0, 40)}" (there is ${allowed})`;
    return { param: "config", message };
  }
  const problem = configProblem(provider, credential, { region: undefined });
  return problem && { param: `config.${problem.field}`, message: problem.message };
}

/** VAULT_KEYS: the callers' own keys. */
export function parseVault(providers: readonly BaseProvider[]) {
  return z
    .string()
    .default("[]")
    .transform((text, context): StoredKey[] => {
      const fail = (message: string) => {
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      };
      let list: unknown;
      try {
        list = JSON.parse(text);
      } catch {
        return fail(VAULT_RULE);
      }
      const parsed = z.array(VaultEntry).safeParse(list);
      if (!parsed.success)
        return fail(
          `${VAULT_RULE} (entry ${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message})`,
        );
      for (const [i, { provider: slug, key, config }] of parsed.data.entries()) {
        const provider = providers.find((candidate) => candidate.slug === slug);
        if (!provider)
          return fail(`provider "${slug}" is none of ${providers.map((known) => known.slug).join(", ")}`);
        const problem = credentialProblem(provider, { secret: key, config });
        if (problem !== null) return fail(`entry ${i}: ${problem.message}`);
      }
      return parsed.data.map(({ tenant, provider, key, byokOnly, config }, i) => ({
        id: `vault-${i}`,
        tenantId: tenant,
        provider,
        enabled: true,
        byokOnly,
        credential: { secret: key, config },
      }));
    });
}

type Env = Readonly<Record<string, string | undefined>>;

/** The variables of one provider that are wrong or missing. */
function problemsAt({ auth, config, platformKeyEnv }: BaseProvider, given: Env): string[] {
  const unsendable = secretProblem({ auth }, given[platformKeyEnv] ?? "");
  const secret = unsendable === null ? [] : [`${platformKeyEnv}: given (hidden), allowed: ${unsendable}`];
  const settings = config.flatMap((field) => {
    const value = given[field.env];
    const missing = value === undefined && requiredNames([field]).length > 0;
    const malformed = value !== undefined && !field.pattern.test(value);
    if (!missing && !malformed) return [];
    const shown = missing ? `nothing, but ${platformKeyEnv} is set` : "(hidden)";
    return [`${field.env}: given ${shown}, allowed: the like of ${field.example}`];
  });
  return [...secret, ...settings];
}

/** The gateway's own keys, for pass-through billing, or a line for each wrong variable. */
export function platformKeysFrom(
  given: Env,
  providers: readonly BaseProvider[],
): { keys: ReadonlyMap<string, Credential>; problems: string[] } {
  const keyed = providers.filter(({ platformKeyEnv }) => given[platformKeyEnv] !== undefined);
  const keys = keyed.map(({ slug, platformKeyEnv, config }): [string, Credential] => {
    const set = config.flatMap(({ name, env }): [string, string][] => {
      const value = given[env];
      return value === undefined ? [] : [[name, value]];
    });
    return [slug, { secret: given[platformKeyEnv] ?? "", config: Object.fromEntries(set) }];
  });
  return { keys: new Map(keys), problems: keyed.flatMap((provider) => problemsAt(provider, given)) };
}
