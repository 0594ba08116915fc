/**
 * The provider's endpoints: valid, resolvable, indexed, listed (REG-01…04, REG-07, REG-08, REG-11, REG-12).
 * @module
 */
import { DEFAULT_DEPLOYMENT } from "../../../registry/endpoint.ts";
import { stalePrices } from "../../../registry/lint/stale.ts";
import { AuthorSchema, EndpointConfigSchema, ModelSchema } from "../../../registry/schema.ts";
import type { Case } from "../../engine/case.ts";
import { reviewedLines } from "../../views/snapshot.ts";
import { workloadChanges } from "../../views/workload-changes.ts";
import { workloads } from "../../views/workloads.ts";
import { issuesOf, registryOf, writtenEndpoints } from "./support.ts";

/** What OpenAI's reference of the Responses API has no field for, and its chats have; and what other hosts added to chats. */
const ABSENT_IN_RESPONSES: readonly string[] = [
  "stop",
  "n",
  "seed",
  "frequency_penalty",
  "presence_penalty",
  "logit_bias",
  "top_k",
  "min_p",
  "repetition_penalty",
  "thinking",
  "include_reasoning",
  "reasoning_format",
];

/** What hosts leave out of Responses beside that, as their references say. */
const ABSENT_AT_HOST: Readonly<Record<string, readonly string[]>> = { xai: ["service_tier"] };

const isAbsent = (host: string, parameter: string): boolean =>
  ABSENT_IN_RESPONSES.includes(parameter) || ABSENT_AT_HOST[host]?.includes(parameter) === true;

const DAY_MS = 86_400_000;
const MOST_DAYS = 90;

export const endpointCases: readonly Case[] = [
  {
    id: "registry.endpoints.schema",
    area: "registry",
    title: "Every endpoint, model and author of the provider fits its schema, unknown fields refused",
    why: "a misspelt field is a price or a limit that is silently absent",
    requirements: ["REG-01"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-01");
      const written = writtenEndpoints(registry, context.provider.slug);
      context.check.that("REG-01", "some", written.length > 0, {
        expected: "endpoints",
        seen: written.length,
      });
      const { models, authors } = registry.source;
      for (const { id, model, config } of written) {
        const author = models[model]?.author ?? "";
        const issues = [
          ...issuesOf(EndpointConfigSchema.safeParse(config)),
          ...issuesOf(ModelSchema.safeParse(models[model])),
          ...issuesOf(AuthorSchema.safeParse(authors[author])),
        ];
        context.check.equal("REG-01", id, issues, [], "see registry/schema.ts for what is allowed");
      }
    },
  },
  {
    id: "registry.endpoints.references",
    area: "registry",
    title:
      "Every endpoint leads to a known model at a known provider, and every model to an author and an endpoint",
    why: "an orphan is data that nobody can reach, or a name that leads nowhere",
    requirements: ["REG-02"],
    run: async (context) => {
      const { models, authors, endpoints, providers } = (await registryOf(context, "REG-02")).source;
      const known = new Set(
        Object.keys(models).flatMap((model) => Object.keys(providers).map((slug) => `${model}:${slug}`)),
      );
      context.check.equal(
        "REG-02",
        "endpoints-without-model-or-provider",
        Object.keys(endpoints).filter((id) => !known.has(id)),
        [],
      );
      const authorless = Object.entries(models).filter(([, { author }]) => !Object.hasOwn(authors, author));
      context.check.equal(
        "REG-02",
        "models-without-author",
        authorless.map(([id]) => id),
        [],
      );
      const served = (model: string) =>
        Object.keys(providers).some((slug) => Object.hasOwn(endpoints, `${model}:${slug}`));
      context.check.equal(
        "REG-02",
        "models-without-endpoint",
        Object.keys(models).filter((model) => !served(model)),
        [],
      );
    },
  },
  {
    id: "registry.endpoints.ids",
    area: "registry",
    title: "Provider, provider's model id and deployment name one endpoint only",
    why: "two endpoints under one name give one of them the other's price",
    requirements: ["REG-03"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-03");
      const ids = writtenEndpoints(registry, context.provider.slug).flatMap(({ config }) =>
        Object.entries(config.deployments).map(
          ([name, own]) => `${own.providerModelId ?? config.providerModelId} ${name}`,
        ),
      );
      context.check.equal(
        "REG-03",
        "twice",
        ids.filter((id, i) => ids.indexOf(id) !== i),
        [],
      );
    },
  },
  {
    id: "registry.indexes",
    area: "registry",
    title: "The indexes hold what the data holds, and agree with each other",
    why: "an index that lost an endpoint makes it unreachable without any error",
    requirements: ["REG-04"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-04");
      const { slug } = context.provider;
      const { indexes } = registry;
      const written = writtenEndpoints(registry, slug);
      const expected = written.flatMap(({ id, config }) =>
        Object.keys(config.deployments).map((name) => (name === DEFAULT_DEPLOYMENT ? id : `${id}:${name}`)),
      );
      const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort();
      context.check.equal("REG-04", "of-provider", idsOf(indexes.endpointsOfProvider(slug)), expected.sort());
      for (const id of expected) {
        const endpoint = indexes.endpoint(id);
        context.check.equal("REG-04", `${id}.by-id`, endpoint?.id, id);
        if (!endpoint) continue;
        const { model, providerModelId } = endpoint;
        const lists = {
          byModel: indexes.endpointsOfModel(model),
          byProviderModelId: indexes.endpointsByProviderModelId(slug, providerModelId),
        };
        for (const [name, list] of Object.entries(lists))
          context.check.equal("REG-04", `${id}.${name}`, list.filter((found) => found.id === id).length, 1);
        context.check.equal(
          "REG-04",
          `${id}.providers`,
          indexes.providersOfModel(model).includes(slug),
          true,
        );
      }
    },
  },
  {
    id: "registry.endpoints.stated",
    area: "registry",
    title:
      "Each endpoint resolves to what is written: limits, parameters, PTB, status; a deployment inherits the rest",
    why: "a limit that is lost on the way makes requests fail at the provider, or reserve too little",
    requirements: ["REG-07", "REG-08"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-07");
      const own = writtenEndpoints(registry, context.provider.slug);
      const deployed = own.every(({ config }) => Object.keys(config.deployments).length > 0);
      context.check.that("REG-08", "deployed", own.length > 0 && deployed, {
        expected: "endpoints with a deployment each",
        seen: own.length,
      });
      for (const { id, config } of own) {
        for (const [name, changes] of Object.entries(config.deployments)) {
          const endpoint = registry.indexes.endpoint(name === DEFAULT_DEPLOYMENT ? id : `${id}:${name}`);
          const written = { ...config, ...changes };
          const pick = (from: Partial<typeof written>) => [
            from.providerModelId,
            from.contextLength,
            from.maxCompletionTokens,
            from.rateLimits,
            from.ptbEnabled,
            from.status,
          ];
          context.check.equal("REG-08", `${id}.${name}`, endpoint && pick(endpoint as never), pick(written));
          const { contextLength, maxCompletionTokens } = written;
          context.check.that(
            "REG-07",
            `${id}.limits`,
            contextLength > 0 && maxCompletionTokens <= contextLength,
            {
              expected: "an answer no longer than the context",
              seen: [contextLength, maxCompletionTokens],
            },
          );
          context.check.equal(
            "REG-07",
            `${id}.parameters`,
            endpoint?.supportedParameters,
            endpoint?.api === "openai-responses"
              ? config.supportedParameters.filter((parameter) => !isAbsent(endpoint.provider, parameter))
              : config.supportedParameters,
          );
        }
        context.check.that("REG-07", `${id}.deployments`, Object.keys(config.deployments).length > 0, {
          expected: "at least one deployment",
          seen: Object.keys(config.deployments),
        });
      }
    },
  },
  {
    id: "registry.workloads.as-reviewed",
    area: "registry",
    title: "Reference workloads cost what was last reviewed, to the last digit",
    why: "a changed digit in a price list is easily overlooked; changed money is not",
    requirements: ["REG-11"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-11");
      const provider = registry.provider(context.provider.slug) ?? context.provider;
      const reviewed = reviewedLines(provider.slug, "workloads");
      const now = workloads(registry, provider).split("\n");
      const repair = "if the change is meant: npx vitest -u, then review snapshots/";
      context.check.equal("REG-11", "money", workloadChanges(reviewed, now), [], repair);
      context.check.equal("REG-11", "page", now, reviewed, repair);
    },
  },
  {
    id: "registry.evidence.fresh",
    area: "registry",
    title: "Every price carries its evidence and a day to look again, on the list once that day has passed",
    why: "prices rot; a list of what to verify is how they are kept",
    requirements: ["REG-12"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-12");
      const lists = new Map<string, ReadonlySet<string>>();
      const listed = (today: string) => {
        const list = lists.get(today) ?? new Set(stalePrices(registry.source, today).map(({ id }) => id));
        lists.set(today, list);
        return list;
      };
      for (const { id, config } of writtenEndpoints(registry, context.provider.slug)) {
        const { source, date, reverifyAfter } = config.evidence;
        context.check.equal("REG-12", `${id}.source`, source.trim() !== "", true);
        const days = (Date.parse(reverifyAfter) - Date.parse(date)) / DAY_MS;
        context.check.that("REG-12", `${id}.days`, days > 0 && days <= MOST_DAYS, {
          expected: `a day to look again at most ${MOST_DAYS} days after ${date}`,
          seen: reverifyAfter,
          repair: "look the price up again, then renew both days",
        });
        const isListed = (today: string) => listed(today).has(id);
        const next = new Date(Date.parse(reverifyAfter) + DAY_MS).toISOString().slice(0, 10);
        context.check.equal("REG-12", `${id}.due`, [isListed(reverifyAfter), isListed(next)], [false, true]);
      }
    },
  },
];
