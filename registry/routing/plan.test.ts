import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../canonical/chat.ts";
import { createRegistry } from "../index.ts";
import { base } from "../pricing/tiers.ts";
import type { EndpointConfig } from "../schema.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider, madeUpSource } from "../testing.ts";
import type { KeyView, Plan, PlanInput } from "./plan.ts";

const priced = (input: string, more: Partial<EndpointConfig> = {}): EndpointConfig =>
  madeUpEndpoint({ pricing: [base({ input, output: "1" })], ...more });

/** Three providers whose order by name, price and priority all differ. */
const threeWays = createRegistry(
  madeUpSource(
    { "m:anna": priced("3"), "m:bert": priced("1"), "m:cora": priced("2") },
    {
      providers: [
        madeUpProvider("anna", { priority: 2 }),
        madeUpProvider("bert", { priority: 3 }),
        madeUpProvider("cora", { priority: 1 }),
      ],
    },
  ),
);

const key = (provider: string, more: Partial<KeyView> = {}): KeyView => ({
  id: `key-${provider}`,
  provider,
  enabled: true,
  byokOnly: false,
  ...more,
});

const ALL = ["anna", "bert", "cora"];

function planOf(registry = threeWays, model = "m", { keys = [] as KeyView[], platform = ALL } = {}): Plan {
  const request: ChatRequest = { model, messages: [{ role: "user", content: "Hm?" }] };
  const input: PlanInput = { request, keys, platform: new Set(platform) };
  return registry.plan(input);
}

const steps = (plan: Plan): string[] =>
  plan.ok ? plan.attempts.map(({ endpoint, mode }) => `${endpoint.id} ${mode}`) : [plan.error.message];

describe("order (RTE-02)", () => {
  test("PTB goes by price", () => {
    expect(steps(planOf())).toEqual(["m:bert ptb", "m:cora ptb", "m:anna ptb"]);
  });

  test("BYOK goes by priority, and comes first", () => {
    expect(steps(planOf(threeWays, "m", { keys: ALL.map((slug) => key(slug)), platform: ["anna"] }))).toEqual(
      ["m:cora byok", "m:anna byok", "m:bert byok", "m:anna ptb"],
    );
  });

  test("equal prices go by priority, equal priorities by price, and equal both by id", () => {
    const registry = createRegistry(
      madeUpSource(
        { "m:a": priced("1"), "m:b": priced("1"), "m:c": priced("1"), "m:d": priced("0.5") },
        {
          providers: [
            madeUpProvider("d", { priority: 9 }),
            madeUpProvider("c", { priority: 5 }),
            madeUpProvider("b", { priority: 5 }),
            madeUpProvider("a", { priority: 7 }),
          ],
        },
      ),
    );
    const platform = ["a", "b", "c", "d"];
    expect(steps(planOf(registry, "m", { platform }))).toEqual(["m:d ptb", "m:b ptb", "m:c ptb", "m:a ptb"]);
    const keys = platform.map((slug) => key(slug));
    expect(steps(planOf(registry, "m", { keys, platform: [] }))).toEqual([
      "m:b byok",
      "m:c byok",
      "m:a byok",
      "m:d byok",
    ]);
  });

  test("an endpoint's own priority beats its provider's", () => {
    const registry = createRegistry(
      madeUpSource(
        { "m:a": priced("1"), "m:b": priced("1", { priority: 1 }) },
        { providers: [madeUpProvider("a", { priority: 2 }), madeUpProvider("b", { priority: 9 })] },
      ),
    );
    expect(steps(planOf(registry, "m", { platform: ["a", "b"] }))).toEqual(["m:b ptb", "m:a ptb"]);
  });

  test("entries keep their order and never interleave", () => {
    const keys = [key("anna"), key("bert")];
    expect(steps(planOf(threeWays, "m/anna,m/bert", { keys }))).toEqual([
      "m:anna byok",
      "m:anna ptb",
      "m:bert byok",
      "m:bert ptb",
    ]);
  });
});

describe("keys (RTE-03)", () => {
  test("an enabled byokOnly key removes its provider's PTB attempts only", () => {
    const keys = [key("bert", { byokOnly: true })];
    expect(steps(planOf(threeWays, "m", { keys }))).toEqual(["m:bert byok", "m:cora ptb", "m:anna ptb"]);
  });

  test("a disabled key is not used", () => {
    const keys = [key("bert", { enabled: false })];
    expect(steps(planOf(threeWays, "m/bert", { keys }))).toEqual(["m:bert ptb"]);
  });

  test("an endpoint with PTB off is tried with the caller's key only", () => {
    const registry = createRegistry(madeUpSource({ "m:p": priced("1", { ptbEnabled: false }) }));
    expect(steps(planOf(registry, "m", { keys: [key("p")], platform: ["p"] }))).toEqual(["m:p byok"]);
    expect(steps(planOf(registry, "m", { platform: ["p"] }))).toEqual([
      "No attempt is possible. m at p (byok): no provider key; m at p (ptb): PTB is off for this endpoint.",
    ]);
  });
});

describe("deployments (RTE-01, RTE-04, REG-08)", () => {
  const registry = createRegistry(
    madeUpSource({
      "m:p": priced("1", {
        deployments: {
          default: {},
          eu: { region: "eu-1", pricing: [base({ input: "2", output: "2" })], providerModelId: "eu/made-up" },
          us: { ptbEnabled: false },
        },
      }),
    }),
  );

  test("a model is asked for at its home: a failure moves no data to another region", () => {
    expect(steps(planOf(registry, "m", { platform: ["p"] }))).toEqual(["m:p ptb"]);
    expect(steps(planOf(registry, "m/p", { platform: ["p"] }))).toEqual(["m:p ptb"]);
  });

  test("several are tried where they are named, in that order", () => {
    expect(steps(planOf(registry, "m/p/eu,m/p/default", { platform: ["p"] }))).toEqual([
      "m:p:eu ptb",
      "m:p ptb",
    ]);
  });

  test("a pinned one is the only one", () => {
    expect(steps(planOf(registry, "m/p/eu", { platform: ["p"] }))).toEqual(["m:p:eu ptb"]);
    expect(steps(planOf(registry, "m/p/us", { platform: ["p"] }))).toEqual([
      "No attempt is possible. m/p/us at p (byok): no provider key; m/p/us at p (ptb): PTB is off for this endpoint.",
    ]);
  });

  test("an unknown one is refused with the nearest", () => {
    expect(steps(planOf(registry, "m/p/eu1", { platform: ["p"] }))).toEqual([
      'unknown deployment "eu1" in "m/p/eu1" (there is default, eu, us). Did you mean eu?',
    ]);
  });
});

describe("retired endpoints (RTE-09)", () => {
  const registry = createRegistry(
    madeUpSource(
      {
        "m:old": priced("0.1", { status: "deprecated" }),
        "m:off": priced("0.2", { status: "disabled" }),
        "m:new": priced("5", { status: "beta" }),
        "gone:old": priced("1", { status: "deprecated" }),
        "part:new": priced("1", { deployments: { default: {}, eu: { status: "disabled" } } }),
      },
      {
        models: { m: madeUpModel(), gone: madeUpModel(), part: madeUpModel() },
        providers: ["old", "off", "new"].map((slug) => madeUpProvider(slug)),
      },
    ),
  );
  const reach = { keys: [key("old"), key("off")], platform: ["old", "off", "new"] };

  test("are not selected, however cheap", () => {
    expect(steps(planOf(registry, "m", reach))).toEqual(["m:new ptb"]);
  });

  test.each([
    ["m/old", "the endpoint is deprecated"],
    ["m/off", "the endpoint is disabled"],
    ["gone", "the endpoint is deprecated"],
    ["part/new/eu", "the endpoint is disabled"],
  ])("asking for %s says so", (model, reason) => {
    const plan = planOf(registry, model, reach);
    expect(plan).toMatchObject({ ok: false, error: { status: 400, code: "no_attempt_possible" } });
    expect(steps(plan)[0]).toContain(reason);
  });

  test("a disabled deployment leaves the others", () => {
    expect(steps(planOf(registry, "part", reach))).toEqual(["part:new ptb"]);
  });
});

describe("passthrough (RTE-08)", () => {
  test("needs the caller's key and has no price", () => {
    const plan = planOf(threeWays, "who/knows:1/anna", { keys: [key("anna")] });
    expect(steps(plan)).toEqual(["who/knows:1:anna byok"]);
    expect(plan.ok && plan.attempts[0]?.endpoint).toMatchObject({
      providerModelId: "who/knows:1",
      priced: false,
      tiers: [],
      ptbEnabled: false,
    });
    expect(steps(planOf(threeWays, "who/knows:1/anna"))[0]).toContain("an unknown model has no price");
  });
});

test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])("%s is unknown (REG-13)", (name) => {
  for (const model of [name, `m/${name}`, `m/anna/${name}`, `m,!${name}`]) {
    const plan = planOf(threeWays, model, { keys: [key("anna")] });
    expect(plan, model).toMatchObject({ ok: false, error: { code: "model_not_found" } });
  }
});
