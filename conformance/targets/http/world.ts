/**
 * A case's world as text, for a gateway that is configured by its command line and environment.
 * @module
 */
import { providers } from "../../../registry/index.ts";
import { picoToUsd } from "../../../registry/pricing/money.ts";
import type { BaseProvider, Credential } from "../../../registry/providers/_shared/base.ts";
import { canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import { type KeySetup, type Setup, Unavailable } from "../target.ts";

const known: readonly BaseProvider[] = Object.values(providers);

/** The key that a tenant has at a provider. */
export function vaultCredential({ provider: slug, tenant = "a", credential }: KeySetup): Credential {
  const provider = known.find((candidate) => candidate.slug === slug);
  const canary = canaries.vault(tenant, slug);
  return credential ?? (provider ? credentialOf(provider, canary) : { secret: canary, config: {} });
}

function vaultKeys(keys: readonly KeySetup[], target: string): string {
  const off = keys.find(({ enabled }) => enabled === false);
  if (off) throw new Unavailable("not-observable", `${target}: it cannot be given a disabled key`);
  return JSON.stringify(
    keys.map((key) => {
      const { secret, config } = vaultCredential(key);
      const { tenant = "a", provider, byokOnly = false } = key;
      return { tenant, provider, key: secret, byokOnly, config };
    }),
  );
}

/** The gateway's own keys, in the variables that the registry names for them. */
export function platformVariables({ platform, platformCredentials = {} }: Setup): Record<string, string> {
  const chosen = known.filter(({ slug }) => platform.includes(slug));
  return Object.fromEntries(
    chosen.flatMap((provider): [string, string][] => {
      const own = platformCredentials[provider.slug];
      const { secret, config } = own ?? credentialOf(provider, canaries.platform(provider.slug));
      const settings = provider.config.flatMap(({ name, env }): [string, string][] => {
        const value = config[name];
        return value === undefined ? [] : [[env, value]];
      });
      return [[provider.platformKeyEnv, secret], ...settings];
    }),
  );
}

/**
 * The values of a world's places in a template.
 * @throws Unavailable for a world that no text says
 */
export const worldValues = (setup: Setup, target: string): Record<string, string> => ({
  vaultKeys: vaultKeys(setup.keys, target),
  gatewayKeys: `a=${canaries.gatewayKey.a},b=${canaries.gatewayKey.b}`,
  depositUsd: picoToUsd(setup.deposit),
});
