/**
 * Broken defences (SEC).
 * @module
 */
import type { GatewayParts } from "../../reference-gateway/parts.ts";
import { isObject, type JsonObject } from "../../registry/json.ts";
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withAnswer, withOutbound, withParts, withProvider } from "./plants.ts";

const adding = (request: OutboundRequest, ...headers: [string, string][]): OutboundRequest => ({
  ...request,
  headers: [...request.headers, ...headers],
});

/** Outbound requests that can use the gateway key of the caller. */
const knowingKey = (change: (request: OutboundRequest, key: string) => OutboundRequest): Plant =>
  withParts(({ tenants, transport }) => {
    let last = "";
    return {
      tenants: {
        findByKey: (key) => {
          last = key;
          return tenants.findByKey(key);
        },
      },
      transport: { send: (request, signal) => transport.send(change(request, last), signal) },
    };
  });

const bodyOf = (request: OutboundRequest): JsonObject => {
  const body: unknown = JSON.parse(new TextDecoder().decode(request.body));
  return isObject(body) ? body : {};
};

/** Everybody's keys and money, whoever asks. */
const oneForAll = ({ vault, wallet }: GatewayParts): Partial<GatewayParts> => ({
  vault: {
    list: async () => [...(await vault.list("a")), ...(await vault.list("b"))],
    open: async (_tenant, keyId) => (await vault.open("a", keyId)) ?? (await vault.open("b", keyId)),
  },
  wallet: { ...wallet, reserve: (_tenant, requestId, amount) => wallet.reserve("a", requestId, amount) },
});

/** The headers of an answer are the provider's, with the gateway's own put over them. */
function copiedHeaders(): Defect {
  let last = new Headers();
  return {
    id: "security.answer-headers-copied",
    title: "Every header of the provider's answer is passed on to the caller",
    seenIn: "own",
    breaks: ["SEC-01"],
    plant: withAnswer((answer) => {
      last = new Headers([...answer.headers]);
      return answer;
    }),
    around: (send) => async (path, init) => {
      last = new Headers();
      const { status, headers, body } = await send(path, init);
      const all = new Headers(last);
      for (const name of ["content-length", "content-encoding", "transfer-encoding"]) all.delete(name);
      for (const [name, value] of headers) all.set(name, value);
      return new Response(body, { status, headers: all });
    },
  };
}

export const securityDefects: readonly Defect[] = [
  {
    id: "security.keys-masked-by-piece",
    title: "Keys that a provider repeats are masked in each piece by itself",
    seenIn: "own",
    breaks: ["SEC-01"],
    plant: (parts) => {
      const secrets = new Set<string>();
      const masked = (chunk: Uint8Array): Uint8Array => {
        const bytes = Buffer.from(chunk);
        for (const secret of secrets)
          for (let at = bytes.indexOf(secret); at !== -1; at = bytes.indexOf(secret, at)) {
            bytes.fill("*", at, at + secret.length);
          }
        return bytes;
      };
      const remembering = withProvider((original) => ({
        secretsOf: (credential) => {
          for (const secret of original.secretsOf(credential)) secrets.add(secret);
          return [];
        },
      }));
      const answering = withAnswer((answer) => ({
        ...answer,
        body: (async function* () {
          for await (const chunk of answer.body) yield masked(chunk);
        })(),
      }));
      return answering(remembering(parts));
    },
  },
  {
    id: "security.gateway-key-forwarded",
    title: "The caller's gateway key is sent to the provider",
    seenIn: "litellm#32202, maximhq/bifrost#5906",
    breaks: ["SEC-01", "AUT-02"],
    plant: knowingKey((request, key) => adding(request, ["x-api-key", key])),
  },
  {
    id: "security.headers-copied",
    title: "Headers of the caller's request are copied to the provider's",
    seenIn: "cloudflare/ai#405, envoyproxy/ai-gateway#2410",
    breaks: ["SEC-01"],
    plant: withOutbound((request) => adding(request, ["x-forwarded-for", "203.0.113.7"])),
  },
  {
    id: "security.key-logged",
    title: "Outbound headers are logged with the key in them",
    seenIn: "own",
    breaks: ["SEC-01"],
    plant: withOutbound((request, { log }) => {
      log("debug", "upstream.headers", { headers: request.headers });
      return request;
    }),
  },
  {
    id: "security.key-in-url",
    title: "The key is put into the URL as well",
    seenIn: "nyroway/nyro#67",
    breaks: ["SEC-01", "AUT-07"],
    plant: withOutbound((request) => ({
      ...request,
      url: `${request.url}?key=${request.headers.find(([name]) => name === "authorization")?.[1].slice(7)}`,
    })),
  },
  {
    id: "security.user-as-header",
    title: "The caller's user becomes a header of the upstream request",
    seenIn: "aimock 056313b",
    breaks: ["SEC-02"],
    plant: withOutbound((request) => {
      const { user } = bodyOf(request);
      return typeof user === "string" ? adding(request, ["x-end-user", user]) : request;
    }),
    providers: ["deepinfra", "openai", "groq"],
  },
  {
    id: "security.model-in-path",
    title: "The model stands in the path without being escaped",
    seenIn: "headroomlabs-ai/headroom#3280",
    breaks: ["SEC-02"],
    plant: withProvider((provider) => ({
      buildUrl: ({ endpoint }) => {
        const named = endpoint.priced ? "" : `/${endpoint.providerModelId}`;
        return `${provider.baseUrl}${provider.chatApi().codec.path}${named}`;
      },
    })),
  },
  {
    id: "security.upstream-id-raw",
    title: "A request id with odd bytes fails the whole answer",
    seenIn: "aimock 056313b",
    breaks: ["SEC-02"],
    plant: withAnswer((answer) => {
      if (/[^\x20-\x7e]/.test(answer.headers.get("x-request-id") ?? ""))
        throw new TypeError("invalid header");
      return answer;
    }),
  },
  {
    id: "security.request-id-unchecked",
    title: "The caller's request id is taken as it comes",
    seenIn: "own",
    breaks: ["SEC-02", "SEC-04"],
    plant: (parts) => parts,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      const given = new Headers(init.headers).get("helicone-request-id");
      const headers = new Headers(response.headers);
      if (given) headers.set("helicone-id", given);
      return new Response(response.body, { status: response.status, headers });
    },
  },
  {
    id: "security.request-id-reused",
    title: "A request id that was used is taken again",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: withParts(({ stages }) => ({ stages: stages.filter(({ name }) => name !== "request-id") })),
  },
  {
    id: "security.ids-repeat",
    title: "Request ids start again, so that records overwrite each other",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: withParts(() => ({ ids: { uuid: () => "00000000-0000-4000-8000-000000000000" } })),
  },
  {
    id: "security.body-limit-off",
    title: "Bodies of any size are read",
    seenIn: "CopilotKit/aimock a92e4dd",
    breaks: ["SEC-03", "ERR-08"],
    plant: withParts(({ limits }) => ({ limits: { ...limits, maxBodyBytes: Number.POSITIVE_INFINITY } })),
  },
  {
    id: "security.depth-limit-off",
    title: "Bodies of any depth are parsed",
    seenIn: "own",
    breaks: ["SEC-03"],
    plant: withParts(({ limits }) => ({ limits: { ...limits, maxDepth: Number.POSITIVE_INFINITY } })),
  },
  {
    id: "security.element-limit-off",
    title: "Bodies are bounded in bytes alone",
    seenIn: "own",
    breaks: ["SEC-03"],
    plant: withParts(({ limits }) => ({ limits: { ...limits, maxElements: Number.POSITIVE_INFINITY } })),
  },
  {
    id: "security.key-limit-off",
    title: "Objects of a body may have any number of keys",
    seenIn: "own",
    breaks: ["SEC-03"],
    plant: withParts(({ limits }) => ({ limits: { ...limits, maxKeys: Number.POSITIVE_INFINITY } })),
  },
  {
    id: "security.media-hosts-any",
    title: "Addresses of pictures are passed on wherever they lead",
    seenIn: "own",
    breaks: ["SEC-02"],
    plant: withParts(({ limits }) => ({ limits: { ...limits, mediaHosts: "any" } })),
    providers: ["openai"],
  },
  {
    id: "security.unknown-keys-travel",
    title: "Keys that nobody knows, constructor among them, are sent to the provider",
    seenIn: "own",
    breaks: ["SEC-03", "MAP-09"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        return { ...built, body: { ...(request as JsonObject), ...built.body } };
      },
    })),
  },
  {
    id: "security.tenants-share",
    title: "Keys and wallets are looked up without their owner",
    seenIn: "litellm#29955, diegosouzapw/OmniRoute#3740",
    breaks: ["SEC-04"],
    plant: withParts(oneForAll),
  },
  {
    id: "security.records-without-owner",
    title: "Every record is filed under one caller",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: withParts(({ records }) => ({
      records: { ...records, put: (record) => records.put(Object.assign(record, { tenantId: "a" })) },
    })),
  },
  {
    id: "security.answers-cacheable",
    title: "Answers may be stored by shared caches",
    seenIn: "any-llm#975",
    breaks: ["SEC-04"],
    plant: (parts) => parts,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      const headers = new Headers(response.headers);
      headers.delete("cache-control");
      return new Response(response.body, { status: response.status, headers });
    },
  },
  {
    id: "security.upstream-id-unmasked",
    title: "The provider's request id is shown as it came, with the key that stands in it",
    seenIn: "own",
    breaks: ["SEC-01"],
    plant: withProvider((original) => ({
      normalizeError: (failure) => ({
        ...original.normalizeError(failure),
        upstreamRequestId: failure.headers.get("x-request-id"),
      }),
    })),
  },
  {
    id: "security.state-by-request-id",
    title: "Reservations are kept by the caller's request id, so that requests under one id share one",
    seenIn: "own",
    breaks: ["BIL-03"],
    plant: withParts(({ wallet }) => {
      const open = new Map<string, Promise<string | null>>();
      return {
        wallet: {
          ...wallet,
          reserve: (tenant, requestId, amount) => {
            const held = open.get(requestId) ?? wallet.reserve(tenant, requestId, amount);
            open.set(requestId, held);
            return held;
          },
        },
      };
    }),
  },
  {
    id: "security.key-logged-in-base64",
    title: "Outbound headers are logged in base64",
    seenIn: "own",
    breaks: ["SEC-01"],
    plant: withParts((parts) => ({
      transport: {
        send: (request, signal) => {
          const headers = Buffer.from(JSON.stringify(request.headers)).toString("base64");
          parts.log("debug", "upstream.request", { headers });
          return parts.transport.send(request, signal);
        },
      },
    })),
  },
  copiedHeaders(),
];
