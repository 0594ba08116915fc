/**
 * A working credential for every kind of auth, with a canary where the provider may see one: the key itself, the token
 * that a service account is traded for, the id of an AWS key. What no provider may ever see holds another canary.
 * @module
 */
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { BaseProvider, Credential, RequestContext } from "../../registry/providers/_shared/base.ts";
import type { Recording } from "../recordings/load.ts";
import { hiddenCanary } from "./canaries.ts";

interface ServiceAccountKey {
  privatePem: string;
  publicKey: KeyObject;
}

function madeKey(): ServiceAccountKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { privatePem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), publicKey };
}

let made: ServiceAccountKey | undefined;
/**
 * One key pair a process, made when it is first needed, since that takes a second: only its shape matters, and no private
 * key belongs into a repository.
 */
export function serviceAccountKey(): ServiceAccountKey {
  made ??= madeKey();
  return made;
}

export const SERVICE_ACCOUNT_DOMAIN = "harbour-project.iam.gserviceaccount.com";

/** A service account's JSON as Google hands it out. */
export const serviceAccount = (name: string): Record<string, string> => ({
  type: "service_account",
  project_id: "harbour-project",
  private_key_id: hiddenCanary(name),
  private_key: serviceAccountKey().privatePem,
  client_email: `${name}@${SERVICE_ACCOUNT_DOMAIN}`,
  client_id: "108000000000000000000",
  token_uri: "https://oauth2.googleapis.com/token",
});

/** The settings of a credential, each with the example that its provider gives. */
function exampleConfig(provider: BaseProvider): Record<string, string> {
  const needed = provider.config.filter(({ optional, fallback }) => !optional && fallback === undefined);
  return Object.fromEntries(needed.map(({ name, example }) => [name, example]));
}

/** A credential of the provider's kind that shows this canary to the provider, and to nobody else. */
export function credentialOf(provider: BaseProvider, canary: string): Credential {
  const config = exampleConfig(provider);
  switch (provider.auth) {
    case "aws-signature":
      return { secret: hiddenCanary(canary), config: { ...config, accessKeyId: canary } };
    case "service-account":
      // Who only wants an address does not wait for a key pair.
      return {
        config,
        get secret() {
          return JSON.stringify(serviceAccount(canary));
        },
      };
    default:
      return { secret: canary, config };
  }
}

/** What the provider's pure steps need to build a request outside a gateway. */
export function exampleContext(
  provider: BaseProvider,
  endpoint: Endpoint,
  more: Partial<RequestContext> = {},
): RequestContext {
  return {
    endpoint,
    stream: false,
    credential: credentialOf(provider, "KEY"),
    nowMs: Date.UTC(2026, 11, 1),
    token: provider.tokenExchange ? "KEY" : null,
    callerHeaders: {},
    ...more,
  };
}

/** Headers that a kind of auth adds beside the credential's own. */
const BESIDE: Readonly<Partial<Record<BaseProvider["auth"], readonly string[]>>> = {
  "aws-signature": ["x-amz-date"],
};

/** The names of all headers that a request like the recorded one may have, sorted. */
export function headerNames({ auth }: BaseProvider, { meta }: Recording): string[] {
  const { headers, credential } = meta.request;
  return [...headers.map(([name]) => name), credential.name, ...(BESIDE[auth] ?? [])].sort();
}

/** Does a request carry this secret where, and in the form in which, a recording says that it must? */
export function carries(
  headers: Headers,
  { name, scheme }: Recording["meta"]["request"]["credential"],
  canary: string,
): boolean {
  const value = headers.get(name) ?? "";
  if (scheme === "raw") return value === canary;
  if (scheme === "AWS4-HMAC-SHA256") return value.startsWith(`${scheme} Credential=${canary}/`);
  return value === `${scheme} ${canary}`;
}
