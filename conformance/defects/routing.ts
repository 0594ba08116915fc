/**
 * Broken routing (RTE, and REG-13 where names reach the router).
 * @module
 */
import { type Endpoint, listPrice } from "../../registry/endpoint.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { OutboundRequest } from "../../registry/providers/base.ts";
import type { Attempt, Plan, PlanInput } from "../../registry/routing/plan.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withOutbound, withParts, withRegistry } from "./plants.ts";

/** Another order, or another choice, of the attempts that were planned. */
const withAttempts = (change: (attempts: Attempt[], input: PlanInput) => Attempt[]): Plant =>
  withRegistry((registry) => ({
    plan: (input) => {
      const plan = registry.plan(input);
      return plan.ok ? { ...plan, attempts: change(plan.attempts, input) } : plan;
    },
  }));

const withInput = (change: (input: PlanInput) => PlanInput): Plant =>
  withRegistry((registry) => ({ plan: (input) => registry.plan(change(input)) }));

/** The model field read by somebody else before the plan sees it. */
const withModelField = (change: (field: string) => string): Plant =>
  withInput((input) => ({ ...input, request: { ...input.request, model: change(input.request.model) } }));

const refused = (message: string): Plan => ({
  ok: false,
  error: gatewayError("invalid_request", message, { code: "model_not_found", param: "model" }),
});

const priceOf = ({ endpoint }: Attempt): number => Number(listPrice(endpoint));
const isPtb = ({ mode }: Attempt): number => (mode === "ptb" ? 1 : 0);

/** The plan of another model when the one that was asked for cannot be planned. */
const insteadOf = (
  choose: (input: PlanInput, endpoints: readonly Endpoint[]) => Endpoint | undefined,
): Plant =>
  withRegistry((registry) => ({
    plan: (input) => {
      const plan = registry.plan(input);
      const endpoint = plan.ok ? undefined : choose(input, registry.indexes.endpoints);
      if (!endpoint) return plan;
      const model = `${endpoint.model}/${endpoint.provider}`;
      return registry.plan({ ...input, request: { ...input.request, model } });
    },
  }));

/** Passthrough attempts, changed. */
const withPassthrough = (change: (endpoint: Endpoint, known: readonly Endpoint[]) => Endpoint): Plant =>
  withRegistry((registry) => ({
    plan: (input) => {
      const plan = registry.plan(input);
      if (!plan.ok) return plan;
      const attempts = plan.attempts.map((attempt) => {
        const known = registry.indexes.endpointsOfProvider(attempt.endpoint.provider);
        return attempt.endpoint.priced ? attempt : { ...attempt, endpoint: change(attempt.endpoint, known) };
      });
      return { ...plan, attempts };
    },
  }));

/** Something of the first attempt turns up in the ones after it. */
const withLeftovers = (merge: (first: OutboundRequest, later: OutboundRequest) => OutboundRequest): Plant => {
  return (parts) => {
    let first: OutboundRequest | undefined;
    const plant = withOutbound((request) => {
      if (first) return merge(first, request);
      first = request;
      return request;
    });
    return plant(parts);
  };
};

export const routingDefects: readonly Defect[] = [
  {
    id: "routing.first-provider-only",
    title: "A model name tries one provider, not all",
    seenIn: "own",
    breaks: ["RTE-01"],
    plant: withAttempts((attempts) => attempts.slice(0, 1)),
  },
  {
    id: "routing.pin-is-a-preference",
    title: "A pinned provider that fails is followed by the others",
    seenIn: "theopenco/llmgateway#1516, theopenco/llmgateway#4159",
    breaks: ["RTE-04"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        const [only] = plan.ok ? plan.attempts : [];
        if (!plan.ok || !only) return plan;
        const wide = registry.plan({ ...input, request: { ...input.request, model: only.endpoint.model } });
        const others = wide.ok
          ? wide.attempts.filter(({ endpoint }) => endpoint.id !== only.endpoint.id)
          : [];
        return { ...plan, attempts: [...plan.attempts, ...others] };
      },
    })),
  },
  {
    id: "routing.exclusion-ignored",
    title: "!provider is dropped from the list",
    seenIn: "own",
    breaks: ["RTE-01"],
    plant: withModelField((field) =>
      field
        .split(",")
        .filter((entry) => !entry.trim().startsWith("!"))
        .join(","),
    ),
  },
  {
    id: "routing.list-order-lost",
    title: "All attempts of a list are sorted by price",
    seenIn: "own",
    breaks: ["RTE-01", "RTE-02"],
    plant: withAttempts((attempts) => attempts.toSorted((a, b) => priceOf(a) - priceOf(b))),
  },
  {
    id: "routing.priority-beats-list",
    title: "All attempts of a list are sorted by provider priority",
    seenIn: "own",
    breaks: ["RTE-02"],
    plant: withAttempts((attempts) => attempts.toSorted((a, b) => a.endpoint.priority - b.endpoint.priority)),
  },
  {
    id: "routing.own-key-last",
    title: "Billed attempts come before those with the caller's key",
    seenIn: "own",
    breaks: ["RTE-02"],
    plant: withAttempts((attempts) => attempts.toSorted((a, b) => isPtb(b) - isPtb(a))),
  },
  {
    id: "routing.entries-interleave",
    title: "All attempts with own keys, of every entry, come before all billed ones",
    seenIn: "own",
    breaks: ["RTE-02"],
    plant: withAttempts((attempts) => attempts.toSorted((a, b) => isPtb(a) - isPtb(b))),
  },
  {
    id: "routing.order-by-name",
    title: "Providers of a model are tried in the order of the model's name there",
    seenIn: "own",
    breaks: ["RTE-02"],
    plant: withAttempts((attempts) =>
      attempts.toSorted((a, b) => a.endpoint.providerModelId.localeCompare(b.endpoint.providerModelId)),
    ),
  },
  {
    id: "routing.dearest-first",
    title: "The comparison of prices is the wrong way round",
    seenIn: "own",
    breaks: ["RTE-02"],
    plant: withAttempts((attempts) => attempts.toSorted((a, b) => priceOf(b) - priceOf(a))),
  },
  {
    id: "routing.byok-only-ignored",
    title: "A byokOnly key falls on to the platform's key",
    seenIn: "cloudflare/cloudflare-docs#32399",
    breaks: ["RTE-03"],
    plant: withInput((input) => ({ ...input, keys: input.keys.map((key) => ({ ...key, byokOnly: false })) })),
  },
  {
    id: "routing.disabled-key-used",
    title: "A disabled key is listed as enabled and opened all the same",
    seenIn: "theopenco/llmgateway#108",
    breaks: ["RTE-03"],
    plant: withParts(({ vault }) => {
      const opened = new Map<string, Awaited<ReturnType<typeof vault.open>>>();
      return {
        vault: {
          list: async (tenant) => (await vault.list(tenant)).map((key) => ({ ...key, enabled: true })),
          open: async (tenant, id) => {
            const credential = (await vault.open(tenant, id)) ?? opened.get(id) ?? null;
            opened.set(id, credential);
            return credential;
          },
        },
      };
    }),
  },
  {
    id: "routing.disabled-key-blocks",
    title: "A disabled byokOnly flag or key takes the platform's attempts with it",
    seenIn: "own",
    breaks: ["RTE-03"],
    plant: withInput((input) => {
      const off = new Set(input.keys.filter((key) => !key.enabled).map((key) => key.provider));
      return { ...input, platform: new Set([...input.platform].filter((slug) => !off.has(slug))) };
    }),
  },
  {
    id: "routing.alias-unknown",
    title: "Only the exact slug of a provider is known",
    seenIn: "own",
    breaks: ["RTE-01"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const last = input.request.model.split("/").at(-1) ?? "";
        const loose = input.request.model.includes("/") && last !== last.toLowerCase();
        return loose ? refused(`unknown provider "${last}"`) : registry.plan(input);
      },
    })),
  },
  {
    id: "routing.split-on-first-slash",
    title: "Model and provider are what stands before and after the first slash",
    seenIn: "musistudio/claude-code-router#1624, BerriAI/litellm#24282",
    breaks: ["RTE-01", "REG-03"],
    plant: withModelField((field) => field.split("/").slice(0, 2).join("/")),
  },
  {
    id: "routing.provider-id-as-another-endpoint",
    title: "A provider's own model id is taken for an unknown model",
    seenIn: "own",
    breaks: ["REG-03"],
    plant: withAttempts((attempts, { request }) =>
      attempts.map((attempt) =>
        request.model.startsWith(attempt.endpoint.model)
          ? attempt
          : { ...attempt, endpoint: { ...attempt.endpoint, id: request.model } },
      ),
    ),
  },
  {
    id: "routing.unknown-entry-skipped",
    title: "Entries that cannot be read are skipped silently",
    seenIn: "own",
    breaks: ["RTE-05"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const single = (model: string) => registry.plan({ ...input, request: { ...input.request, model } });
        const entries = input.request.model.split(",").map((entry) => entry.trim());
        const good = entries.filter((entry) => entry.startsWith("!") || single(entry).ok);
        return good.length === 0 ? registry.plan(input) : single(good.join(","));
      },
    })),
  },
  {
    id: "routing.no-suggestion",
    title: "An unknown name is refused without saying which",
    seenIn: "own",
    breaks: ["RTE-05"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        return plan.ok ? plan : refused("model not found");
      },
    })),
  },
  {
    id: "routing.nearest-taken",
    title: "An unknown model is replaced by the nearest known one",
    seenIn: "own",
    breaks: ["RTE-05", "RTE-08"],
    plant: insteadOf((_input, endpoints) => endpoints.find(({ surface }) => surface === "chat")),
  },
  {
    id: "routing.first-known-provider-instead",
    title: "A provider that does not offer the model is replaced by one that does",
    seenIn: "own",
    breaks: ["RTE-05"],
    plant: insteadOf((input, endpoints) =>
      endpoints.find(({ model }) => input.request.model.startsWith(`${model}/`)),
    ),
  },
  {
    id: "routing.no-reasons",
    title: "When nothing can be attempted the answer says only that",
    seenIn: "own",
    breaks: ["RTE-06"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        return plan.ok ? plan : refused(`no provider is available for ${input.request.model}`);
      },
    })),
  },
  {
    id: "routing.embeddings-for-chat",
    title: "A model that embeds is offered for chat",
    seenIn: "own",
    breaks: ["RTE-06"],
    plant: insteadOf(({ request }, endpoints) =>
      /embed/.test(request.model) ? endpoints.find(({ surface }) => surface === "chat") : undefined,
    ),
  },
  {
    id: "routing.leftover-body",
    title: "The second attempt sends the body of the first",
    seenIn: "envoyproxy/ai-gateway#1322",
    breaks: ["RTE-07"],
    plant: withLeftovers((first, later) => ({ ...later, body: first.body })),
  },
  {
    id: "routing.leftover-header",
    title: "A header of the first attempt stays in the ones after it",
    seenIn: "zeroclaw-labs/zeroclaw#911",
    breaks: ["RTE-07"],
    plant: withLeftovers((first, later) => ({
      ...later,
      headers: [...later.headers, ["x-first-upstream", new URL(first.url).host]],
    })),
  },
  {
    id: "routing.passthrough-refused",
    title: "A model that the registry does not hold is refused, also with the caller's key",
    seenIn: "own",
    breaks: ["RTE-08"],
    plant: withAttempts((attempts) => attempts.filter(({ endpoint }) => endpoint.priced)),
  },
  {
    id: "routing.passthrough-priced-as-neighbour",
    title: "An unknown model takes the price of the provider's first one",
    seenIn: "own",
    breaks: ["RTE-08"],
    plant: withPassthrough((endpoint, known) => ({
      ...endpoint,
      priced: true,
      tiers: known[0]?.tiers ?? [],
    })),
  },
  {
    id: "routing.passthrough-tag-cut",
    title: "Everything after a colon is cut off an unknown model's name",
    seenIn: "mozilla-ai/any-llm#348",
    breaks: ["RTE-08"],
    plant: withPassthrough((endpoint) => ({
      ...endpoint,
      providerModelId: endpoint.providerModelId.split(":")[0] ?? "",
    })),
  },
  {
    id: "routing.inherited-names-known",
    title: "Names are looked up in a plain object",
    seenIn: "own",
    breaks: ["REG-13"],
    plant: insteadOf((input, endpoints) =>
      input.request.model.split(/[,/!]/).some((name) => name in {})
        ? endpoints.find(({ surface }) => surface === "chat")
        : undefined,
    ),
  },
  {
    id: "routing.retired-still-tried",
    title: "Endpoints are marked as deprecated, and the plan does not look at the mark",
    seenIn: "theopenco/llmgateway#1071, langwatch/langwatch#6166",
    breaks: ["RTE-09"],
    plant: withRegistry((registry) => {
      const retire = (endpoint: Endpoint): Endpoint => ({ ...endpoint, status: "deprecated" });
      const { indexes } = registry;
      return {
        indexes: {
          ...indexes,
          endpointsOfProvider: (provider) => indexes.endpointsOfProvider(provider).map(retire),
        },
      };
    }),
  },
  {
    id: "routing.beta-not-tried",
    title: "Only one status is taken for usable, under another spelling",
    seenIn: "own",
    breaks: ["RTE-09"],
    plant: withAttempts((attempts) => attempts.filter(({ endpoint }) => endpoint.status !== "active")),
  },
];
