/**
 * Wire answers priced through the command's own function: sums as a person writes them, in millionths of a dollar.
 */
import { describe, expect, test } from "vitest";
import { openRegistry } from "../../registry/index.ts";
import { CannotPrice, type CostQuestion, costReport, endpointByWire, parseJson } from "./cost.ts";

const registry = openRegistry();
const AT = "2026-11-28";
const report = (question: Omit<CostQuestion, "at"> & { at?: string }) =>
  costReport(registry, { at: AT, ...question });
const charged = (question: Omit<CostQuestion, "at"> & { at?: string }) => {
  const { total, reported } = report(question);
  return reported?.charged ?? total;
};

const openai = (tier?: string) => ({
  ...(tier === undefined ? {} : { service_tier: tier }),
  usage: {
    prompt_tokens: 10_000,
    completion_tokens: 100,
    total_tokens: 10_100,
    prompt_tokens_details: { cached_tokens: 4_000 },
  },
});
const claude = (more: object) => ({ usage: { input_tokens: 1_000, output_tokens: 100, ...more } });
const gemini = (more: object) => ({
  usageMetadata: { promptTokenCount: 1_000, candidatesTokenCount: 100, totalTokenCount: 1_100, ...more },
});
const converse = (tier: string) => ({
  serviceTier: { type: tier },
  usage: { inputTokens: 1_000, outputTokens: 100, totalTokens: 1_100 },
});

describe("answers at the price that they name", () => {
  test.each<[string, string, unknown, string]>([
    ["6000 × 2.5 + 4000 × 0.25 + 100 × 15", "gpt-5.4:openai", openai(), "0.0175"],
    ["twice that", "gpt-5.4:openai", openai("priority"), "0.035"],
    ["half of it", "gpt-5.4:openai", openai("flex"), "0.00875"],
    ["2 × (1000 × 5 + 100 × 25)", "claude-opus-4-8:anthropic", claude({ speed: "fast" }), "0.015"],
    ["1.1 × (1000 × 5 + 100 × 25)", "claude-opus-4-6:anthropic", claude({ inference_geo: "us" }), "0.00825"],
    [
      "0.5 × (1000 × 3 + 100 × 15)",
      "claude-sonnet-4-5:anthropic",
      claude({ service_tier: "batch" }),
      "0.00225",
    ],
    [
      "0.5 × (1000 × 0.3 + 100 × 2.5)",
      "gemini-2.5-flash:vertex",
      gemini({ trafficType: "ON_DEMAND_FLEX" }),
      "0.000275",
    ],
    [
      "0.5 × (1000 × 0.3 + 100 × 2.5)",
      "gemini-2.5-flash:google-ai-studio",
      gemini({ serviceTier: "flex" }),
      "0.000275",
    ],
    ["0.5 × (1000 × 1 + 100 × 3.2)", "glm-5:bedrock", converse("flex"), "0.00066"],
    [
      "800 × 0.3 + 200 × 1 + 100 × 2.5: sound has its own rate",
      "gemini-2.5-flash:vertex",
      gemini({ promptTokensDetails: [{ modality: "AUDIO", tokenCount: 200 }] }),
      "0.00069",
    ],
    [
      "1000 × 3 + 100 × 15 + 2 × 10000: searches beside the tokens",
      "claude-sonnet-4-5:anthropic",
      claude({ server_tool_use: { web_search_requests: 2 } }),
      "0.0245",
    ],
    [
      "1000 × 0.3 + 100 × 2.5 + 35000 once: an answer of the second generation that searched twice",
      "gemini-2.5-flash:google-ai-studio",
      { ...gemini({}), candidates: [{ groundingMetadata: { webSearchQueries: ["ebb", "flow"] } }] },
      "0.03555",
    ],
    [
      "1000 × 0.5 + 100 × 3 + 2 × 14000: each query of the third",
      "gemini-3-flash-preview:vertex",
      { ...gemini({}), candidates: [{ groundingMetadata: { webSearchQueries: ["ebb", "flow"] } }] },
      "0.0288",
    ],
    [
      "600 × 0.5 + 400 × 0.05 + 100 × 1.5: Mistral's cache",
      "mistral-large-2512:mistral",
      {
        usage: {
          prompt_tokens: 1_000,
          completion_tokens: 100,
          total_tokens: 1_100,
          prompt_tokens_details: { cached_tokens: 400 },
        },
      },
      "0.00047",
    ],
    [
      "1000 × 0.05 × 0.2 + 100 × 0.4: the implicit cache",
      "qwen-flash:alibaba",
      {
        usage: {
          prompt_tokens: 1_000,
          completion_tokens: 100,
          total_tokens: 1_100,
          prompt_tokens_details: { cached_tokens: 1_000 },
        },
      },
      "0.00005",
    ],
  ])("%s at %s", (_working, endpoint, raw, usd) => {
    expect(charged({ endpoint, raw })).toBe(usd);
  });

  test("2414 × 3 + 3200 × 15 + 2728 × 5 + 874 × 25: the advisor at its own model's price", () => {
    const raw = {
      usage: {
        input_tokens: 2414,
        output_tokens: 3200,
        iterations: [
          { type: "message", input_tokens: 1051, output_tokens: 35 },
          { type: "advisor_message", model: "claude-opus-4-7", input_tokens: 2728, output_tokens: 874 },
          { type: "message", input_tokens: 1363, output_tokens: 3165 },
        ],
      },
    };
    expect(charged({ endpoint: "claude-sonnet-4-6:anthropic", raw })).toBe("0.090732");
  });

  test.each([
    [
      "a relay's own key: fee and bill",
      { cost: 0, is_byok: true, cost_details: { upstream_inference_cost: 0.0042 } },
      "0.0042",
    ],
    [
      "a relay's own key, with its fee",
      { cost: 0.0001, is_byok: true, cost_details: { upstream_inference_cost: 0.002 } },
      "0.0021",
    ],
    [
      "the relay's own account",
      { cost: 0.002, is_byok: false, cost_details: { upstream_inference_cost: 0.002 } },
      "0.002",
    ],
  ])("%s", (_what, more, usd) => {
    const raw = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110, ...more };
    expect(charged({ endpoint: "gemini-2.5-flash:openrouter", raw })).toBe(usd);
  });

  test("a word without a price is named", () => {
    const ask = () => report({ endpoint: "gpt-5.4:openai", raw: openai("scale") });
    expect(ask).toThrow(CannotPrice);
    expect(ask).toThrow('no price for service_tier "scale"');
  });
});

describe("places and time", () => {
  const million = { input: 1_000_000, output: 1_000_000 };

  test.each([
    ["claude-sonnet-4-5:vertex", "us-east5", "19.8"],
    ["claude-sonnet-4-5:vertex", "global", "18"],
    ["claude-opus-4-6:bedrock:au", undefined, "33"],
    ["gpt-5.4-mini:openai", "eu", "5.775"],
    ["gpt-5.4-mini:openai", undefined, "5.25"],
    ["gpt-5.1:openai", "eu", "11.25"],
    ["claude-opus-4-6:bedrock:global", undefined, "30"],
    ["claude-opus-4-6:bedrock", "us-east-1", "33"],
  ])("%s in %s: a million in, a million out", (endpoint, region, usd) => {
    expect(report({ endpoint, usage: million, ...(region ? { region } : {}) }).total).toBe(usd);
  });

  test("200000 × 1.25 below and 200000 × 2.5 at xAI's threshold", () => {
    expect(report({ endpoint: "grok-4.3:xai", usage: { input: 199_999 } }).total).toBe("0.24999875");
    expect(report({ endpoint: "grok-4.3:xai", usage: { input: 200_000 } }).total).toBe("0.5");
  });

  test("has no price for a day before the model was there", () => {
    expect(() =>
      report({ endpoint: "claude-sonnet-5:anthropic", usage: { input: 1 }, at: "2025-01-01" }),
    ).toThrow("has no known prices on 2025-01-01");
  });
});

describe("usages of every shape", () => {
  test("embeddings count a prompt and nothing else: 1000 × 0.02", () => {
    const raw = { usage: { prompt_tokens: 1_000, total_tokens: 1_000 } };
    expect(charged({ endpoint: "text-embedding-3-small:openai", raw })).toBe("0.00002");
  });

  test.each([
    [
      "a total alone: 1000 × 0.02",
      "text-embedding-3-small:openai",
      { usage: { total_tokens: 1_000 } },
      "0.00002",
    ],
    [
      "Cohere's units: 1000 × 0.12",
      "embed-v4:cohere",
      { meta: { billed_units: { input_tokens: 1_000 } } },
      "0.00012",
    ],
    [
      "Gemini's: 1000 × 0.15",
      "gemini-embedding-001:google-ai-studio",
      { usageMetadata: { promptTokenCount: 1_000 } },
      "0.00015",
    ],
    [
      "Titan's: 1000 × 0.02",
      "titan-embed-text-v2:bedrock",
      { embedding: [0.5], inputTextTokenCount: 1_000 },
      "0.00002",
    ],
    ["a header's: 1000 × 0.12", "embed-v4:bedrock", { "x-amzn-bedrock-input-token-count": 1_000 }, "0.00012"],
    [
      "Vertex's, prediction by prediction: 1000 × 0.15",
      "gemini-embedding-001:vertex",
      { predictions: [400, 600].map((token_count) => ({ embeddings: { statistics: { token_count } } })) },
      "0.00015",
    ],
    [
      "a prompt's completion: 8 × 1.5 + 4 × 2",
      "gpt-3.5-turbo-instruct:openai",
      { prompt_tokens: 8, completion_tokens: 4 },
      "0.00002",
    ],
  ])("of %s", (_name, endpoint, raw, expected) => {
    expect(charged({ endpoint, raw })).toBe(expected);
  });

  test.each(["text-embedding-3-small:openai", "embed-v4:cohere"])(
    "%s without a count is refused",
    (endpoint) => {
      expect(() => charged({ endpoint, raw: { usage: { completion_tokens: 4 } } })).toThrow("no whole usage");
      expect(() => charged({ endpoint, raw: { total_tokens: 0 } })).toThrow("0 tokens");
    },
  );

  test("responses, with a search that only their output shows: 6000 × 2.5 + 4000 × 0.25 + 100 × 15 + 10000", () => {
    const raw = {
      output: [{ type: "web_search_call" }, { type: "message" }],
      usage: {
        input_tokens: 10_000,
        output_tokens: 100,
        total_tokens: 10_100,
        input_tokens_details: { cached_tokens: 4_000 },
      },
    };
    expect(charged({ endpoint: "gpt-5.4:openai", raw })).toBe("0.0275");
  });

  test("responses, with two searches of files: 1000 × 2.5 + 100 × 15 + 2 × 2500", () => {
    const usage = { input_tokens: 1_000, output_tokens: 100, total_tokens: 1_100 };
    const output = [{ type: "file_search_call" }, { type: "file_search_call" }, { type: "message" }];
    expect(charged({ endpoint: "gpt-5.4:openai", raw: { output, usage } })).toBe("0.009");
  });

  test("gemini, with places: 1000 × 0.3 + 100 × 2.5, and 25 for each thousand answers", () => {
    const raw = {
      candidates: [{ groundingMetadata: { groundingChunks: [{ maps: { title: "Pier" } }] } }],
      usageMetadata: { promptTokenCount: 1_000, candidatesTokenCount: 100, totalTokenCount: 1_100 },
    };
    expect(charged({ endpoint: "gemini-2.5-flash:google-ai-studio", raw })).toBe("0.02555");
  });

  test("cache writes inside the prompt: 1000 × 4 + 4000 × 0.4 + 5000 × 5 + 100 × 20", () => {
    const prompt_tokens_details = { cached_tokens: 4_000, cache_write_tokens: 5_000 };
    const usage = { prompt_tokens: 10_000, completion_tokens: 100, total_tokens: 10_100 };
    const raw = { usage: { ...usage, prompt_tokens_details } };
    expect(charged({ endpoint: "gpt-5.6-sol:openai", raw })).toBe("0.0326");
    // Before the cut: 1000 × 5 + 4000 × 0.5 + 5000 × 6.25 + 100 × 30.
    expect(charged({ endpoint: "gpt-5.6-sol:openai", raw, at: "2026-08-20" })).toBe("0.04125");
  });

  test("introductory prices end: 1000 × 0.75 + 100 × 3.75 on their last day, twice that on the next", () => {
    const usage = { input: 1_000, output: 100 };
    const on = (at: string) => () => report({ endpoint: "gemini-3.7-flash:vertex", usage, at }).total;
    expect(on("2026-12-31")()).toBe("0.001125");
    expect(on("2027-01-01")()).toBe("0.00225");
  });

  test("Opus 5 costs twice as much when its answer was fast: (1000 × 5 + 100 × 25) × 2", () => {
    const usage = { input_tokens: 1_000, output_tokens: 100, speed: "fast" };
    expect(charged({ endpoint: "claude-opus-5:anthropic", raw: { usage } })).toBe("0.015");
  });

  test("a page that was opened belongs to its search, and a tool without a price is named", () => {
    const usage = { input_tokens: 1_000, output_tokens: 100, total_tokens: 1_100 };
    const output = [
      { type: "web_search_call", action: { type: "search", query: "ebb" } },
      { type: "web_search_call", action: { type: "open_page" } },
    ];
    // 1000 × 2.5 + 100 × 15 + 10000
    expect(charged({ endpoint: "gpt-5.4:openai", raw: { output, usage } })).toBe("0.014");
    const ask = () =>
      charged({ endpoint: "gpt-5.4:openai", raw: { output: [{ type: "code_interpreter_call" }], usage } });
    expect(ask).toThrow("no price for codeInterpreter");
  });

  test("a stream as it was recorded, the word on an earlier chunk", () => {
    const chunks = [
      { service_tier: "priority", choices: [] },
      { choices: [], usage: openai().usage },
    ];
    const text = [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), "data: [DONE]\n\n"].join(
      "",
    );
    expect(charged({ endpoint: "gpt-5.4:openai", raw: parseJson("--raw", text) })).toBe("0.035");
  });

  test("a stream of Anthropic, counts of its first event and its last: 1000 × 3 + 100 × 15", () => {
    const raw = [
      { type: "message_start", message: { usage: { input_tokens: 1_000, output_tokens: 1 } } },
      { type: "message_delta", usage: { output_tokens: 100 } },
    ];
    expect(charged({ endpoint: "claude-sonnet-4-5:anthropic", raw })).toBe("0.0045");
  });

  test("counts that contradict each other cost what the relay says, and nothing is computed", () => {
    const raw = {
      prompt_tokens: 100,
      completion_tokens: 10,
      total_tokens: 110,
      cost: 0.003,
      prompt_tokens_details: { cached_tokens: 90, audio_tokens: 70 },
    };
    expect(report({ endpoint: "gemini-2.5-flash:openrouter", raw })).toMatchObject({
      total: null,
      reported: { charged: "0.003" },
    });
  });

  test("finds an endpoint by the provider's own id, and names near ones", () => {
    expect(endpointByWire(registry, "vertex", "claude-sonnet-4-5@20250929")).toBe("claude-sonnet-4-5:vertex");
    expect(() => endpointByWire(registry, "openai", "gpt-5.44")).toThrow("Did you mean gpt-5.4");
    expect(() => endpointByWire(registry, "nowhere", "x")).toThrow("allowed: ");
  });
});
