import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { gemini } from "../index.ts";
import { refusalOf, requestOf } from "./testing.ts";

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
});

const contents = [{ parts: [{ text: "Ebb?" }] }];
const plain = { model: "m", messages: [{ role: "user", content: "Ebb?" }] };
const configured = (generationConfig: JsonObject) => requestOf({ contents, generationConfig });

describe("a body", () => {
  test("says what it says and nothing else", () => {
    expect(requestOf({ contents })).toStrictEqual(plain);
    const empty = { tools: [], toolConfig: {}, generationConfig: null, serviceTier: null, labels: null };
    expect(requestOf({ contents, ...empty })).toStrictEqual(plain);
  });

  test("may have one content alone, and instructions as a text", () => {
    const [only = {}] = contents;
    expect(requestOf({ contents: only, systemInstruction: "Be brief." })).toStrictEqual({
      ...plain,
      messages: [{ role: "system", content: "Be brief." }, ...plain.messages],
    });
  });

  test("names tier and labels, whose keys are the caller's own", () => {
    expect(requestOf({ contents, service_tier: "flex", labels: { harbour_name: "north" } })).toStrictEqual({
      ...plain,
      service_tier: "flex",
      metadata: { harbour_name: "north" },
    });
  });

  test("names the model where the path does not", () => {
    const decoded = gemini.decodeRequest({ contents, model: "tide-1" }, {});
    expect(decoded).toStrictEqual({ ok: true, request: { ...plain, model: "tide-1" } });
    expect(requestOf({ contents, model: "tide-1" }).model).toBe("m");
  });

  test.each<Json>([[contents], "Ebb?", null, 7])("%j is none (ERR-08)", (body) => {
    expect(refusalOf(body)).toEqual({
      param: null,
      message: "the body must be a JSON object",
      unsupported: false,
    });
  });

  test("without a model is refused (ERR-08)", () => {
    expect(gemini.decodeRequest({ contents }, {})).toEqual({
      ok: false,
      param: "model",
      message: "model: the request names no model",
      unsupported: false,
    });
  });

  test("cannot lean on a prompt that is kept elsewhere", () => {
    expect(refusalOf({ contents, cachedContent: "cachedContents/tides" })).toEqual({
      param: "cachedContent",
      message: "cachedContent: a cached prompt exists only at the host that keeps it",
      unsupported: true,
    });
    expect(requestOf({ contents, cachedContent: "" })).toStrictEqual(plain);
  });
});

describe("a caller's generation config", () => {
  test.each<[JsonObject, JsonObject]>([
    [{ temperature: null, topP: null, stopSequences: null, maxOutputTokens: null }, {}],
    [
      { temperature: 0, topP: 0, topK: 1, candidateCount: 2, seed: 0 },
      { temperature: 0, top_p: 0, top_k: 1, n: 2, seed: 0 },
    ],
    [
      { responseLogprobs: false, logprobs: 0 },
      { logprobs: false, top_logprobs: 0 },
    ],
    [{ stopSequences: ["Slack"] }, { stop: ["Slack"] }],
    [{ responseMimeType: "text/plain" }, {}],
    [{ responseMimeType: "application/json" }, { response_format: { type: "json_object" } }],
    [{ responseModalities: [] }, {}],
    [{ responseModalities: ["TEXT"] }, {}],
    [{ responseModalities: ["TEXT", "IMAGE"] }, { modalities: ["text", "image"] }],
  ])("%j becomes %j", (config, parameters) => {
    expect(configured(config)).toStrictEqual({ ...plain, ...parameters });
  });

  test("asks for a form with Gemini's own schema or with a whole one, which outranks it", () => {
    const json = { responseMimeType: "application/json", responseSchema: { type: "STRING" } };
    const format = (schema: JsonObject) => ({
      response_format: { type: "json_schema", json_schema: { name: "response", schema } },
    });
    expect(configured(json)).toStrictEqual({ ...plain, ...format({ type: "string" }) });
    expect(configured({ ...json, responseJsonSchema: { type: "number" } })).toStrictEqual({
      ...plain,
      ...format({ type: "number" }),
    });
  });

  test("cannot ask for a form that nobody else has", () => {
    expect(refusalOf({ contents, generationConfig: { responseMimeType: "text/x.enum" } })).toEqual({
      param: "generationConfig.responseMimeType",
      message: 'generationConfig.responseMimeType: there is no equivalent of "text/x.enum"',
      unsupported: true,
    });
  });

  const hidden = { include_reasoning: false };
  test.each<[JsonObject, JsonObject]>([
    [{}, {}],
    [{ includeThoughts: null, thinkingBudget: null, thinkingLevel: null }, {}],
    [{ includeThoughts: true }, { include_reasoning: true }],
    [{ includeThoughts: false }, hidden],
    [{ thinkingLevel: "LOW" }, { reasoning_effort: "low" }],
    [{ thinkingLevel: "HIGH", includeThoughts: true }, { reasoning_effort: "high" }],
    [
      { thinkingLevel: "HIGH", includeThoughts: false },
      { reasoning_effort: "high", ...hidden },
    ],
    [{ thinkingLevel: "THINKING_LEVEL_UNSPECIFIED", thinkingBudget: 2048 }, { reasoning_effort: "low" }],
    [{ thinkingBudget: 0, includeThoughts: false }, { reasoning_effort: "none" }],
    [
      { thinkingBudget: 8192, includeThoughts: false },
      { reasoning_effort: "medium", ...hidden },
    ],
    [{ thinkingBudget: -1 }, { thinking: { type: "adaptive" } }],
    [
      { thinkingBudget: -1, includeThoughts: false },
      { thinking: { type: "adaptive" }, ...hidden },
    ],
    [
      { thinkingBudget: 500, includeThoughts: false },
      { reasoning_effort: "minimal", thinking: { type: "enabled", budget_tokens: 500 }, ...hidden },
    ],
  ])("thinks as %j says: %j (MAP-10)", (thinkingConfig, parameters) => {
    expect(configured({ thinkingConfig })).toStrictEqual({ ...plain, ...parameters });
  });
});

describe("a caller's functions (MAP-11)", () => {
  const declared = (declaration: JsonObject) =>
    requestOf({ contents, tools: [{ functionDeclarations: [{ name: "tide", ...declaration }] }] }).tools;
  const schemaOf = (parameters: JsonObject) => {
    const [tool] = (declared({ parameters }) as { function: JsonObject }[] | undefined) ?? [];
    return tool?.function.parameters;
  };

  test("may be a name alone", () => {
    const bare = [{ type: "function", function: { name: "tide" } }];
    expect(declared({})).toStrictEqual(bare);
    expect(declared({ description: null, parameters: null, parametersJsonSchema: null })).toStrictEqual(bare);
  });

  test("have a description and a schema, the whole one where there are two", () => {
    const parametersJsonSchema = { type: "object", title: "TIDE" };
    expect(
      declared({ description: "Tells.", parameters: { type: "OBJECT" }, parametersJsonSchema }),
    ).toStrictEqual([
      {
        type: "function",
        function: { name: "tide", description: "Tells.", parameters: parametersJsonSchema },
      },
    ]);
  });

  test("have Gemini's types in JSON Schema's words, wherever a schema stands", () => {
    expect(
      schemaOf({
        type: "OBJECT",
        description: "TIDES",
        properties: {
          enum: { type: "STRING" },
          default: { type: "INTEGER", nullable: true },
          at: { type: "ARRAY", items: { type: "NUMBER", nullable: false } },
        },
        $defs: { const: { type: "STRING" } },
        anyOf: [{ type: "STRING" }, { type: ["string", "null"] }],
        nullable: true,
      }),
    ).toStrictEqual({
      type: ["object", "null"],
      description: "TIDES",
      properties: {
        enum: { type: "string" },
        default: { type: ["integer", "null"] },
        at: { type: "array", items: { type: "number", nullable: false } },
      },
      $defs: { const: { type: "string" } },
      anyOf: [{ type: "string" }, { type: ["string", "null"] }],
    });
  });

  test("have examples and values as they stand, and no type that nobody named", () => {
    const value = { type: "EBB" };
    const schema = { enum: [value], const: value, default: value, example: value };
    expect(schemaOf(schema)).toStrictEqual(schema);
    const either = { anyOf: [{ type: "string" }], nullable: true };
    expect(schemaOf(either)).toStrictEqual(either);
  });

  test("stand beside tools that Google runs, of which only known ones are taken", () => {
    const tools = [{ googleSearch: { timeRange: "day", type: "x" } }, { codeExecution: null }];
    expect(requestOf({ contents, tools }).tools).toStrictEqual([
      { timeRange: "day", type: "google_search" },
      { type: "code_execution" },
    ]);
    expect(refusalOf({ contents, tools: [{ urlContext: {} }, { crystalBall: {} }] })).toEqual({
      param: "tools[1].crystalBall",
      message: "tools[1].crystalBall: there is no equivalent of this tool",
      unsupported: true,
    });
  });
});

describe("a caller's choice among functions", () => {
  const tools = [{ functionDeclarations: [{ name: "tide" }, { name: "moon" }] }, { googleSearch: {} }];
  const body = (mode: string | undefined, ...allowedFunctionNames: string[]) => ({
    contents,
    tools,
    toolConfig: { functionCallingConfig: { ...(mode ? { mode } : {}), allowedFunctionNames } },
  });

  test.each<[string | undefined, string[], Json | undefined]>([
    ["NONE", [], "none"],
    ["AUTO", [], "auto"],
    ["VALIDATED", [], "auto"],
    ["ANY", [], "required"],
    ["ANY", ["moon", "tide"], "required"],
    ["ANY", ["moon"], { type: "function", function: { name: "moon" } }],
    ["MODE_UNSPECIFIED", ["moon"], undefined],
    [undefined, [], undefined],
  ])("%s of %j is %j", (mode, allowed, choice) => {
    expect(requestOf(body(mode, ...allowed)).tool_choice).toEqual(choice);
  });

  test("is all of them, one or none", () => {
    const three = [...tools, { functionDeclarations: [{ name: "pilot" }] }];
    expect(refusalOf({ ...body("ANY", "tide", "moon"), tools: three })).toEqual({
      param: "toolConfig.functionCallingConfig.allowedFunctionNames",
      message:
        "toolConfig.functionCallingConfig.allowedFunctionNames: a choice is all functions, one of them or none",
      unsupported: true,
    });
  });
});
