import { describe, expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import { operationOf } from "../apis/codec.ts";
import { PER_USE_CLASSES, PROMPT_CLASSES } from "../canonical/usage.ts";
import { openRegistry } from "../index.ts";
import { perMillionToPico } from "../pricing/money.ts";
import { newestTiers } from "../pricing/periods.ts";
import type { BaseProvider } from "../providers/_shared/base.ts";
import { providers } from "../providers/index.ts";
import {
  AuthorSchema,
  type EndpointConfig,
  EndpointConfigSchema,
  type Model,
  ModelSchema,
  type Rates,
} from "../schema.ts";
import type { EndpointsFor } from "./family.ts";
import * as data from "./index.ts";

const PROVIDERS = Object.keys(providers);

const authors = new Map(Object.entries(data.authors));
const models = new Map<string, Model>(Object.entries(data.models));
const endpoints = new Map<string, EndpointConfig>(Object.entries(data.endpoints));

/** Every id that an endpoint may have, with its model and provider, so that no test has to split an id. */
const known = new Map<string, { model: string; provider: string }>(
  [...models.keys()].flatMap((model) =>
    PROVIDERS.map((provider) => [`${model}:${provider}`, { model, provider }] as const),
  ),
);

/** The problems of all values of a table as readable lines; empty when all are valid. */
function problems(schema: z.ZodType, table: ReadonlyMap<string, unknown>): string[] {
  return [...table].flatMap(([id, value]) => {
    const result = schema.safeParse(value);
    return result.success
      ? []
      : result.error.issues.map((issue) => `${id} ${issue.path.join(".")}: ${issue.message}`);
  });
}

describe("schemas (REG-01)", () => {
  test.each([
    ["author", AuthorSchema, authors],
    ["model", ModelSchema, models],
    ["endpoint", EndpointConfigSchema, endpoints],
  ])("every %s is valid", (_kind, schema, table) => {
    expect(table.size).toBeGreaterThan(0);
    expect(problems(schema, table)).toEqual([]);
  });

  test("model ids are canonical: lower case, without slash or colon (REG-03)", () => {
    expect([...models.keys()].filter((id) => !/^[a-z0-9][a-z0-9.-]*$/.test(id))).toEqual([]);
  });
});

describe("references (REG-02)", () => {
  test("an endpoint is a known model at a known provider", () => {
    expect([...endpoints.keys()].filter((id) => !known.has(id))).toEqual([]);
  });

  test("the author of a model is known, and has models", () => {
    const named = new Set([...models.values()].map((model) => model.author));
    expect([...named].sort()).toEqual([...authors.keys()].sort());
  });

  test("no model is without an endpoint", () => {
    const served = new Set([...endpoints.keys()].map((id) => known.get(id)?.model));
    expect([...models.keys()].filter((id) => !served.has(id))).toEqual([]);
  });

  test("no two models share a name", () => {
    const names = [...models.values()].map((model) => model.name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  test("an unknown model or provider does not compile", () => {
    type Allowed = EndpointsFor<typeof data.models>;
    type Accepts<K extends string> = K extends keyof Allowed ? true : false;
    expectTypeOf<Accepts<"gpt-5:openai">>().toEqualTypeOf<true>();
    expectTypeOf<Accepts<"gpt-5:nowhere">>().toEqualTypeOf<false>();
    expectTypeOf<Accepts<"no-such-model:groq">>().toEqualTypeOf<false>();
    expectTypeOf<"gpt-5:nowhere">().not.toExtend<keyof Allowed>();
    expectTypeOf<"no-such-model:groq">().not.toExtend<keyof Allowed>();
    expectTypeOf<"gpt-5:groq">().not.toExtend<data.EndpointId>();
    expectTypeOf<data.EndpointId>().toExtend<keyof Allowed>();
  });
});

test("(provider, providerModelId, deployment) is unique (REG-03)", () => {
  const ids = [...endpoints].flatMap(([id, config]) =>
    Object.entries(config.deployments).map(([name, deployment]) =>
      JSON.stringify([known.get(id)?.provider, deployment.providerModelId ?? config.providerModelId, name]),
    ),
  );
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test.each([
  ["alibaba", 47, 47],
  ["anthropic", 19, 19],
  ["azure", 108, 108],
  ["bedrock", 71, 119],
  ["cloudflare", 66, 69],
  ["cohere", 13, 13],
  ["deepinfra", 34, 34],
  ["google-ai-studio", 20, 20],
  ["groq", 9, 9],
  ["lemonfox", 2, 2],
  ["mistral", 26, 26],
  ["novita", 105, 105],
  ["openai", 50, 50],
  ["openrouter", 89, 89],
  ["perplexity", 2, 2],
  ["vertex", 39, 66],
  ["xai", 7, 7],
] as const)("%s serves %i models in %i deployments", (provider, models, deployments) => {
  const own = [...endpoints].filter(([id]) => known.get(id)?.provider === provider);
  expect(own).toHaveLength(models);
  expect(own.flatMap(([, config]) => Object.keys(config.deployments))).toHaveLength(deployments);
});

describe("limits (REG-07)", () => {
  test("no answer can be longer than the context", () => {
    const wrong = [...endpoints].filter(([, config]) => config.maxCompletionTokens > config.contextLength);
    expect(wrong.map(([id]) => id)).toEqual([]);
  });

  test("a model's context is the longest that any provider serves", () => {
    const longest = new Map<string, number>();
    for (const [id, config] of endpoints) {
      const model = known.get(id)?.model ?? id;
      longest.set(model, Math.max(longest.get(model) ?? 0, config.contextLength));
    }
    expect(
      [...models].filter(([id, model]) => model.contextLength !== longest.get(id)).map(([id]) => id),
    ).toEqual([]);
  });

  test("no parameter is listed twice", () => {
    const twice = [...endpoints].filter(
      ([, { supportedParameters: list }]) => new Set(list).size !== list.length,
    );
    expect(twice.map(([id]) => id)).toEqual([]);
  });

  test("every tier can be reached within the context (REG-06)", () => {
    const dead = [...endpoints].filter(([, config]) =>
      newestTiers(config.pricing).some((tier) => tier.from >= config.contextLength),
    );
    expect(dead.map(([id]) => id)).toEqual([]);
  });
});

describe("prices, USD per million tokens", () => {
  const expected: [data.EndpointId, Rates][] = [
    [
      "gpt-4o:openai",
      { input: "2.5", cacheRead: "1.25", output: "10", search: "0.01", fileSearch: "0.0025" },
    ],
    [
      "gpt-4o-mini:openai",
      { input: "0.15", cacheRead: "0.075", output: "0.6", search: "0.01", fileSearch: "0.0025" },
    ],
    ["gpt-4o-2024-05-13:openai", { input: "5", output: "15", search: "0.01", fileSearch: "0.0025" }],
    ["gpt-4.1:openai", { input: "2", cacheRead: "0.5", output: "8", search: "0.01", fileSearch: "0.0025" }],
    [
      "gpt-5:openai",
      { input: "1.25", cacheRead: "0.125", output: "10", search: "0.01", fileSearch: "0.0025" },
    ],
    ["o1-pro:openai", { input: "150", output: "600" }],
    ["o3:openai", { input: "2", cacheRead: "0.5", output: "8", search: "0.01", fileSearch: "0.0025" }],
    ["gpt-oss-120b:groq", { input: "0.15", cacheRead: "0.075", output: "0.6" }],
    ["gpt-oss-120b:deepinfra", { input: "0.039", output: "0.19" }],
    ["llama-3.3-70b-instruct:groq", { input: "0.59", output: "0.79" }],
    ["mistral-nemo:deepinfra", { input: "0.02", output: "0.04" }],
    ["minimax-m2.5:deepinfra", { input: "0.15", cacheRead: "0.03", cacheWrite5m: "0.375", output: "1.15" }],
    ["gpt-3.5-turbo:openai", { input: "0.5", output: "1.5", search: "0.01", fileSearch: "0.0025" }],
    ["text-embedding-3-small:openai", { input: "0.02" }],
    [
      "claude-sonnet-4-5:anthropic",
      { input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15", search: "0.01" },
    ],
    [
      "claude-3-sonnet:anthropic",
      { input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15", search: "0.01" },
    ],
    [
      "gemini-2.5-flash:google-ai-studio",
      {
        input: "0.3",
        cacheRead: "0.03",
        audioInput: "1",
        output: "2.5",
        cacheReadAudio: "0.1",
        search: "0.035",
        maps: "0.025",
      },
    ],
    [
      "gemini-2.5-flash:vertex",
      {
        input: "0.3",
        cacheRead: "0.03",
        cacheWrite5m: "0.383",
        output: "2.5",
        audioInput: "1",
        cacheReadAudio: "0.1",
        search: "0.035",
        maps: "0.025",
      },
    ],
    [
      "gemini-2.5-flash-image:google-ai-studio",
      { input: "0.3", cacheRead: "0.075", output: "2.5", imageOutput: "30", search: "0.035", maps: "0.025" },
    ],
    ["gpt-5:azure", { input: "1.25", cacheRead: "0.13", output: "10", search: "0.01", fileSearch: "0.0025" }],
    ["gpt-3.5-turbo-0613:azure", { input: "3", output: "4" }],
    ["gemma-3-12b:bedrock", { input: "0.09", output: "0.29" }],
    ["nova-micro:bedrock", { input: "0.035", cacheRead: "0.00875", output: "0.14" }],
    ["command-r7b-12-2024:cohere", { input: "0.0375", output: "0.15" }],
    ["mistral-large-2512:mistral", { input: "0.5", cacheRead: "0.05", output: "1.5" }],
    ["qwen-plus:alibaba", { input: "0.4", output: "1.2", reasoning: "4" }],
    ["qwen3-omni-flash:alibaba", { input: "0.43", audioInput: "3.81", output: "1.66", audioOutput: "15.11" }],
    [
      "claude-3-sonnet:cloudflare",
      { input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" },
    ],
    ["gpt-3.5-turbo:cloudflare", { input: "0.5", output: "1.5" }],
    ["llama-3.1-8b-instruct:cloudflare", { input: "0.28", output: "0.83" }],
    ["llama-3.3-70b-instruct:cloudflare", { input: "0.293", output: "2.253" }],
    ["mimo-v2-flash:novita", { input: "0.1", output: "0.3" }],
    [
      "gemini-2.5-flash:openrouter",
      {
        input: "0.3",
        cacheRead: "0.03",
        cacheWrite5m: "0.083333",
        output: "2.5",
        audioInput: "1",
        cacheReadAudio: "0.1",
      },
    ],
    ["deepseek-v4-pro:openrouter", { input: "0.66", cacheRead: "0.003625", output: "1.98" }],
    ["kimi-k2-thinking:openrouter", { input: "0.6", output: "2.5" }],
    [
      "gpt-5.6-sol:openai",
      { input: "4", cacheRead: "0.4", cacheWrite5m: "5", output: "20", search: "0.01", fileSearch: "0.0025" },
    ],
    ["gpt-5.6-sol:bedrock", { input: "4.4", cacheRead: "0.44", cacheWrite5m: "5.5", output: "22" }],
    ["grok-4.6:xai", { input: "2", cacheRead: "0.5", output: "6" }],
    [
      "gpt-5.6-luna:openai",
      {
        input: "0.2",
        cacheRead: "0.02",
        cacheWrite5m: "0.25",
        output: "1.2",
        search: "0.01",
        fileSearch: "0.0025",
      },
    ],
    [
      "claude-opus-5:vertex",
      { input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" },
    ],
    ["deepseek-v4-flash:lemonfox", { input: "0.5", output: "0.5" }],
    ["mimo-v2.5-pro:lemonfox", { input: "1.25", output: "1.25" }],
    ["sonar:perplexity", { input: "0.25", cacheRead: "0.0625", output: "2.5" }],
    ["nemotron-3-super-120b-a12b:perplexity", { input: "0.25", output: "2.5" }],
    ["grok-4.5:xai", { input: "2", cacheRead: "0.3", output: "6" }],
    ["grok-4.3:xai", { input: "1.25", cacheRead: "0.2", output: "2.5" }],
  ];

  test.each(expected)("%s", (id, rates) => {
    expect(newestTiers(endpoints.get(id)?.pricing ?? [])[0]?.usdPerMillion).toEqual(rates);
  });

  test("gpt-5.4 doubles its input price for the whole request above 272000 prompt tokens", () => {
    expect(data.endpoints["gpt-5.4:openai"].pricing[1]).toMatchObject({
      from: 272_000,
      boundary: "above",
      usdPerMillion: { input: "5", cacheRead: "0.5", output: "22.5" },
    });
  });

  test("exactly these endpoints have a long-context tier", () => {
    expect(
      [...endpoints]
        .filter(([, config]) => newestTiers(config.pricing).length > 1)
        .map(([id]) => id)
        .sort(),
    ).toEqual([
      "claude-opus-4-6:cloudflare",
      "claude-opus-4-6:openrouter",
      "claude-opus-4-6:vertex",
      "claude-opus-4-7:openrouter",
      "claude-opus-4-7:vertex",
      "claude-opus-4-8:vertex",
      "claude-sonnet-4-5:openrouter",
      "claude-sonnet-4-6:cloudflare",
      "claude-sonnet-4-6:openrouter",
      "claude-sonnet-4-6:vertex",
      "claude-sonnet-4:openrouter",
      "gemini-2.5-pro:google-ai-studio",
      "gemini-2.5-pro:vertex",
      "gemini-3-pro-preview:google-ai-studio",
      "gemini-3.1-pro-preview-customtools:google-ai-studio",
      "gemini-3.1-pro-preview-customtools:vertex",
      "gemini-3.1-pro-preview:google-ai-studio",
      "gemini-3.1-pro-preview:openrouter",
      "gemini-3.1-pro-preview:vertex",
      "gpt-5.4-pro:azure",
      "gpt-5.4-pro:openai",
      "gpt-5.4:azure",
      "gpt-5.4:openai",
      "gpt-5.5-pro:openai",
      "gpt-5.5:azure",
      "gpt-5.5:cloudflare",
      "gpt-5.5:openai",
      "gpt-5.6-luna:bedrock",
      "gpt-5.6-luna:openai",
      "gpt-5.6-sol:bedrock",
      "gpt-5.6-sol:openai",
      "gpt-5.6-terra:bedrock",
      "gpt-5.6-terra:openai",
      "grok-4.20-multi-agent:xai",
      "grok-4.20-non-reasoning:xai",
      "grok-4.20-reasoning:xai",
      "grok-4.3:openrouter",
      "grok-4.3:xai",
      "grok-4.5:xai",
      "grok-4.6:xai",
      "grok-build-0.1:xai",
      "mimo-v2-pro:novita",
      "mimo-v2.5-pro:deepinfra",
      "mimo-v2.5-pro:novita",
      "mimo-v2.5:deepinfra",
      "qwen3.6-plus:alibaba",
      "qwen3.7-plus:alibaba",
    ]);
  });

  test("every tier says all of what it means", () => {
    const feesOf = (id: string) => {
      const prices = newestTiers(endpoints.get(id)?.pricing ?? [])[0]?.usdPerMillion ?? {};
      return PER_USE_CLASSES.filter((name) => prices[name] !== undefined);
    };
    // The only row whose source does not reprice a class that it has: what is not stated stays as it is.
    const kept: Record<string, string[]> = { "gemini-3.1-pro-preview:openrouter": ["cacheWrite5m"] };
    const tiers = [...endpoints].flatMap(([id, { pricing }]) =>
      newestTiers(pricing).flatMap((tier) => (tier.kind === "threshold" ? [{ id, ...tier }] : [])),
    );
    for (const { id, boundary, basis, shape, reprices, inherits } of tiers)
      expect({ boundary, basis, shape, output: reprices.includes("output"), inherits }, id).toEqual({
        // xAI's begin with the threshold itself, everybody else's beyond it.
        boundary: id.startsWith("grok-") ? "at" : "above",
        basis: [...PROMPT_CLASSES],
        shape: "whole",
        output: true,
        // What tools cost is no matter of the prompt's length.
        inherits: kept[id] ?? feesOf(id),
      });
  });

  test("a class that the source prices at 0 is left out, never free", () => {
    const zero = [...endpoints].filter(
      ([, config]) =>
        !config.free &&
        newestTiers(config.pricing).some((tier) => Object.values(tier.usdPerMillion).includes("0")),
    );
    expect(zero.map(([id]) => id)).toEqual([]);
  });

  test("what the source has for nothing is declared free, and not sold", () => {
    const free = [...endpoints].filter(([, config]) => config.free);
    expect(free.map(([id, { ptbEnabled }]) => [id, ptbEnabled])).toEqual([
      ["north-mini-code-1-0:cohere", false],
      ["llama-3.3-70b-instruct-free:openrouter", false],
      ["devstral-small-2512:mistral", false],
    ]);
  });

  test("a price that looks wrong and is not decided is not sold", () => {
    const suspect = [
      "gpt-4:azure",
      "gpt-5.4:cloudflare",
      "grok-4.20-non-reasoning:azure",
      "grok-4.20-reasoning:azure",
      "mimo-v2-pro:novita",
      "mimo-v2.5-pro:novita",
      "qwen-mt-plus:alibaba",
      "qwen-mt-plus:novita",
      "qwen3-max:novita",
      "qwen3.7-max:alibaba",
    ];
    expect(suspect.filter((id) => endpoints.get(id)?.ptbEnabled !== false)).toEqual([]);
  });

  test("a reasoning price of its own leaves open what the answer pays, so it is not sold", () => {
    const own = [...endpoints].filter(([, { pricing }]) => newestTiers(pricing)[0]?.usdPerMillion.reasoning);
    expect(own).toHaveLength(9);
    expect(own.filter(([, config]) => config.ptbEnabled).map(([id]) => id)).toEqual([]);
  });

  test("Claude's 1-hour cache write is twice the input, in every tier and deployment", () => {
    const wrong = priceLists().flatMap(({ id, tiers }) =>
      models.get(known.get(id)?.model ?? "")?.author === "anthropic"
        ? tiers.filter(
            ({ usdPerMillion: { input = "", cacheWrite1h = "" } }) =>
              perMillionToPico(cacheWrite1h) !== 2n * perMillionToPico(input),
          )
        : [],
    );
    expect(wrong).toEqual([]);
  });

  test("Claude from 4.5 on costs exactly a tenth more in a place of its own than at the global one", () => {
    const { indexes } = openRegistry();
    const priced = (id: string) => indexes.endpoint(id)?.tiers.map(({ rates }) => rates) ?? [];
    const dearer = indexes.endpoints.filter(
      ({ model, provider, deployment }) =>
        models.get(model)?.author === "anthropic" &&
        !["claude-opus-4-1", "claude-opus-4", "claude-sonnet-4", "claude-3-5-haiku"].includes(model) &&
        ((provider === "vertex" && deployment !== "default") ||
          (provider === "bedrock" && !["default", "global"].includes(deployment))),
    );
    expect(dearer).toHaveLength(27 + 31);
    for (const { id, model, provider } of dearer) {
      const global = priced(`${model}:${provider}:global`);
      const home = global.length > 0 ? global : priced(`${model}:${provider}`);
      const tenfold = (list: typeof home, by: bigint) =>
        list.map((rates) => Object.entries(rates).map(([name, rate]) => [name, rate * by]));
      expect(tenfold(priced(id), 10n), id).toEqual(tenfold(home, 11n));
    }
  });
});

/** The newest price list of each endpoint, and of each deployment that has its own. */
function priceLists() {
  return [...endpoints].flatMap(([id, { pricing, deployments }]) => [
    { id, deployment: null, tiers: newestTiers(pricing) },
    ...Object.entries(deployments).flatMap(([deployment, own]) =>
      own.pricing ? [{ id, deployment, tiers: newestTiers(own.pricing) }] : [],
    ),
  ]);
}

describe("deployments", () => {
  const PREFIX_REGIONS: Record<string, string> = {
    global: "us-east-1",
    us: "us-east-1",
    eu: "eu-central-1",
    jp: "ap-northeast-1",
    au: "ap-southeast-2",
  };

  test("on Bedrock one is named like the prefix of its inference profile, in a region of that prefix", () => {
    const bedrock = [...endpoints].filter(([id]) => known.get(id)?.provider === "bedrock");
    for (const [id, { deployments }] of bedrock)
      for (const [name, own] of Object.entries(deployments))
        if (name !== "default") {
          expect(own.providerModelId?.split(".")[0], id).toBe(name);
          expect(own.region, id).toBe(PREFIX_REGIONS[name]);
        }
  });

  test("the default one leaves everything, the region too, to the endpoint and the key", () => {
    const changed = [...endpoints].filter(
      ([, { deployments }]) => JSON.stringify(deployments.default) !== "{}",
    );
    expect(changed.map(([id]) => id)).toEqual([]);
  });
});

describe("APIs and reasoning", () => {
  test("every endpoint is offered on APIs of its provider", () => {
    const wrong = [...endpoints].filter(([id, { apis = [] }]) => {
      const provider = Object.values<BaseProvider>(providers).find(
        ({ slug }) => slug === known.get(id)?.provider,
      );
      return apis.some((api) => !provider?.apis.some((offered) => offered.id === api));
    });
    expect(wrong.map(([id]) => id)).toEqual([]);
  });

  test("Claude has fixed sampling from Opus 4.7 on, adaptive thinking from 4.6, none in the oldest", () => {
    const rows = [
      "claude-3-haiku",
      "claude-3-7-sonnet",
      "claude-sonnet-4-5",
      "claude-opus-4-6",
      "claude-opus-4-7",
    ];
    expect(
      rows.map((model) => {
        const config = endpoints.get(`${model}:anthropic`);
        return [config?.reasoning, config?.supportedParameters.includes("temperature")];
      }),
    ).toEqual([
      [undefined, true],
      ["budget", true],
      ["budget", true],
      ["adaptive", true],
      ["adaptive", false],
    ]);
  });

  test("an endpoint that says how it is asked to reason can be asked", () => {
    const mute = [...endpoints].filter(
      ([, config]) => config.reasoning && !config.supportedParameters.includes("reasoning_effort"),
    );
    expect(mute.map(([id]) => id)).toEqual([]);
  });
});

test("embeddings take no chat parameter, are billed, and say how long their vectors are", () => {
  const embeddings = [...endpoints].filter(([, config]) =>
    config.apis?.some((api) => operationOf(api) === "embeddings"),
  );
  expect(embeddings.length).toBeGreaterThanOrEqual(35);
  for (const [id, config] of embeddings) {
    expect(config).toMatchObject({ supportedParameters: [], ptbEnabled: true });
    expect([id, openRegistry().indexes.endpoint(id)?.vector]).toEqual([id, expect.anything()]);
  }
});
