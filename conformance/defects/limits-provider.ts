/**
 * Limits of providers that are kept a little wrongly: by the wrong time, or by a part of what counts (LIM-03).
 * @module
 */
import type { Claim, CounterStore } from "../../reference-gateway/stores/counters/counter-store.ts";
import type { ProviderClaim } from "../../registry/limits/provider-limits.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts, withRegistry } from "./plants.ts";

const withClaims = (change: (claim: ProviderClaim) => ProviderClaim): Plant =>
  withRegistry(({ claims }) => ({ claims: (endpoint, request) => claims(endpoint, request).map(change) }));

const MINUTE_MS = 60_000;

/** A store that remembers the last claim of a provider's limit, and until when it counts. */
function remembering(counters: CounterStore): {
  counters: CounterStore;
  last: () => { claim: Claim; until: number } | null;
} {
  let last: { claim: Claim; until: number } | null = null;
  const take: CounterStore["take"] = async (claims) => {
    const taken = await counters.take(claims);
    const at = claims.findIndex(({ key }) => key.startsWith("provider-limit:"));
    const claim = claims[at];
    if (claim && taken.ok) last = { claim, until: taken.counts[at]?.until ?? 0 };
    return taken;
  };
  return { counters: { ...counters, take }, last: () => last };
}

const about = { seenIn: "own", breaks: ["LIM-03"] } as const;

export const providerLimitDefects: readonly Defect[] = [
  {
    ...about,
    id: "limits.provider-day-is-a-minute",
    title: "Tokens of a day are counted by the minute",
    plant: withClaims((claim) => ({ ...claim, windowMs: MINUTE_MS })),
  },
  {
    ...about,
    id: "limits.provider-held-twice",
    title: "Twice the tokens that a request may use are held back, so that half of a limit is never used",
    plant: withClaims((claim) => ({ ...claim, amount: claim.amount * 2n })),
  },
  {
    ...about,
    id: "limits.provider-answer-alone",
    title: "Of the tokens that a request may use the answer alone is held back",
    plant: withRegistry(({ claims }) => ({
      claims: (endpoint, request) =>
        claims(endpoint, { ...request, messages: [{ role: "user", content: "x" }] }),
    })),
  },
  {
    ...about,
    id: "limits.provider-prompt-alone",
    title: "Of the tokens that a request may use the prompt alone is held back",
    plant: withRegistry(({ claims }) => ({
      claims: (endpoint, request) =>
        claims({ ...endpoint, maxCompletionTokens: 1 }, { ...request, max_tokens: 1 }),
    })),
  },
  {
    ...about,
    id: "limits.provider-thinking-is-free",
    title: "Of the tokens that a request may use thinking beside the answer is not held back",
    plant: withRegistry(({ claims }) => ({
      claims: (endpoint, request) =>
        claims({ ...endpoint, usage: { ...endpoint.usage, reasoning: "inside-completion" } }, request),
    })),
  },
  {
    ...about,
    id: "limits.provider-inputs-one-call",
    title: "Embeddings that take several calls count as one",
    providers: ["bedrock"],
    plant: withRegistry(({ claimsOfEmbeddings }) => ({
      claimsOfEmbeddings: (endpoint, request) =>
        claimsOfEmbeddings(endpoint, request).map((claim) =>
          claim.limit === "rpm" ? { ...claim, amount: 1n } : claim,
        ),
    })),
  },
  {
    ...about,
    id: "limits.provider-used-is-free",
    title: "What an answer used is given back with what it could have used",
    plant: withParts(({ counters: original }) => {
      const { counters, last } = remembering(original);
      const adjust: CounterStore["adjust"] = (key, until, delta) =>
        counters.adjust(key, until, last()?.claim.key === key ? -(last()?.claim.amount ?? 0n) : delta);
      return { counters: { ...counters, adjust } };
    }),
  },
  {
    ...about,
    id: "limits.provider-larger-never",
    title: "A request that alone may use more than the limit never passes",
    plant: withClaims((claim) => ({
      ...claim,
      amount: claim.amount === claim.most && claim.limit !== "rpm" ? claim.most + 1n : claim.amount,
    })),
  },
  {
    ...about,
    id: "limits.provider-failures-are-free",
    title: "A call that failed does not count as a request",
    plant: withParts(({ counters: original, transport }) => {
      const { counters, last } = remembering(original);
      return {
        counters,
        transport: {
          send: async (request, signal) => {
            const answer = await transport.send(request, signal);
            const taken = last();
            if (answer.status >= 500 && taken?.claim.amount === 1n)
              await counters.adjust(taken.claim.key, taken.until, -1n);
            return answer;
          },
        },
      };
    }),
  },
  {
    ...about,
    id: "limits.provider-deployments-together",
    title: "All deployments of an endpoint share one limit",
    plant: withParts(({ counters }) => {
      const first = new Map<bigint, string>();
      return {
        counters: {
          ...counters,
          take: (claims) =>
            counters.take(
              claims.map((claim) => {
                if (!claim.key.startsWith("provider-limit:")) return claim;
                const key = first.get(claim.limit) ?? claim.key;
                first.set(claim.limit, key);
                return { ...claim, key };
              }),
            ),
        },
      };
    }),
  },
  {
    ...about,
    id: "limits.provider-unsent-counts",
    title: "What was refused before it was sent counts as a request of the provider's",
    plant: withParts(({ counters: original }) => {
      const { counters, last } = remembering(original);
      const isOne = () => last()?.claim.amount === 1n;
      const adjust: CounterStore["adjust"] = async (key, until, delta) =>
        isOne() && delta === -1n ? undefined : counters.adjust(key, until, delta);
      return { counters: { ...counters, adjust } };
    }),
  },
];
