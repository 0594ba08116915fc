/**
 * Broken service accounts and settings (AUT-05, AUT-09).
 * @module
 */
import type { Tokens } from "../../reference-gateway/upstream/tokens.ts";
import type { Credential } from "../../registry/providers/_shared/base.ts";
import { CredentialProblem, type TokenExchange } from "../../registry/providers/_shared/token.ts";
import { formOf, readJwt } from "../upstream/fake-token-endpoint.ts";
import type { Defect } from "./defect.ts";
import { withOutbound, withParts, withProvider } from "./plants.ts";

/** The token exchange of every provider that has one, broken. */
const withExchange = (wrap: (exchange: TokenExchange) => Partial<TokenExchange>) =>
  withProvider(({ tokenExchange }) =>
    tokenExchange ? { tokenExchange: { ...tokenExchange, ...wrap(tokenExchange) } } : {},
  );

const withTokens = (wrap: (tokens: Tokens) => Partial<Tokens>) =>
  withParts(({ tokens }) => ({ tokens: { ...tokens, ...wrap(tokens) } }));

/** The assertion of every token request with other claims, its signature left as it was. */
const withClaims = (change: (claims: Record<string, unknown>) => Record<string, unknown>) =>
  withOutbound((request) => {
    const body = new TextDecoder().decode(request.body);
    const assertion = formOf({ body }).get("assertion");
    if (!assertion) return request;
    const [header, , signature] = assertion.split(".");
    const claims = Buffer.from(JSON.stringify(change(readJwt(assertion).claims))).toString("base64url");
    const form = new URLSearchParams(body);
    form.set("assertion", [header, claims, signature].join("."));
    return { ...request, body: new TextEncoder().encode(form.toString()) };
  });

export const authGoogleDefects: readonly Defect[] = [
  {
    id: "vault.token-outlives-its-secret",
    title: "A token is kept under the settings of its key, whatever the secret is by now",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["VLT-01", "AUT-03"],
    plant: withTokens(({ obtain }) => ({
      obtain: (key, fresh) => {
        const [owner, slug, _secret, config]: unknown[] = JSON.parse(key);
        return obtain(JSON.stringify([owner, slug, config]), fresh);
      },
    })),
  },
  {
    id: "auth.google.key-unnamed",
    title: "The assertion does not say which key signed it",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withExchange(({ request }) => ({
      request: ({ secret, config }, nowMs) => {
        const { private_key_id: _id, ...account } = JSON.parse(secret);
        return request({ secret: JSON.stringify(account), config }, nowMs);
      },
    })),
  },
  {
    id: "auth.google.two-hours",
    title: "The assertion lives for two hours",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withClaims((claims) => ({ ...claims, exp: Number(claims.iat) + 7200 })),
  },
  {
    id: "auth.google.other-audience",
    title: "The assertion is made out to the API instead of the token endpoint",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withClaims((claims) => ({ ...claims, aud: "https://aiplatform.googleapis.com/" })),
  },
  {
    id: "auth.google.token-each-call",
    title: "A token is fetched for every call",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withTokens(() => ({ obtain: async (_key, fresh) => (await fresh()).value })),
  },
  {
    id: "auth.google.token-forever",
    title: "A token is kept until the process ends, refused or not",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withTokens(() => {
      const kept = new Map<string, string>();
      return {
        obtain: async (key, fresh) => {
          const value = kept.get(key) ?? (await fresh()).value;
          kept.set(key, value);
          return value;
        },
        forget: () => {},
      };
    }),
  },
  {
    id: "auth.google.token-shared",
    title: "Tokens are kept by provider, for all tenants and projects",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withTokens((tokens) => ({ obtain: (_key, fresh) => tokens.obtain("one for all", fresh) })),
  },
  {
    id: "auth.google.token-shared-by-tenant",
    title: "Tokens are kept by key file, whatever project it is used for",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withTokens((tokens) => ({
      obtain: (key, fresh) => tokens.obtain(String(JSON.parse(key)[2]), fresh),
    })),
  },
  {
    id: "auth.google.token-shared-by-key",
    title: "Tenants that hold the same key file share a token",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withTokens((tokens) => ({
      obtain: (key, fresh) => tokens.obtain(JSON.stringify(JSON.parse(key).slice(1)), fresh),
    })),
  },
  {
    id: "auth.google.denial-kept",
    title: "A denial is kept like a token",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withTokens((tokens) => {
      const denied = new Map<string, unknown>();
      return {
        obtain: async (key, fresh) => {
          if (denied.has(key)) throw denied.get(key);
          return tokens.obtain(key, async () => {
            try {
              return await fresh();
            } catch (error) {
              denied.set(key, error);
              throw error;
            }
          });
        },
      };
    }),
  },
  {
    id: "auth.google.empty-token",
    title: "An answer without a token is taken for an empty one",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05"],
    plant: withExchange((exchange) => ({
      read: (text) => exchange.read(text) ?? { value: "", lifetimeSeconds: 3600 },
    })),
  },
  {
    id: "auth.google.key-file-quoted",
    title: "A malformed key file is quoted in the error",
    seenIn: "own",
    providers: ["vertex"],
    breaks: ["AUT-05", "ERR-06"],
    plant: withExchange((exchange) => ({
      request: async (credential: Credential, nowMs) => {
        try {
          return await exchange.request(credential, nowMs);
        } catch (error) {
          throw new CredentialProblem(`${error instanceof Error ? error.message : ""}: ${credential.secret}`);
        }
      },
    })),
  },
  {
    id: "auth.config.unchecked",
    title: "Settings are put into the URL unchecked",
    seenIn: "own",
    providers: ["azure"],
    breaks: ["AUT-09"],
    plant: withProvider(({ config }) => ({
      config: config.map((field) => ({ ...field, pattern: /^/, fallback: field.fallback ?? "undefined" })),
    })),
  },
  {
    id: "auth.config.unnamed",
    title: "A setting that is missing is told under another name",
    seenIn: "own",
    providers: ["azure"],
    breaks: ["AUT-09"],
    plant: withProvider(({ config }) => ({
      config: config.map((field) => ({ ...field, name: `the ${field.name}` })),
    })),
  },
  {
    id: "auth.google.one-host",
    title: "Every location is asked at the host of the whole world",
    seenIn: "own",
    breaks: ["MAP-01"],
    providers: ["vertex"],
    plant: withProvider((original) => ({
      buildUrl: (context) =>
        original.buildUrl(context).replace(/^https:\/\/[^/]+/, "https://aiplatform.googleapis.com"),
    })),
  },
];
