import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../canonical/chat.ts";
import { createRegistry } from "../index.ts";
import { base, since } from "../pricing/tiers.ts";
import { providers } from "../providers/index.ts";
import type { EndpointConfig } from "../schema.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider, madeUpSource } from "../testing.ts";
import type { KeyView, Plan, PlanInput } from "./plan.ts";

const registryOf = (endpoints: Record<string, EndpointConfig>) =>
  createRegistry(
    madeUpSource(endpoints, {
      models: { m: madeUpModel(), other: madeUpModel() },
      providers: [madeUpProvider("anna", { priority: 1 }), madeUpProvider("bert", { priority: 2 })],
    }),
  );

const plain = registryOf({ "m:anna": madeUpEndpoint(), "m:bert": madeUpEndpoint() });

const key = (provider: string, more: Partial<KeyView> = {}): KeyView => ({
  id: `key-${provider}`,
  provider,
  enabled: true,
  byokOnly: false,
  ...more,
});

function planOf(registry: ReturnType<typeof registryOf>, model: string, more: Partial<PlanInput> = {}): Plan {
  const request: ChatRequest = { model, messages: [{ role: "user", content: "Hm?" }], ...more.request };
  return registry.plan({ keys: [], platform: new Set(["anna", "bert"]), ...more, request });
}

const asking = (more: Partial<ChatRequest>): ChatRequest => ({ ...more }) as ChatRequest;
const refusalsOf = (plan: Plan) => (plan.ok ? plan.refusals : []);
const reasonsOf = (plan: Plan) =>
  refusalsOf(plan).map(({ provider, mode, reason }) => [provider, mode, reason]);
const errorOf = (plan: Plan) => (plan.ok ? null : plan.error);
const stepsOf = (plan: Plan) =>
  plan.ok ? plan.attempts.map(({ endpoint, mode }) => [endpoint.id, mode]) : null;

describe("keys (RTE-03)", () => {
  test("an attempt on the caller's key names the first enabled key of that provider, one on ours names none", () => {
    const keys = [key("bert"), key("anna", { id: "old", enabled: false }), key("anna", { id: "new" })];
    const plan = planOf(plain, "m/anna", { keys });
    expect(plan.ok && plan.attempts.map(({ mode, keyId }) => [mode, keyId])).toEqual([
      ["byok", "new"],
      ["ptb", null],
    ]);
  });

  test("a disabled key is told from none", () => {
    expect(reasonsOf(planOf(plain, "m", { keys: [key("anna", { enabled: false })] }))).toEqual([
      ["anna", "byok", "its key is disabled"],
      ["bert", "byok", "no provider key"],
    ]);
  });

  test("a byokOnly key keeps us from billing, even when it is disabled, and says so", () => {
    const keys = [key("anna", { enabled: false, byokOnly: true })];
    expect(reasonsOf(planOf(plain, "m/anna,m/bert", { keys }))).toContainEqual([
      "anna",
      "ptb",
      "its key is byokOnly",
    ]);
  });

  test("a provider that we have no key for is not billed", () => {
    const plan = planOf(plain, "m", { platform: new Set(["bert"]) });
    expect(reasonsOf(plan)).toContainEqual(["anna", "ptb", "the gateway has no platform key"]);
    expect(stepsOf(plan)).toEqual([["m:bert", "ptb"]]);
  });
});

describe("what cannot be attempted says why (RTE-05, RTE-06)", () => {
  test("an excluded provider", () => {
    const plan = planOf(plain, "m,!anna", { keys: [key("anna")] });
    expect(stepsOf(plan)).toEqual([["m:bert", "ptb"]]);
    expect(reasonsOf(plan)).toContainEqual(["anna", "byok", "excluded by the model list"]);
  });

  test("a model that is no chat model", () => {
    const registry = createRegistry(
      madeUpSource(
        { "m:anna": madeUpEndpoint({ apis: ["openai-embeddings"] }) },
        {
          models: { m: madeUpModel() },
          providers: [madeUpProvider("anna", { apis: providers.openai.apis })],
        },
      ),
    );
    expect(errorOf(planOf(registry, "m"))).toMatchObject({
      code: "no_attempt_possible",
      message: expect.stringContaining("m at anna (ptb): the model serves embeddings, not chat"),
    });
  });

  test("a model that the provider does not offer, and who does", () => {
    const registry = registryOf({
      "m:anna": madeUpEndpoint(),
      "other:anna": madeUpEndpoint(),
      "other:bert": madeUpEndpoint(),
    });
    expect(errorOf(planOf(registry, "m/bert"))).toMatchObject({
      code: "model_not_found",
      param: "model",
      message: '"m" is not offered by bert (it is by anna)',
    });
    expect(errorOf(planOf(plain, "m/anna/eu"))?.message).toContain("there is default");
  });

  test("all who offer it, where they are several", () => {
    const registry = createRegistry(
      madeUpSource(
        { "m:anna": madeUpEndpoint(), "m:bert": madeUpEndpoint() },
        { providers: ["anna", "bert", "cora"].map((slug) => madeUpProvider(slug)) },
      ),
    );
    expect(errorOf(planOf(registry, "m/cora"))?.message).toBe(
      '"m" is not offered by cora (it is by anna, bert)',
    );
  });

  test("an unknown model at a deployment, or at a provider without any model", () => {
    const registry = registryOf({ "m:anna": madeUpEndpoint() });
    for (const model of ["new/anna/eu", "new/bert"]) {
      expect(errorOf(planOf(registry, model))).toMatchObject({
        code: "model_not_found",
        message: `unknown model "new" in "${model}"`,
      });
    }
  });

  test("every reason once, entry by entry", () => {
    expect(errorOf(planOf(plain, "m/anna,m/anna", { platform: new Set() }))?.message).toBe(
      "No attempt is possible. m/anna at anna (byok): no provider key; m/anna at anna (ptb): the gateway has no platform key.",
    );
  });
});

describe("capabilities (MAP-09)", () => {
  const tools: ChatRequest["tools"] = [{ type: "function", function: { name: "weather" } }];
  const able = { supportedParameters: ["tools"] } satisfies Partial<EndpointConfig>;

  test("a request goes only where all that it needs is", () => {
    const registry = registryOf({ "m:anna": madeUpEndpoint(), "m:bert": madeUpEndpoint(able) });
    const plan = planOf(registry, "m", { request: asking({ tools }) });
    expect(stepsOf(plan)).toEqual([["m:bert", "ptb"]]);
    expect(refusalsOf(plan)[0]).toMatchObject({
      provider: "anna",
      reason: "m:anna does not support tools",
      unsupported: "tools",
    });
  });

  test("where it is nowhere, the parameter is refused by name", () => {
    expect(errorOf(planOf(plain, "m", { request: asking({ tools }) }))).toMatchObject({
      status: 400,
      code: "unsupported_parameter",
      param: "tools",
      message: "m:anna does not support tools",
    });
  });

  test("where only a key is missing for it, the key is what is missing", () => {
    const registry = registryOf({ "m:anna": madeUpEndpoint(), "m:bert": madeUpEndpoint(able) });
    const plan = planOf(registry, "m", { request: asking({ tools }), platform: new Set() });
    expect(errorOf(plan)).toMatchObject({ code: "no_attempt_possible", param: "model" });
  });
});

describe("prices (BIL-06)", () => {
  test("what PTB cannot price is refused by name, and passes on the caller's key", () => {
    const request = asking({ service_tier: "flex" });
    expect(errorOf(planOf(plain, "m", { request }))).toMatchObject({
      code: "unpriced_feature",
      param: "service_tier",
      message: expect.stringContaining("m at anna (ptb): PTB cannot price service_tier"),
    });
    expect(stepsOf(planOf(plain, "m", { request, keys: [key("bert")] }))).toEqual([["m:bert", "byok"]]);
  });

  test("an unknown model is no unpriced feature but one that needs a key", () => {
    expect(errorOf(planOf(plain, "new/anna"))).toMatchObject({ code: "no_attempt_possible", param: "model" });
  });

  test("are those of the day of the request", () => {
    const registry = registryOf({
      "m:anna": madeUpEndpoint({
        pricing: [
          since("2026-01-01", base({ input: "1", output: "1" })),
          since("2026-07-30", base({ input: "9", output: "9" })),
        ],
      }),
    });
    const rateOn = (on?: string) => {
      const plan = planOf(registry, "m", on === undefined ? {} : { on });
      return plan.ok ? plan.attempts[0]?.endpoint.tiers[0]?.rates.input : null;
    };
    expect(rateOn("2026-07-29")).toBe(1_000_000n);
    expect(rateOn("2026-07-30")).toBe(9_000_000n);
    expect(rateOn()).toBe(9_000_000n);
    const undated = planOf(registry, "m");
    expect(undated.ok && undated.attempts[0]?.endpoint.earlier.map(({ until }) => until)).toEqual([
      "2026-01-01",
      "2026-07-30",
    ]);
  });
});

describe("strict (MAP-09)", () => {
  const registry = registryOf({
    "m:anna": madeUpEndpoint({ supportedParameters: ["temperature"] }),
    "m:bert": madeUpEndpoint({ supportedParameters: ["temperature", "seed"] }),
  });
  const request = asking({ temperature: 0, seed: 7 });

  test("leaves only endpoints that take every parameter", () => {
    expect(stepsOf(planOf(registry, "m", { request: { ...request, strict: true } }))).toEqual([
      ["m:bert", "ptb"],
    ]);
    expect(stepsOf(planOf(registry, "m", { request: { ...request, strict: false } }))).toHaveLength(2);
    expect(stepsOf(planOf(registry, "m", { request }))).toHaveLength(2);
  });

  test("refuses what none takes, by endpoint and parameter", () => {
    const wanting = asking({ seed: 7, top_p: 0.5, strict: true });
    expect(errorOf(planOf(registry, "m/anna", { request: wanting }))).toMatchObject({
      code: "unsupported_parameter",
      param: "seed",
      message: "m:anna does not support seed",
    });
    expect(errorOf(planOf(registry, "m", { request: wanting }))).toMatchObject({
      code: "unsupported_parameter",
    });
  });
});

describe("native bodies (MAP-14)", () => {
  const registry = createRegistry(
    madeUpSource(
      { "m:anna": madeUpEndpoint(), "m:own": madeUpEndpoint() },
      {
        providers: [
          madeUpProvider("anna"),
          Object.assign(Object.create(providers.anthropic), { slug: "own", aliases: [] }),
        ],
      },
    ),
  );
  const native = (readable: boolean): Partial<PlanInput> => ({
    native: { api: "anthropic-messages", readable },
    platform: new Set(["anna", "own"]),
    keys: [key("own")],
  });

  test("go only to endpoints of their dialect", () => {
    const plan = planOf(registry, "m", native(true));
    expect(stepsOf(plan)).toEqual([
      ["m:own", "byok"],
      ["m:own", "ptb"],
    ]);
    expect(reasonsOf(plan)).toContainEqual([
      "anna",
      "ptb",
      "it speaks openai-chat, and the body is in anthropic-messages",
    ]);
  });

  test("that cannot be read go on the caller's key only", () => {
    const plan = planOf(registry, "m/own", native(false));
    expect(stepsOf(plan)).toEqual([["m:own", "byok"]]);
    expect(refusalsOf(plan)[0]).toMatchObject({
      reason: "PTB cannot price a body that it cannot read",
      unpriced: "body",
    });
    expect(errorOf(planOf(registry, "m/own", { ...native(false), keys: [] }))).toMatchObject({
      code: "unpriced_feature",
      param: "body",
    });
  });

  test("ask for what they ask for: no capability is looked up for them", () => {
    const request = asking({ tools: [{ type: "function", function: { name: "weather" } }] });
    expect(stepsOf(planOf(registry, "m/own", { ...native(true), request }))).toContainEqual([
      "m:own",
      "byok",
    ]);
  });

  test.each([
    ["m/own", "m:own"],
    ["m/anna,m/own", "m:anna"],
    ["m/own/nowhere", null],
    ["nothing", null],
    ["!own", null],
  ])("%s must be in the dialect of %s", (model, id) => {
    const found = registry.nativeEndpoint(model);
    expect(found === null ? null : found.id).toBe(id);
  });
});

describe("passthrough (RTE-08)", () => {
  const registry = registryOf({
    "m:anna": madeUpEndpoint({
      supportedParameters: ["temperature", "tools"],
      deployments: { default: { region: "eu-1" } },
      status: "deprecated",
      free: true,
    }),
    "other:anna": madeUpEndpoint({ supportedParameters: ["seed", "temperature"] }),
  });

  test("takes what any model of the provider takes, whatever became of the one it is like", () => {
    const plan = planOf(registry, "new/anna", { keys: [key("anna")] });
    const [attempt] = plan.ok ? plan.attempts : [];
    expect(attempt?.endpoint).toMatchObject({
      author: "passthrough",
      operation: "chat",
      status: "active",
      free: false,
      region: undefined,
      earlier: [],
      supportedParameters: ["temperature", "tools", "seed"],
    });
    expect([...(attempt?.endpoint.capabilities ?? [])]).toEqual(["tools"]);
  });

  test("speaks the first API of the provider, also where its first model is on another", () => {
    const own = providers.anthropic;
    const mixed = createRegistry(
      madeUpSource(
        { "m:anna": madeUpEndpoint({ apis: ["anthropic-messages"] }), "other:anna": madeUpEndpoint() },
        {
          models: { m: madeUpModel(), other: madeUpModel() },
          providers: [madeUpProvider("anna", { apis: [...providers.deepinfra.apis, ...own.apis] })],
        },
      ),
    );
    const plan = planOf(mixed, "new/anna", { keys: [key("anna")] });
    expect(plan.ok && plan.attempts[0]?.endpoint.api).toBe("openai-chat");
  });
});

test.each([[["a", "b", "c"]], [["c", "b", "a"]], [["b", "c", "a"]]])(
  "endpoints that are alike go by id, whatever the order of the providers: %j",
  (slugs) => {
    const endpoints = Object.fromEntries(slugs.map((slug) => [`m:${slug}`, madeUpEndpoint()]));
    const registry = createRegistry(
      madeUpSource(endpoints, { providers: slugs.map((slug) => madeUpProvider(slug)) }),
    );
    expect(stepsOf(planOf(registry, "m", { platform: new Set(slugs) }))).toEqual([
      ["m:a", "ptb"],
      ["m:b", "ptb"],
      ["m:c", "ptb"],
    ]);
  },
);

describe("homes (RTE-04)", () => {
  test("the default deployment is home wherever it is written, else the first", () => {
    const registry = registryOf({
      "m:anna": madeUpEndpoint({ deployments: { eu: {}, default: {}, us: {} } }),
      "m:bert": madeUpEndpoint({ deployments: { eu: {}, us: {} } }),
    });
    expect(stepsOf(planOf(registry, "m"))).toEqual([
      ["m:anna", "ptb"],
      ["m:bert:eu", "ptb"],
    ]);
  });
});
