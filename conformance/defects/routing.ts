/**
 * Broken routing (RTE, and REG-13 where names reach the router).
 * @module
 */
import { listPrice } from "../../registry/endpoint.ts";
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { Attempt, KeyView } from "../../registry/routing/plan.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withOutbound, withParts, withRegistry } from "./plants.ts";
import { refused, withAttempts, withInput } from "./routing-plants.ts";

/** The model field read by somebody else before the plan sees it. */
const withModelField = (change: (field: string) => string): Plant =>
  withInput((input) => ({ ...input, request: { ...input.request, model: change(input.request.model) } }));

const priceOf = ({ endpoint }: Attempt): number => Number(listPrice(endpoint));
const isPtb = ({ mode }: Attempt): number => (mode === "ptb" ? 1 : 0);

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
    id: "routing.first-deployment",
    title: "Where no deployment is named the first one of the list is called",
    seenIn: "own",
    breaks: ["RTE-01"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        if (!plan.ok || input.request.model.split("/").length > 2) return plan;
        const attempts = plan.attempts.map((attempt) => {
          const { model, provider } = attempt.endpoint;
          const all = registry.indexes.endpoints.filter((one) => one.provider === provider);
          const { region, deployment, providerModelId } =
            all.find((one) => one.model === model) ?? attempt.endpoint;
          return { ...attempt, endpoint: { ...attempt.endpoint, region, deployment, providerModelId } };
        });
        return { ...plan, attempts };
      },
    })),
  },
  {
    id: "routing.ties-by-name",
    title:
      "Of attempts at one price the one that comes first by name is tried, whatever its provider's priority",
    seenIn: "own",
    breaks: ["RTE-02"],
    plant: withAttempts((attempts) =>
      attempts.toSorted((a, b) =>
        listPrice(a.endpoint) === listPrice(b.endpoint) && a.mode === b.mode && a.entry === b.entry
          ? a.endpoint.id.localeCompare(b.endpoint.id)
          : 0,
      ),
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
    id: "routing.keys-remembered",
    title: "The list of a caller's keys is read once and kept",
    seenIn: "own",
    breaks: ["RTE-03"],
    plant: withParts(({ vault }) => {
      const lists = new Map<string, Promise<KeyView[]>>();
      const copied = async (tenant: string) => (await vault.list(tenant)).map((key) => ({ ...key }));
      const list = (tenant: string): Promise<KeyView[]> => {
        const known = lists.get(tenant) ?? copied(tenant);
        lists.set(tenant, known);
        return known;
      };
      return { vault: { ...vault, list } };
    }),
  },
];
