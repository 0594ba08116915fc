/**
 * What is refused, sold or passed on although it must not be, and the other way round (RTE, REG-08, REG-13).
 * @module
 */
import type { Endpoint } from "../../registry/endpoint.ts";
import type { PlanInput } from "../../registry/routing/plan.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withRegistry, withSource } from "./plants.ts";
import { refused, withAttempts } from "./routing-plants.ts";

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

export const refusalDefects: readonly Defect[] = [
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
    plant: insteadOf((_input, endpoints) => endpoints.find(({ operation }) => operation === "chat")),
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
      /embed/.test(request.model) ? endpoints.find(({ operation }) => operation === "chat") : undefined,
    ),
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
        ? endpoints.find(({ operation }) => operation === "chat")
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
    id: "routing.retired-by-name",
    title: "The endpoints that are over are those of a list in the code, not those that the registry marks",
    seenIn: "own",
    breaks: ["RTE-09"],
    plant: withSource((source) => ({
      ...source,
      endpoints: Object.fromEntries(
        Object.entries(source.endpoints).map(([id, config]) => [id, { ...config, status: "active" }]),
      ),
    })),
  },
  {
    id: "routing.beta-not-tried",
    title: "Only one status is taken for usable, under another spelling",
    seenIn: "own",
    breaks: ["RTE-09"],
    plant: withAttempts((attempts) => attempts.filter(({ endpoint }) => endpoint.status !== "active")),
  },
  {
    id: "routing.everything-for-sale",
    title: "Endpoints that are not sold on the platform's key are sold all the same",
    seenIn: "own",
    breaks: ["RTE-03"],
    plant: withSource((source) => ({
      ...source,
      endpoints: Object.fromEntries(
        Object.entries(source.endpoints).map(([id, config]) => [id, { ...config, ptbEnabled: true }]),
      ),
    })),
  },
  {
    id: "routing.prefix-unknown",
    title: "A model behind the prefix of a region can do nothing that it can do at home",
    seenIn: "pydantic/pydantic-ai#3645, langchain-ai/langchainjs#10399, Portkey-AI/gateway#1436",
    breaks: ["REG-08"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        const [first] = plan.ok ? plan.attempts : [];
        const prefixed = /^(us|eu|apac|global|au|jp|us-gov)\./.test(first?.endpoint.providerModelId ?? "");
        return prefixed && input.request.tools ? refused("no tools there") : plan;
      },
    })),
  },
  {
    id: "routing.suffix-cut",
    title: "What stands behind a colon or an at sign is cut off the model's name",
    seenIn: "own",
    breaks: ["RTE-05"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const model = input.request.model.replace(/[:@](free|latest)$/, "");
        return registry.plan({ ...input, request: { ...input.request, model } });
      },
    })),
  },
];
