/**
 * Broken fallback (FLB).
 * @module
 */
import type { UpstreamResponse } from "../../reference-gateway/parts.ts";
import type { Meaning } from "../../registry/errors/meaning.ts";
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withCodec, withParts, withProvider, withRegistry } from "./plants.ts";
import { deaf } from "./stream-plants.ts";

/** The fallback rule of some meanings replaced by another meaning's; status and type stay. */
const ruledAs = (from: readonly Meaning[], to: Meaning): Plant =>
  withProvider((original) => ({
    normalizeError: (failure) => {
      const error = original.normalizeError(failure);
      return from.includes(error.meaning) ? { ...error, meaning: to } : error;
    },
  }));

type Send = (request: OutboundRequest) => Promise<UpstreamResponse>;

/** What is sent replaced by something that remembers the first request of the gateway. */
const rememberingFirst = (
  reuse: (request: OutboundRequest, first: OutboundRequest) => OutboundRequest,
): Plant =>
  withParts(({ transport }) => {
    let first: OutboundRequest | null = null;
    return {
      transport: {
        send: (request, signal) => {
          first ??= request;
          return transport.send(reuse(request, first), signal);
        },
      },
    };
  });

/** After an error in the stream the request is sent again, into the same answer. */
async function* restarted(
  request: OutboundRequest,
  answer: UpstreamResponse,
  send: Send,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let failed = false;
  try {
    for await (const chunk of answer.body) {
      failed = decoder.decode(chunk, { stream: true }).includes('"error"');
      if (failed) break;
      yield chunk;
    }
  } catch {
    failed = true;
  }
  if (failed) yield* (await send(request)).body;
}

export const fallbackDefects: readonly Defect[] = [
  {
    id: "fallback.put-back-for-everybody",
    title: "What one tenant's own key meets puts the provider back for every tenant",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: withParts(({ health }) => ({
      health: {
        ordered: (_tenant, attempts) => health.ordered("everybody", attempts),
        note: (_tenant, attempt, failure) => health.note("everybody", attempt, failure),
      },
    })),
  },
  {
    id: "fallback.client-errors-fall-on",
    title: "400, 413 and 422 are sent to the next provider too",
    seenIn: "litellm#19216, gadievron/raptor#93",
    breaks: ["FLB-01", "FLB-03", "FLB-04"],
    plant: ruledAs(["invalid_request", "unprocessable", "too_large"], "not_found"),
  },
  {
    id: "fallback.rate-limit-stops",
    title: "A rate limit ends the request",
    seenIn: "getsentry/seer#2730",
    breaks: ["FLB-01", "FLB-03"],
    plant: ruledAs(["rate_limit"], "invalid_request"),
  },
  {
    id: "fallback.no-credit-stops",
    title: "An account without credit, or a refused key, ends the request",
    seenIn: "anthropics/claude-code#82991, openclaw/openclaw#80451",
    breaks: ["FLB-01"],
    plant: ruledAs(["quota", "authentication", "permission"], "invalid_request"),
  },
  {
    id: "fallback.streams-never",
    title: "Streaming requests make one attempt only",
    seenIn: "litellm#26067, litellm#28215",
    breaks: ["FLB-03"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        return plan.ok && input.request.stream ? { ...plan, attempts: plan.attempts.slice(0, 1) } : plan;
      },
    })),
  },
  {
    id: "fallback.overflow-asks-the-same-model",
    title: "A prompt that is too long is sent to the same model again",
    seenIn: "own",
    breaks: ["FLB-01", "FLB-04"],
    plant: ruledAs(["context_length"], "not_found"),
  },
  {
    id: "fallback.overflow-stops",
    title: "A prompt that is too long ends the request",
    seenIn: "own",
    breaks: ["FLB-01"],
    plant: ruledAs(["context_length"], "invalid_request"),
  },
  {
    id: "fallback.after-first-byte",
    title: "A stream that breaks is restarted into the same answer",
    seenIn: "litellm#32835, zirkelc/ai-retry#51",
    breaks: ["FLB-02"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request, signal) => {
          const answer = await transport.send(request, signal);
          const again: Send = (repeated) => transport.send(repeated, signal);
          return { ...answer, body: restarted(request, answer, again) };
        },
      },
    })),
  },
  {
    id: "fallback.retries-multiply",
    title: "Each attempt retries on its own",
    seenIn: "litellm#19985, martymcenroe/AssemblyZero#2427",
    breaks: ["FLB-04"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request, signal) => {
          const answer = await transport.send(request, signal);
          return answer.status >= 400 ? transport.send(request, signal) : answer;
        },
      },
    })),
  },
  {
    id: "fallback.given-up-stays-open",
    title: "A stream that was given up is neither read nor closed",
    seenIn: "vercel/ai#15968",
    breaks: ["FLB-03"],
    plant: deaf,
  },
  {
    id: "fallback.first-key-reused",
    title: "The first provider's key goes to the second one",
    seenIn: "zeroclaw-labs/zeroclaw#911, zeroclaw-labs/zeroclaw#2517",
    breaks: ["AUT-03", "SEC-01"],
    plant: rememberingFirst((request, first) => ({ ...request, headers: first.headers })),
  },
  {
    id: "fallback.first-body-reused",
    title: "The first provider's body and model go to the second one",
    seenIn: "envoyproxy/ai-gateway#1322",
    breaks: ["RTE-07"],
    plant: rememberingFirst((request, first) => ({ ...request, body: first.body })),
  },
  {
    id: "fallback.first-named-as-server",
    title: "The answer always names one attempt and another deployment",
    seenIn: "own",
    breaks: ["FLB-05"],
    plant: (parts) => parts,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      const headers = new Headers(response.headers);
      if (headers.has("helicone-provider")) headers.set("helicone-attempts", "1");
      return new Response(response.body, { status: response.status, headers });
    },
  },
  {
    id: "fallback.content-unnoticed",
    title: "Content before a failure is not noticed, so that the stream is given up although it began",
    seenIn: "own",
    breaks: ["FLB-02"],
    plant: withCodec((dialect) => ({
      decodeStream: async function* (bytes, context) {
        for await (const event of dialect.decodeStream(bytes, context)) {
          yield event.type === "chunk" ? { ...event, content: false } : event;
        }
      },
    })),
  },
];
