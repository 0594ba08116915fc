import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../canonical/chat.ts";
import type { Endpoint } from "../../../endpoint.ts";
import type { JsonObject } from "../../../json.ts";
import { UnsupportedInput } from "../../codec.ts";
import { gemini } from "../index.ts";
import { NO_SIGNATURE } from "../upstream/write-messages.ts";
import { endpointWith, sent } from "./testing.ts";

describe("requests to Gemini", () => {
  test.each<[string, Endpoint["reasoning"], Partial<ChatRequest>, JsonObject]>([
    ["low", "budget", { reasoning_effort: "low" }, { thinkingBudget: 2048, includeThoughts: true }],
    ["none", "budget", { reasoning_effort: "none" }, { thinkingBudget: 0, includeThoughts: false }],
    ["xhigh", "budget", { reasoning_effort: "xhigh" }, { thinkingBudget: 24_576, includeThoughts: true }],
    ["low", "level", { reasoning_effort: "low" }, { thinkingLevel: "LOW", includeThoughts: true }],
    ["none", "level", { reasoning_effort: "none" }, { thinkingLevel: "MINIMAL", includeThoughts: false }],
    [
      "a budget, which outranks the effort",
      "budget",
      { reasoning_effort: "high", thinking: { type: "enabled", budget_tokens: 500 } },
      { thinkingBudget: 500, includeThoughts: true },
    ],
    [
      "a budget",
      "level",
      { thinking: { type: "enabled", budget_tokens: 9000 } },
      { thinkingLevel: "HIGH", includeThoughts: true },
    ],
    ["adaptive", "budget", { thinking: { type: "adaptive" } }, { thinkingBudget: -1, includeThoughts: true }],
    ["disabled", "budget", { thinking: { type: "disabled" } }, { thinkingBudget: 0, includeThoughts: false }],
    [
      "hidden thoughts",
      "budget",
      { reasoning_effort: "low", include_reasoning: false },
      { thinkingBudget: 2048, includeThoughts: false },
    ],
  ])("thinking: %s by %s (MAP-10)", (_name, reasoning, request, thinkingConfig) => {
    expect(sent(request, { reasoning })).toMatchObject({ generationConfig: { thinkingConfig } });
  });

  test("a bare tool gets a schema and no empty description; a choice among none is not sent (MAP-11)", () => {
    const tools = [{ type: "function" as const, function: { name: "tide", description: "" } }];
    expect(sent({ tools }).tools).toEqual([
      { functionDeclarations: [{ name: "tide", parametersJsonSchema: { type: "object", properties: {} } }] },
    ]);
    expect(sent({ tool_choice: "none" }).toolConfig).toBeUndefined();
  });

  test("Gemini 3 gets a stand-in for signatures that nobody has, once a turn", () => {
    const call = (id: string) => ({
      id,
      type: "function" as const,
      function: { name: "tide", arguments: "" },
    });
    const messages: ChatRequest["messages"] = [
      { role: "user", content: "Go." },
      { role: "assistant", content: null, tool_calls: [call("a"), call("b")] },
      { role: "tool", tool_call_id: "a", content: "" },
      { role: "tool", tool_call_id: "b", content: "Low." },
    ];
    expect(sent({ messages }, { reasoning: "level" }).contents).toEqual([
      { role: "user", parts: [{ text: "Go." }] },
      {
        role: "model",
        parts: [
          { functionCall: { id: "a", name: "tide", args: {} }, thoughtSignature: NO_SIGNATURE },
          { functionCall: { id: "b", name: "tide", args: {} } },
        ],
      },
      {
        role: "user",
        parts: [
          { functionResponse: { id: "a", name: "tide", response: { output: "" } } },
          { functionResponse: { id: "b", name: "tide", response: { output: "Low." } } },
        ],
      },
    ]);
  });

  test("instructions alone are something to answer", () => {
    expect(sent({ messages: [{ role: "system", content: "Ahoy." }] })).toEqual({
      contents: [{ role: "user", parts: [{ text: "Ahoy." }] }],
    });
  });

  test("sound, files and pictures go where they belong (MAP-07)", () => {
    const content = [
      { type: "input_audio" as const, input_audio: { data: "AAAA", format: "mp3" } },
      { type: "file" as const, file: { file_data: "data:application/pdf;base64,AAAA" } },
      {
        type: "file" as const,
        file: { file_id: "https://files.example/v1beta/files/x", mime_type: "video/mp4" },
      },
      { type: "image_url" as const, image_url: { url: "https://pier.example/red.webp?x=1" } },
    ];
    expect(sent({ messages: [{ role: "user", content }] }).contents).toEqual([
      {
        role: "user",
        parts: [
          { inlineData: { mimeType: "audio/mpeg", data: "AAAA" } },
          { inlineData: { mimeType: "application/pdf", data: "AAAA" } },
          { fileData: { mimeType: "video/mp4", fileUri: "https://files.example/v1beta/files/x" } },
          { fileData: { mimeType: "image/webp", fileUri: "https://pier.example/red.webp?x=1" } },
        ],
      },
    ]);
  });

  test.each<[string, Partial<ChatRequest>]>([
    ["reasoning_effort", { reasoning_effort: "terrific" }],
    ["tools[0]", { tools: [{ type: "crystal_ball" }] }],
    ["messages[0].tool_call_id", { messages: [{ role: "tool", tool_call_id: "nobody", content: "x" }] }],
    [
      "messages[0].tool_calls[0].function.arguments",
      {
        messages: [
          {
            role: "assistant",
            tool_calls: [{ id: "a", type: "function", function: { name: "tide", arguments: "[1]" } }],
          },
        ],
      },
    ],
    ["messages[0].content[0]", { messages: [{ role: "user", content: [{ type: "file", file: {} }] }] }],
    [
      "messages[0].content[0]",
      {
        messages: [
          { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/svg+xml,<x/>" } }] },
        ],
      },
    ],
  ])("what has no place is refused by name: %s (MAP-07, MAP-09)", (param, request) => {
    const attempt = () => sent(request);
    expect(attempt).toThrow(UnsupportedInput);
    expect(attempt).toThrow(expect.objectContaining({ param }));
  });

  test.each([
    ["gemini-2.5-flash", false, "models/gemini-2.5-flash:generateContent"],
    ["gemini-2.5-flash", true, "models/gemini-2.5-flash:streamGenerateContent?alt=sse"],
    ["tunedModels/my-tide-1", false, "tunedModels/my-tide-1:generateContent"],
    ["../../evil?x#y", false, "models/..%2F..%2Fevil%3Fx%23y:generateContent"],
    ["a@default", false, "models/a@default:generateContent"],
  ])("the path of %s (MAP-01, PRX-08)", (providerModelId, stream, path) => {
    expect(gemini.path(endpointWith({ providerModelId }), stream)).toBe(path);
  });

  test("a native body keeps everything but model and stream (MAP-14)", () => {
    const body = { model: "x", stream: true, contents: [], safetySettings: [] };
    expect(gemini.addressNative(body, "gemini-2.5-flash")).toEqual({ contents: [], safetySettings: [] });
  });
});

describe("thinking that an endpoint cannot take", () => {
  test.each<Endpoint["reasoning"]>(["level", "budget"])(
    "is refused with the words that it takes: by %s (MAP-07)",
    (reasoning) => {
      const attempt = () => sent({ reasoning_effort: "tidal" }, { reasoning });
      expect(attempt).toThrow(UnsupportedInput);
      expect(attempt).toThrow(
        expect.objectContaining({
          param: "reasoning_effort",
          message: "one of none, minimal, low, medium, high, xhigh, max",
        }),
      );
    },
  );

  test.each<[string, Endpoint["reasoning"], JsonObject, JsonObject]>([
    ["enabled without a budget", "level", { type: "enabled" }, { includeThoughts: true }],
    ["adaptive", "level", { type: "adaptive" }, { includeThoughts: true }],
    [
      "enabled without a budget",
      "budget",
      { type: "enabled" },
      { thinkingBudget: -1, includeThoughts: true },
    ],
    [
      "adaptive, whatever budget stands beside it",
      "budget",
      { type: "adaptive", budget_tokens: 500 },
      { thinkingBudget: -1, includeThoughts: true },
    ],
    [
      "a budget of nothing",
      "budget",
      { type: "enabled", budget_tokens: 0 },
      { thinkingBudget: 0, includeThoughts: false },
    ],
  ])("%s, by %s, is left to the model or to its word", (_what, reasoning, thinking, thinkingConfig) => {
    expect(sent({ thinking }, { reasoning }).generationConfig).toEqual({ thinkingConfig });
  });
});

describe("a generation config", () => {
  test("is not made up", () => {
    expect(sent({ temperature: null, response_format: { type: "text" }, stop: null })).toStrictEqual({
      contents: [{ role: "user", parts: [{ text: "Ahoy." }] }],
    });
  });

  test.each<[Partial<ChatRequest>, JsonObject]>([
    [{ stop: "Slack" }, { stopSequences: ["Slack"] }],
    [{ stop: ["Slack", "Neap"] }, { stopSequences: ["Slack", "Neap"] }],
    [
      { temperature: 0, top_p: 0, n: 2 },
      { temperature: 0, topP: 0, candidateCount: 2 },
    ],
    [
      { logprobs: true, top_logprobs: 0 },
      { responseLogprobs: true, logprobs: 0 },
    ],
    [{ max_tokens: 9, max_completion_tokens: 8 }, { maxOutputTokens: 8 }],
    [{ response_format: { type: "json_object" } }, { responseMimeType: "application/json" }],
    [
      { response_format: { type: "json_schema", json_schema: { name: "tide", schema: { type: "object" } } } },
      { responseMimeType: "application/json", responseJsonSchema: { type: "object" } },
    ],
  ])("has Gemini's names for %j (MAP-03)", (parameters, config) => {
    expect(sent(parameters).generationConfig).toEqual(config);
  });
});

describe("a choice among functions (MAP-11)", () => {
  const tools = [{ type: "function" as const, function: { name: "harbour/tide" } }];

  test.each<[ChatRequest["tool_choice"], JsonObject | undefined]>([
    ["none", { mode: "NONE" }],
    ["auto", { mode: "AUTO" }],
    ["required", { mode: "ANY" }],
    [
      { type: "function", function: { name: "harbour/tide" } },
      { mode: "ANY", allowedFunctionNames: ["harbour_tide"] },
    ],
    [null, undefined],
  ])("%j is %j", (tool_choice, functionCallingConfig) => {
    expect(sent({ tools, tool_choice }).toolConfig).toEqual(
      functionCallingConfig && { functionCallingConfig },
    );
  });
});

describe("tools that Google runs", () => {
  test("have keys of their own, with their settings and without marks for caches", () => {
    const tools = [
      { type: "google_search", cache_control: { type: "ephemeral" }, excludeDomains: ["pier.example"] },
      { type: "google_maps", function: { odd: true } },
    ];
    expect(sent({ tools, tool_choice: "auto" })).toEqual({
      contents: [{ role: "user", parts: [{ text: "Ahoy." }] }],
      tools: [
        { googleSearch: { excludeDomains: ["pier.example"] } },
        { googleMaps: { function: { odd: true } } },
      ],
    });
  });

  test.each(["crystal_ball", "constructor"])("are refused where nobody knows them: %s (MAP-09)", (type) => {
    expect(() => sent({ tools: [{ type: "google_search" }, { type }] })).toThrow(
      expect.objectContaining({ param: "tools[1]", message: `Gemini has no tool "${type}"` }),
    );
  });
});

describe("a service tier", () => {
  test.each([
    ["default", "standard"],
    ["auto", "standard"],
    ["flex", "flex"],
  ])("%s is %s to Gemini", (tier, word) => {
    expect(sent({ service_tier: tier })).toMatchObject({ serviceTier: word });
  });

  test("is not made up", () => {
    expect(sent({ service_tier: null })).not.toHaveProperty("serviceTier");
  });
});
