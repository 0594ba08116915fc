/** What passed calls cost: expected amounts are worked by hand from the price lists of the providers (PRX-07). */
import { describe, expect, test } from "vitest";
import { openRegistry } from "../index.ts";
import { picoToUsd } from "../pricing/money.ts";
import { conventionFor, type PassedCall, pricePass } from "./pricing.ts";
import { NOTHING_SEEN, see, shapeOf, type UsageSeen } from "./usage.ts";

const registry = openRegistry();
const WHEN = "2026-11-28T12:00:00.000Z";

function call(
  host: string,
  path: string,
  seen: Partial<UsageSeen>,
  more: Partial<PassedCall> = {},
): PassedCall {
  const domain = registry.domains.recognise(host);
  const api = domain && registry.domains.apiAt(domain, host, path);
  return {
    domain,
    api,
    bodyModel: null,
    override: null,
    when: WHEN,
    seen: { ...NOTHING_SEEN, ...seen },
    ...more,
  };
}

const CHAT = "/v1/chat/completions";
const counts = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };

describe("pricePass", () => {
  test("prices gpt-4o-mini at OpenAI: 1000 in at 0.15, 100 out at 0.60 USD per million", () => {
    const priced = pricePass(
      registry,
      call("api.openai.com", CHAT, { raw: counts }, { bodyModel: "gpt-4o-mini" }),
    );
    expect(priced).toMatchObject({ model: "gpt-4o-mini", pending: null });
    expect(priced.charge && picoToUsd(priced.charge.amount)).toBe("0.00021");
  });

  test("counts cached tokens once, by the convention of the provider: 400 at 0.15, 600 at 0.075", () => {
    const raw = { ...counts, prompt_tokens_details: { cached_tokens: 600 } };
    const priced = pricePass(registry, call("api.openai.com", CHAT, { raw }, { bodyModel: "gpt-4o-mini" }));
    expect(priced.charge && picoToUsd(priced.charge.amount)).toBe("0.000165");
  });

  test("reads the Responses API by its own names", () => {
    const raw = { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 };
    const priced = pricePass(
      registry,
      call("api.openai.com", "/v1/responses", { raw, model: "gpt-4o-mini" }),
    );
    expect(priced.charge && picoToUsd(priced.charge.amount)).toBe("0.00021");
  });

  test("prices by the model in the path where it stands there", () => {
    const raw = { promptTokenCount: 1000, candidatesTokenCount: 100, totalTokenCount: 1100 };
    const path = "/v1beta/models/gemini-2.5-flash:generateContent";
    const priced = pricePass(registry, call("generativelanguage.googleapis.com", path, { raw }));
    // 0.30 in, 2.50 out.
    expect(priced.charge && picoToUsd(priced.charge.amount)).toBe("0.00055");
  });

  test("computes nothing where the table has no cost support, and reads the usage all the same", () => {
    const asked = call(
      "api.deepinfra.com",
      "/v1/openai/chat/completions",
      { raw: counts },
      { bodyModel: "x" },
    );
    expect(pricePass(registry, asked)).toMatchObject({
      charge: null,
      pending: null,
      usage: { kind: "known" },
    });
  });

  test.each(["gpt-4o-mini-nano", "gpt-4o-mini2", "gpt", "GPT-4O-MINI", "constructor"])(
    "leaves the unknown model %s pending, and does not take a neighbour's price",
    (bodyModel) => {
      const priced = pricePass(registry, call("api.openai.com", CHAT, { raw: counts }, { bodyModel }));
      expect(priced).toMatchObject({ charge: null, pending: `no price for "${bodyModel}" at openai` });
    },
  );

  test("has nothing to wait for without usage, at unknown hosts and at paths without an API", () => {
    const model = { bodyModel: "unknown" };
    for (const asked of [
      call("api.openai.com", CHAT, {}, model),
      call("own.example", CHAT, { raw: counts }, model),
      call("api.openai.com", "/v1/files", { raw: counts }, model),
      call("api.firecrawl.dev", "/v2/scrape", {}, model),
    ])
      expect(pricePass(registry, asked)).toMatchObject({ charge: null, pending: null });
  });

  describe("at a deployment, whose owner may have named it anything", () => {
    const path = "/openai/deployments/gpt-4o/chat/completions";
    const asked = (model: string | null) =>
      pricePass(registry, call("me.openai.azure.com", path, { raw: counts, model }));

    test("prices the model that answered, not the one that the name suggests", () => {
      // gpt-4o-mini behind a deployment called gpt-4o: 0.15 in, 0.60 out.
      expect(asked("gpt-4o-mini").charge?.amount).toBe(210_000_000n);
      expect(asked("gpt-4o-mini-2024-07-18")).toMatchObject({
        charge: null,
        pending: expect.stringContaining("2024-07-18"),
      });
    });

    test("prices the name where the answer agrees with it, or says nothing", () => {
      // gpt-4o: 2.50 in, 10.00 out.
      expect(asked("gpt-4o-2024-11-20").charge?.amount).toBe(3_500_000_000n);
      expect(asked(null).charge?.amount).toBe(3_500_000_000n);
    });
  });

  test("asks the override last", () => {
    const asked = { bodyModel: null, override: "gpt-4o-mini" };
    expect(pricePass(registry, call("api.openai.com", CHAT, { raw: counts }, asked)).charge?.amount).toBe(
      210_000_000n,
    );
    const named = pricePass(
      registry,
      call("api.openai.com", CHAT, { raw: counts }, { ...asked, bodyModel: "gpt-4o" }),
    );
    expect(named.charge?.amount).toBe(3_500_000_000n);
  });
});

describe("all that a passed answer holds", () => {
  type Shape = Parameters<typeof see>[2];
  const priced = (host: string, path: string, shape: Shape, bodies: unknown[], bodyModel: string | null) => {
    const domain = registry.domains.recognise(host);
    const convention = domain && conventionFor(registry, domain.slug, shape);
    const seen = bodies.reduce<UsageSeen>((s, body) => see(s, body, shape, convention), NOTHING_SEEN);
    const { charge } = pricePass(registry, call(host, path, seen, { bodyModel }));
    return { usd: charge && picoToUsd(charge.amount), problem: charge?.problem ?? null };
  };
  const responses = (...bodies: unknown[]) =>
    priced("api.openai.com", "/v1/responses", "openai-responses", bodies, "gpt-5.4");
  const usage = { input_tokens: 1_000, output_tokens: 100, total_tokens: 1_100 };
  const items = (...types: string[]) => types.map((type) => ({ type }));

  test("counts the searches of a Responses answer: 1000 × 2.5 + 100 × 15, 2 × 10000 and 1 × 2500", () => {
    const output = items("web_search_call", "web_search_call", "file_search_call", "message");
    expect(responses({ model: "gpt-5.4", usage, output })).toEqual({ usd: "0.0265", problem: null });
  });

  test("counts them once where the events of a stream repeat them, at the tier that the last one names", () => {
    const output = items("web_search_call", "message");
    const events = [
      { type: "response.created", response: { model: "gpt-5.4", service_tier: "auto", usage: null } },
      { type: "response.in_progress", response: { model: "gpt-5.4", output: items("web_search_call") } },
      { type: "response.completed", response: { model: "gpt-5.4", service_tier: "flex", usage, output } },
    ];
    // 0.5 × (1000 × 2.5 + 100 × 15), and a fee that no tier touches.
    expect(responses(...events)).toEqual({ usd: "0.012", problem: null });
  });

  test("names a tool that has no price, instead of leaving it out", () => {
    expect(responses({ model: "gpt-5.4", usage, output: items("image_generation_call") })).toEqual({
      usd: "0",
      problem: "no price for image_generation_call",
    });
  });

  test("counts the queries that Gemini made over all chunks: 1000 × 1.5 + 100 × 9, 2 × 14000", () => {
    const chunk = (webSearchQueries: string[]) => ({
      candidates: [{ groundingMetadata: { webSearchQueries } }],
    });
    const end = {
      usageMetadata: { promptTokenCount: 1_000, candidatesTokenCount: 100, totalTokenCount: 1_100 },
    };
    const path = "/v1beta/models/gemini-3.5-flash:streamGenerateContent";
    const passed = [chunk(["a"]), chunk(["a", "b"]), { ...chunk(["a", "b"]), ...end }];
    expect(priced("generativelanguage.googleapis.com", path, "gemini", passed, null)).toEqual({
      usd: "0.0304",
      problem: null,
    });
  });

  test("charges a relay's fee and what the provider billed to the relay's own key", () => {
    const bill = { cost: 0.0006, is_byok: true, cost_details: { upstream_inference_cost: 0.0123 } };
    const body = { model: "openai/gpt-4o", usage: { ...counts, ...bill } };
    expect(
      priced("openrouter.ai", "/api/v1/chat/completions", "openai-chat", [body], "openai/gpt-4o"),
    ).toEqual({
      usd: "0.0129",
      problem: null,
    });
  });
});

describe("see", () => {
  const seenOf = (shape: Parameters<typeof see>[2], ...bodies: unknown[]) =>
    bodies.reduce<UsageSeen>((seen, body) => see(seen, body, shape, null), NOTHING_SEEN);

  test("takes the last usage of a stream that counts up", () => {
    const chunk = (completion_tokens: number) => ({
      model: "m",
      usage: { prompt_tokens: 5, completion_tokens },
    });
    expect(seenOf("openai-chat", chunk(1), { usage: null, choices: [] }, chunk(7))).toMatchObject({
      model: "m",
      raw: { prompt_tokens: 5, completion_tokens: 7 },
    });
  });

  test("adds up what Anthropic tells at the beginning and at the end", () => {
    const start = {
      type: "message_start",
      message: { model: "c", usage: { input_tokens: 9, cache_read_input_tokens: 4, output_tokens: 1 } },
    };
    const end = { type: "message_delta", usage: { output_tokens: 20 } };
    expect(seenOf("anthropic-messages", start, end)).toMatchObject({
      model: "c",
      raw: { input_tokens: 9, cache_read_input_tokens: 4, output_tokens: 20 },
    });
  });

  test("hears a relay's tier inside the usage of the Responses API, in a body and in the event that ends a stream", () => {
    const usage = { input_tokens: 1, output_tokens: 2, service_tier: "Flex" };
    expect(seenOf("openai-responses", { usage }).words).toEqual({ service_tier: "flex" });
    expect(seenOf("openai-responses", { response: { usage } }).words).toEqual({ service_tier: "flex" });
  });

  test("reads a list of events, as Gemini streams them without SSE", () => {
    const event = (totalTokenCount: number) => ({ modelVersion: "g", usageMetadata: { totalTokenCount } });
    expect(seenOf("gemini", [event(3), event(9)])).toMatchObject({ model: "g", raw: { totalTokenCount: 9 } });
  });

  describe("with a provider's own price", () => {
    const priced = (slug: string, shape: Parameters<typeof see>[2], body: unknown) =>
      see(NOTHING_SEEN, body, shape, conventionFor(registry, slug, shape)).reportedCost;

    test("reads it inside the event that ends a stream of the Responses API", () => {
      const usage = { input_tokens: 12, output_tokens: 229, cost_in_usd_ticks: 1_176_500 };
      expect(priced("xai", "openai-responses", { usage })).toBe(1_176_500);
      const event = { type: "response.completed", response: { usage } };
      expect(priced("xai", "openai-responses", event)).toBe(1_176_500);
    });

    test("reads a relay's fee and what its own key was billed, which are owed together", () => {
      const usage = {
        prompt_tokens: 7,
        completion_tokens: 9,
        cost: 0,
        is_byok: true,
        cost_details: { upstream_inference_cost: 2.46e-5 },
      };
      expect(priced("openrouter", "openai-chat", { usage })).toEqual({ parts: [0, 2.46e-5] });
    });
  });

  test("takes nothing from what is no answer", () => {
    expect(seenOf("openai-chat", null, "text", 7, { usage: "no" }, { error: { message: "x" } })).toEqual(
      NOTHING_SEEN,
    );
  });
});

describe("shapeOf", () => {
  test.each([
    [{ prompt_tokens: 1, completion_tokens: 2 }, "openai-chat"],
    [{ prompt_tokens: 1, total_tokens: 1 }, "openai-embeddings"],
    [{ input_tokens: 1, output_tokens: 2, total_tokens: 3 }, "openai-responses"],
    [{ input_tokens: 1, output_tokens: 2, cache_read_input_tokens: 0 }, "anthropic-messages"],
    [{ promptTokenCount: 1, totalTokenCount: 2 }, "gemini"],
    [{ inputTokens: 1, outputTokens: 2, totalTokens: 3 }, "bedrock-converse"],
    [{ billed_units: { input_tokens: 1, output_tokens: 2 } }, "cohere-v2"],
    [{ credits: 5 }, null],
    [null, null],
    [{ prompt_tokens: "1", completion_tokens: "2" }, null],
  ])("tells %j as %s", (raw, shape) => expect(shapeOf(raw)).toBe(shape));
});
