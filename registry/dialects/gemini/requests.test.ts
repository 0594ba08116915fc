import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { JsonObject } from "../../json.ts";
import { GEMINI_TRAITS } from "../../providers/gemini-speech.ts";
import { UnsupportedInput } from "../dialect.ts";
import { NO_SIGNATURE } from "./contents.ts";
import { decodeError, encodeError, isError } from "./errors.ts";
import { gemini } from "./index.ts";
import { asked, endpointWith } from "./testing.ts";

const encode = (request: Partial<ChatRequest>, endpoint: Partial<Endpoint> = {}): JsonObject =>
  gemini.encodeRequest({ ...asked, ...request }, { endpoint: endpointWith(endpoint), traits: GEMINI_TRAITS })
    .body;

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
    expect(encode(request, { reasoning })).toMatchObject({ generationConfig: { thinkingConfig } });
  });

  test("a bare tool gets a schema and no empty description; a choice among none is not sent (MAP-11)", () => {
    const tools = [{ type: "function" as const, function: { name: "tide", description: "" } }];
    expect(encode({ tools }).tools).toEqual([
      { functionDeclarations: [{ name: "tide", parametersJsonSchema: { type: "object", properties: {} } }] },
    ]);
    expect(encode({ tool_choice: "none" }).toolConfig).toBeUndefined();
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
    expect(encode({ messages }, { reasoning: "level" }).contents).toEqual([
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
    expect(encode({ messages: [{ role: "system", content: "Ahoy." }] })).toEqual({
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
    expect(encode({ messages: [{ role: "user", content }] }).contents).toEqual([
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
    const attempt = () => encode(request);
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

describe("requests of callers", () => {
  const decode = (body: JsonObject) => gemini.decodeRequest(body, { model: "m", stream: false });
  const contents = [{ parts: [{ text: "Ahoy." }] }];

  test("snake case and Gemini's own schemas are read", () => {
    const decoded = decode({
      system_instruction: { parts: [{ text: "Be brief." }] },
      contents,
      tools: [
        {
          function_declarations: [
            {
              name: "tide",
              parameters: {
                type: "OBJECT",
                properties: { type: { type: "STRING", nullable: true, enum: ["OBJECT"] } },
              },
            },
          ],
        },
        { google_search: {} },
      ],
      tool_config: { function_calling_config: { mode: "ANY", allowed_function_names: ["tide"] } },
      generation_config: { max_output_tokens: 5, temperature: 0, thinking_config: { thinking_budget: 500 } },
      safety_settings: [],
    });
    expect(decoded).toEqual({
      ok: true,
      request: {
        model: "m",
        stream: false,
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Ahoy." },
        ],
        tools: [
          {
            type: "function",
            function: {
              name: "tide",
              parameters: {
                type: "object",
                properties: { type: { type: ["string", "null"], enum: ["OBJECT"] } },
              },
            },
          },
          { type: "google_search" },
        ],
        tool_choice: { type: "function", function: { name: "tide" } },
        max_tokens: 5,
        temperature: 0,
        reasoning_effort: "minimal",
        thinking: { type: "enabled", budget_tokens: 500 },
        safetySettings: [],
      },
    });
  });

  test("calls without ids get some, and results find them by name", () => {
    const call = (name: string) => ({ functionCall: { name, args: {} } });
    const result = (name: string, output: string) => ({ functionResponse: { name, response: { output } } });
    const decoded = decode({
      contents: [
        { role: "model", parts: [call("tide"), call("wind"), call("tide")] },
        {
          role: "user",
          parts: [result("wind", "w"), result("tide", "1"), result("tide", "2"), { text: "So?" }],
        },
      ],
    });
    expect(decoded.ok && decoded.request.messages.slice(1)).toEqual([
      { role: "tool", tool_call_id: "call_1", content: "w" },
      { role: "tool", tool_call_id: "call_0", content: "1" },
      { role: "tool", tool_call_id: "call_2", content: "2" },
      { role: "user", content: "So?" },
    ]);
  });

  test.each<[string, boolean, JsonObject]>([
    ["contents", false, {}],
    ["contents[0].parts", false, { contents: [{ parts: [] }] }],
    [
      "contents[0].parts[0].inlineData.mimeType",
      false,
      { contents: [{ parts: [{ inlineData: { data: "" } }] }] },
    ],
    ["generationConfig.temperature", false, { contents, generationConfig: { temperature: "hot" } }],
    [
      "contents[0].parts[0].functionResponse",
      false,
      { contents: [{ parts: [{ functionResponse: { name: "tide", response: {} } }] }] },
    ],
    ["cachedContent", true, { contents, cachedContent: "cachedContents/x" }],
    ["contents[0].parts[0].executableCode", true, { contents: [{ parts: [{ executableCode: {} }] }] }],
    ["tools[0].crystalBall", true, { contents, tools: [{ crystalBall: {} }] }],
    [
      "generationConfig.responseMimeType",
      true,
      { contents, generationConfig: { responseMimeType: "text/x.enum" } },
    ],
  ])("what is wrong is named: %s, unsupported %s (ERR-08)", (param, unsupported, body) => {
    const decoded = decode(body);
    expect(decoded).toMatchObject({ ok: false, param, unsupported });
    expect(decoded.ok || decoded.message).toContain(param);
  });

  test("a request without a model is refused", () => {
    expect(gemini.decodeRequest({ contents }, {})).toMatchObject({ ok: false, param: "model" });
    expect(gemini.decodeRequest([], { model: "m" })).toMatchObject({ ok: false, param: null });
  });
});

describe("errors", () => {
  const read = (body: unknown) => decodeError(JSON.stringify(body));
  const type = "type.googleapis.com/google.rpc.";

  test("Google's envelope, alone and in a list (ERR-01, ERR-05)", () => {
    const details = [
      { "@type": `${type}QuotaFailure`, violations: [] },
      { "@type": `${type}RetryInfo`, retryDelay: "34.4s" },
      { "@type": `${type}BadRequest`, fieldViolations: [{ field: "contents" }] },
    ];
    const error = { code: 429, message: "Slow down.", status: "RESOURCE_EXHAUSTED", details };
    const expected = {
      message: "Slow down.",
      code: null,
      type: "RESOURCE_EXHAUSTED",
      param: "contents",
      retryDelay: "34.4s",
      status: 429,
    };
    expect(read({ error })).toEqual(expected);
    expect(read([{ error }])).toEqual(expected);
    expect(read({ error: { ...error, code: undefined } })).toEqual(expected);
  });

  test("the token endpoint's words, Anthropic's shape, and none at all (ERR-01)", () => {
    expect(read({ error: "invalid_grant", error_description: "The clock is off." })).toMatchObject({
      code: "invalid_grant",
      message: "The clock is off.",
    });
    expect(read({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } })).toMatchObject(
      {
        type: "overloaded_error",
        message: "Overloaded",
      },
    );
    expect(decodeError("<html>")).toMatchObject({ message: null });
    expect(decodeError("")).toMatchObject({ message: null });
  });

  test("an error is told from an answer (ERR-04)", () => {
    expect(isError({ error: { code: 500 } })).toBe(true);
    expect(isError([{ error: { code: 500 } }])).toBe(true);
    expect(isError({ candidates: [{ finishReason: "STOP" }], error: { code: 500 } })).toBe(false);
    expect(isError({ candidates: [] })).toBe(false);
  });

  test("what callers read is what the gateway says (ERR-01)", () => {
    const written = encodeError(
      {
        ...{
          meaning: "rate_limit",
          status: 429,
          type: "rate_limit_error",
          code: "too_fast",
          message: "Slow down.",
        },
        ...{
          param: "messages",
          retryAfter: 7,
          upstreamStatus: 429,
          provider: "vertex",
          upstreamRequestId: null,
        },
      },
      "request-1",
      [],
    );
    expect(written).toMatchObject({ error: { code: 429, status: "RESOURCE_EXHAUSTED" } });
    expect(read(written)).toEqual({
      ...{ message: "Slow down.", code: "too_fast", type: "RESOURCE_EXHAUSTED" },
      ...{ param: "messages", retryDelay: "7s", status: 429 },
    });
  });
});
