/**
 * A session that a case opened, and the secrets that may be seen on it.
 * @module
 */
import { openRegistry } from "../../registry/index.ts";
import type { Credential } from "../../registry/providers/_shared/base.ts";
import { CANARY, canaries } from "../secrets/canaries.ts";
import type { Received } from "../upstream/server.ts";
import type { Session } from "./session.ts";
import type { SessionOptions } from "./session-options.ts";

const registry = openRegistry();

export interface OpenSession {
  session: Session;
  mode: string;
  options: SessionOptions;
}

/** The secrets of the cases that a credential holds. */
const namedIn = (credential: Credential): string[] => JSON.stringify(credential).match(CANARY) ?? [];

/** The secrets that a session with keys of its own may use at a provider: tenants' keys, and the platform's where allowed. */
function secretsAt(provider: string, { keys = [], platform = [], adds = [] }: SessionOptions): string[] {
  const own = keys.filter((key) => key.provider === provider && key.enabled !== false);
  const billed = platform.includes(provider) && !own.some((key) => key.byokOnly);
  return [
    ...own.flatMap(({ tenant = "a", credential }) =>
      credential ? namedIn(credential) : [canaries.vault(tenant, provider)],
    ),
    ...(adds.includes(provider) ? [canaries.vault("a", provider)] : []),
    ...(billed ? [canaries.platform(provider)] : []),
  ];
}

/** The secret that a received request may carry: that of its host's provider, in the mode of its session. */
export function allowedCredential(request: Received, { mode, options }: OpenSession, own: string): string {
  const provider = Object.values(registry.source.providers).find(({ hosts }) =>
    hosts.some((host) => host.test(request.url)),
  );
  if (!provider) return "";
  if (options.keys) {
    const sent = [...request.headers].map(([, value]) => value).join("\n");
    const allowed = secretsAt(provider.slug, { platform: [own], ...options });
    return allowed.find((secret) => sent.includes(secret)) ?? "";
  }
  return mode === "byok" ? canaries.vault("a", provider.slug) : canaries.platform(provider.slug);
}
