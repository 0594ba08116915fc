/**
 * Broken credentials (AUT).
 * @module
 */
import type { Credential, UpstreamResponse } from "../../reference-gateway/parts.ts";
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import { canaries } from "../secrets/canaries.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withOutbound, withParts, withRegistry } from "./plants.ts";

const secretOf = ({ headers }: OutboundRequest): string =>
  (headers.find(([name]) => name === "authorization")?.[1] ?? "").replace(/^Bearer /, "");

const withHeader = (name: string, value: (request: OutboundRequest) => string): Plant =>
  withOutbound((request) => ({ ...request, headers: [...request.headers, [name, value(request)]] }));

/** Every key look-up answers with the first credential that was ever opened. */
const withFirstCredential: Plant = withParts(({ vault, platformKeys }) => {
  let first: Credential | null = null;
  const keep = (credential: Credential | null): Credential | null => {
    first ??= credential;
    return first;
  };
  return {
    vault: { ...vault, open: async (tenant, id) => keep(await vault.open(tenant, id)) },
    platformKeys: { ...platformKeys, open: (provider) => keep(platformKeys.open(provider)) },
  };
});

/** Vault keys are looked up by provider, whoever owns them. */
const withAnybodysKeys: Plant = withParts(({ vault }) => ({
  vault: {
    list: async (tenant) => {
      const own = await vault.list(tenant);
      return own.length > 0 ? own : vault.list("b");
    },
    open: async (tenant, id) => (await vault.open(tenant, id)) ?? vault.open("b", id),
  },
}));

const isRedirect = ({ status, headers }: UpstreamResponse): boolean =>
  status >= 300 && status < 400 && headers.has("location");

/** The caller's headers read or written by somebody before the routes. */
const withCallerHeaders =
  (change: (headers: Headers) => void): Around =>
  (send) =>
  (path, init) => {
    const headers = new Headers(init.headers);
    change(headers);
    return send(path, { ...init, headers });
  };

const hasKey = (headers: Headers): boolean => headers.has("helicone-auth") || headers.has("authorization");

export const authDefects: readonly Defect[] = [
  {
    id: "auth.wrong-header",
    title: "The credential is sent as x-api-key",
    seenIn: "own",
    breaks: ["AUT-01"],
    plant: withOutbound((request) => ({
      ...request,
      headers: request.headers.map(([name, value]) =>
        name === "authorization" ? ["x-api-key", value.replace("Bearer ", "")] : [name, value],
      ),
    })),
  },
  {
    id: "auth.two-headers",
    title: "The credential is sent in a second header as well",
    seenIn: "own",
    breaks: ["AUT-01"],
    plant: withHeader("x-api-key", secretOf),
  },
  {
    id: "auth.scheme-lost",
    title: "The credential is sent without its scheme",
    seenIn: "own",
    breaks: ["AUT-01"],
    plant: withOutbound((request) => ({
      ...request,
      headers: request.headers.map(([name, value]) => [name, value.replace("Bearer ", "")]),
    })),
  },
  {
    id: "auth.platform-key-in-byok",
    title: "The platform's key is used for the caller's own attempts",
    seenIn: "hackerai-tech/hackerai#370, mozilla-ai/any-llm#1248",
    breaks: ["AUT-01"],
    plant: withParts(({ vault, platformKeys }) => ({
      vault: {
        ...vault,
        open: async (tenant, id) => {
          const key = (await vault.list(tenant)).find((candidate) => candidate.id === id);
          return key ? platformKeys.open(key.provider) : null;
        },
      },
    })),
  },
  {
    id: "auth.platform-key-after-own",
    title: "When the caller's key is refused the platform's key is tried",
    seenIn: "InsForge/InsForge#928",
    breaks: ["AUT-01"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        if (!plan.ok) return plan;
        const again = plan.attempts.filter(({ mode }) => mode === "byok");
        return {
          ...plan,
          attempts: [...plan.attempts, ...again.map((a) => ({ ...a, mode: "ptb" as const, keyId: null }))],
        };
      },
    })),
  },
  {
    id: "auth.gateway-key-forwarded",
    title: "The caller's gateway key travels on in a header of its own",
    seenIn: "BerriAI/litellm#32202, maximhq/bifrost#5906",
    breaks: ["AUT-02"],
    plant: (parts) => {
      let last = "";
      const findByKey: typeof parts.tenants.findByKey = (key) => {
        last = key;
        return parts.tenants.findByKey(key);
      };
      return withHeader("x-forwarded-authorization", () => last)({ ...parts, tenants: { findByKey } });
    },
  },
  {
    id: "auth.first-key-everywhere",
    title: "The credential that was opened first is used for every later attempt and tenant",
    seenIn: "zeroclaw-labs/zeroclaw#911, BerriAI/litellm#23512",
    breaks: ["AUT-03"],
    plant: withFirstCredential,
  },
  {
    id: "auth.anybodys-key",
    title: "A tenant without a key is served with another tenant's",
    seenIn: "own",
    breaks: ["AUT-03"],
    plant: withAnybodysKeys,
  },
  {
    id: "auth.redirect-followed",
    title: "Redirects are followed with all headers",
    seenIn: "own",
    breaks: ["AUT-03"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request, signal) => {
          const response = await transport.send(request, signal);
          if (!isRedirect(response)) return response;
          return transport.send({ ...request, url: response.headers.get("location") ?? request.url }, signal);
        },
      },
    })),
  },
  {
    id: "auth.key-in-query",
    title: "The credential is put into the query as well",
    seenIn: "tensorzero/tensorzero#5143",
    breaks: ["AUT-07"],
    plant: withOutbound((request) => ({ ...request, url: `${request.url}?key=${secretOf(request)}` })),
  },
  {
    id: "auth.missing-key-unnamed",
    title: "A missing provider key is told as a bare refusal",
    seenIn: "own",
    breaks: ["AUT-09"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        return plan.ok
          ? plan
          : { ok: false, error: { ...plan.error, message: "the request cannot be served" } };
      },
    })),
  },
  {
    id: "auth.scheme-case-sensitive",
    title: "Only `Bearer` in exactly this spelling is a scheme",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: unchanged,
    around: withCallerHeaders((headers) => {
      for (const name of ["helicone-auth", "authorization"]) {
        const value = headers.get(name);
        if (value !== null && !value.startsWith("Bearer ")) headers.delete(name);
      }
    }),
  },
  {
    id: "auth.missing-is-somebody",
    title: "A request without a credential runs as the first tenant",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: unchanged,
    around: withCallerHeaders((headers) => {
      if (!hasKey(headers)) headers.set("helicone-auth", `Bearer ${canaries.gatewayKey.a}`);
    }),
  },
  {
    id: "auth.unknown-key-throws",
    title: "A key that nobody has is a 500",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: withParts(({ tenants }) => ({
      tenants: {
        findByKey: async (key) => {
          const tenant = await tenants.findByKey(key);
          if (!tenant) throw new TypeError("cannot read properties of null");
          return tenant;
        },
      },
    })),
  },
  {
    id: "auth.key-by-prefix",
    title: "A key is compared by its beginning",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: withParts(({ tenants }) => ({
      tenants: { findByKey: (key) => tenants.findByKey(key.slice(0, canaries.gatewayKey.a.length)) },
    })),
  },
  {
    id: "auth.models-open",
    title: "The list of models needs no key",
    seenIn: "Portkey-AI/gateway#1657",
    breaks: ["AUT-08"],
    plant: unchanged,
    around: (send) => (path, init) => {
      const headers = new Headers(init.headers);
      if (path === "/v1/models" && !hasKey(headers))
        headers.set("authorization", `Bearer ${canaries.gatewayKey.a}`);
      return send(path, { ...init, headers });
    },
  },
];
