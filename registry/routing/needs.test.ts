import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../canonical/chat.ts";
import { resolveEndpoint } from "../endpoint.ts";
import { base } from "../pricing/tiers.ts";
import type { EndpointConfig } from "../schema.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider } from "../testing.ts";
import { boundsOf, neededCapabilities, unpricedFeatures } from "./needs.ts";

type Parts = Exclude<ChatRequest["messages"][number]["content"], string | null | undefined>;

const endpointOf = (more: Partial<EndpointConfig> = {}) =>
  resolveEndpoint(
    {
      modelId: "m",
      model: madeUpModel(),
      provider: madeUpProvider("p"),
      config: madeUpEndpoint({ contextLength: 5_000, maxCompletionTokens: 100, ...more }),
    },
    "default",
    {},
  );

const asking = (more: Partial<ChatRequest> = {}): ChatRequest => ({
  model: "m",
  messages: [{ role: "user", content: "Hm?" }],
  ...more,
});

const saying = (...parts: unknown[]): ChatRequest =>
  asking({
    messages: [
      { role: "system", content: "Short." },
      { role: "user", content: parts as Parts },
    ],
  });

const TEXT = { type: "text", text: "Look:" };
const IMAGE = { type: "image_url", image_url: { url: "https://example.com/a.png" } };
const SOUND = { type: "input_audio", input_audio: { data: "AA==", format: "wav" } };
const FILE = { type: "file", file: { file_data: "data:application/pdf;base64,AA==" } };
const WEATHER = { type: "function" as const, function: { name: "weather" } };
const SEARCH = { type: "web_search" };
const tools = (...list: unknown[]): Partial<ChatRequest> => ({ tools: list as ChatRequest["tools"] });

describe("what a request needs (MAP-09)", () => {
  test("is nothing for plain text, empty tools and a plain text format", () => {
    expect(neededCapabilities(asking())).toEqual([]);
    expect(neededCapabilities(asking(tools()))).toEqual([]);
    expect(neededCapabilities(asking({ response_format: { type: "text" } }))).toEqual([]);
  });

  test("is tools, with the parameter that asks for them", () => {
    expect(neededCapabilities(asking(tools(WEATHER)))).toEqual([{ capability: "tools", param: "tools" }]);
  });

  test.each([
    ["json_object", { type: "json_object" }],
    ["json_schema", { type: "json_schema", json_schema: { name: "s", schema: {} } }],
  ])("is %s where the format says so", (capability, format) => {
    const request = asking({ response_format: format as ChatRequest["response_format"] });
    expect(neededCapabilities(request)).toMatchObject([{ capability, param: "response_format" }]);
  });

  test("is what its parts are, each named by its place", () => {
    expect(neededCapabilities(saying(TEXT, IMAGE, FILE, SOUND))).toEqual([
      { capability: "images", param: "messages[1].content[1]" },
      { capability: "files", param: "messages[1].content[2]" },
      { capability: "audio", param: "messages[1].content[3]" },
    ]);
  });
});

describe("what has no price (BIL-06)", () => {
  const heard = endpointOf({ pricing: [base({ input: "1", audioInput: "9", output: "2" })] });

  test("is nothing in a plain request, with nulls and tiers at the list's price", () => {
    const plain = asking({ ...tools(WEATHER), prediction: null, service_tier: "on_demand" });
    expect(unpricedFeatures(plain, endpointOf())).toEqual([]);
    expect(unpricedFeatures(asking({ service_tier: null }), endpointOf())).toEqual([]);
  });

  test("is a model that the registry does not know", () => {
    expect(unpricedFeatures(asking(), { ...endpointOf(), priced: false })).toEqual(["model"]);
  });

  test.each(["web_search_options", "modalities", "audio", "prediction"])("is %s", (key) => {
    expect(unpricedFeatures(asking({ [key]: {} }), endpointOf())).toEqual([key]);
  });

  test("is a tool that the provider runs, by its place among the caller's own", () => {
    expect(unpricedFeatures(asking(tools(WEATHER, SEARCH)), endpointOf())).toEqual(["tools[1]"]);
  });

  test.each(["flex", "priority"])("is the service tier %s", (tier) => {
    expect(unpricedFeatures(asking({ service_tier: tier }), endpointOf())).toEqual(["service_tier"]);
  });

  test("is sound at an endpoint whose list has no price for it, and at one without a list", () => {
    const request = saying(TEXT, SOUND, IMAGE);
    expect(unpricedFeatures(request, endpointOf())).toEqual(["messages[1].content[1]"]);
    expect(unpricedFeatures(request, { ...endpointOf(), tiers: [] })).toEqual([
      "model",
      "messages[1].content[1]",
    ]);
    expect(unpricedFeatures(request, heard)).toEqual([]);
  });
});

describe("the most that an answer can use (BIL-01)", () => {
  const bytes = (request: ChatRequest) => new TextEncoder().encode(JSON.stringify(request)).length;

  test("is a token for each byte of the request, and room for the host's template", () => {
    const request = asking({ messages: [{ role: "user", content: "Süß?" }] });
    expect(boundsOf(request, endpointOf())).toEqual({
      promptTokens: bytes(request) + 2048,
      completionTokens: 100,
      extraReasoningTokens: 0,
    });
  });

  test("is never more prompt than fits the context", () => {
    expect(boundsOf(asking(), endpointOf({ contextLength: 1_000 }))).toMatchObject({ promptTokens: 1_000 });
  });

  test("is a context full of prompt where bytes bound nothing", () => {
    for (const part of [IMAGE, FILE, SOUND])
      expect(boundsOf(saying(TEXT, part), endpointOf())).toMatchObject({ promptTokens: 5_000 });
    expect(boundsOf(saying(TEXT), endpointOf()).promptTokens).toBe(bytes(saying(TEXT)) + 2048);
  });

  test.each<[string, Partial<ChatRequest>, number]>([
    ["the newer limit", { max_completion_tokens: 7, max_tokens: 9 }, 7],
    ["the older limit", { max_tokens: 9 }, 9],
    ["the context, whatever is asked for", { max_tokens: 10 ** 9 }, 5_000],
    ["the endpoint's own limit", {}, 100],
  ])("is as much completion as %s allows", (_name, more, tokens) => {
    expect(boundsOf(asking(more), endpointOf())).toMatchObject({ completionTokens: tokens });
  });

  test("is that for each choice, where the endpoint gives several", () => {
    const several = endpointOf({ supportedParameters: ["n"] });
    expect(boundsOf(asking({ n: 3, max_tokens: 9 }), several)).toMatchObject({ completionTokens: 27 });
    expect(boundsOf(asking({ max_tokens: 9 }), several)).toMatchObject({ completionTokens: 9 });
    expect(boundsOf(asking({ n: 3, max_tokens: 9 }), endpointOf())).toMatchObject({ completionTokens: 9 });
  });

  test("has thought on top where it is counted outside the completion, for each choice", () => {
    const thinking = endpointOf({ supportedParameters: ["n", "reasoning_effort"] });
    const counted = (
      reasoning: "inside-completion" | "outside-completion" | "decided-by-total",
      from = thinking,
    ) => boundsOf(asking({ n: 2 }), { ...from, usage: { ...from.usage, reasoning } }).extraReasoningTokens;
    expect(counted("outside-completion")).toBe(200);
    expect(counted("decided-by-total")).toBe(200);
    expect(counted("inside-completion")).toBe(0);
    expect(counted("outside-completion", endpointOf())).toBe(0);
  });

  test("has thought on top of a model that cannot be told to think, where its host is known to count it so", () => {
    const quiet = endpointOf();
    const counted = (reasoning: "inside-completion" | "decided-by-total") =>
      boundsOf(asking(), {
        ...quiet,
        usage: { ...quiet.usage, reasoning, reasoningWithoutTotal: "outside-completion" },
      }).extraReasoningTokens;
    expect(counted("decided-by-total")).toBe(100);
    expect(counted("inside-completion")).toBe(0);
  });
});
