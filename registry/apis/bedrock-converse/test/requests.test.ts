import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { bedrockConverse as dialect } from "../index.ts";
import { asked, contextOf, encoded, endpoint, type Host, refused, sent } from "./testing.ts";

const tide = { name: "tide" };
const NO_PARAMETERS = { type: "object", properties: {} };
const empty = { inputSchema: { json: NO_PARAMETERS } };
const declared = (more: JsonObject): JsonObject => ({ type: "function", function: { ...tide, ...more } });

describe("the place of a request (MAP-01)", () => {
  test("is the model's, as one segment of the path", () => {
    expect(dialect.path(endpoint, false)).toBe("model/harbour.keel-v1%3A0/converse");
    const profile = { ...endpoint, providerModelId: "arn:aws:bedrock:eu-west-1:1:inference-profile/keel" };
    expect(dialect.path(profile, true)).toBe(
      "model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Fkeel/converse-stream",
    );
  });

  test("says all of it: a native body names neither model nor stream (MAP-14)", () => {
    const native = { messages: [{ role: "user", content: [{ text: "Ebb?" }] }] };
    expect(
      dialect.addressNative({ ...native, model: "keel", modelId: "keel", stream: true }, "harbour.keel"),
    ).toEqual(native);
  });
});

describe("parameters", () => {
  test("have their places", () => {
    const all = {
      max_tokens: 9,
      temperature: 0.5,
      top_p: 0.25,
      stop: ["ebb", "flow"],
      top_k: 5,
      seed: 7,
      service_tier: "flex",
      metadata: { berth: 7, pilot: "Ada" },
      stream: true,
    };
    expect(encoded(all)).toEqual({
      body: {
        messages: [{ role: "user", content: [{ text: "Ebb?" }] }],
        inferenceConfig: { maxTokens: 9, temperature: 0.5, topP: 0.25, stopSequences: ["ebb", "flow"] },
        additionalModelRequestFields: { top_k: 5, seed: 7 },
        serviceTier: { type: "flex" },
        requestMetadata: { berth: "7", pilot: "Ada" },
      },
      dropped: [],
    });
  });

  test.each<[JsonObject, JsonObject]>([
    [{ stop: "ebb" }, { stopSequences: ["ebb"] }],
    [{ max_tokens: 9, max_completion_tokens: 8 }, { maxTokens: 8 }],
    [{ temperature: 1.5 }, { temperature: 1 }],
    [
      { temperature: 0, top_p: 0 },
      { temperature: 0, topP: 0 },
    ],
  ])("%j is %j", (given, inferenceConfig) => {
    expect(sent(given).inferenceConfig).toEqual(inferenceConfig);
  });

  test.each<JsonObject>([
    { max_tokens: null, temperature: null, top_p: null, stop: null, top_k: null, seed: null },
    { metadata: {}, service_tier: null },
    { metadata: null, user: null, stop: [] },
    { service_tier: "auto" },
    { service_tier: "constructor" },
    { response_format: { type: "text" } },
    { tools: [], tool_choice: "auto" },
  ])("%j says nothing", (given) => {
    expect(encoded(given)).toEqual({ body: sent({}), dropped: [] });
    expect(Object.keys(sent(given))).toEqual(["messages"]);
  });

  test("without a place here are dropped by name, though the endpoint takes them (MAP-09)", () => {
    const host: Host = { endpoint: { supportedParameters: ["user", "logit_bias", "top_p"] } };
    expect(encoded({ user: "pilot", logit_bias: null, top_p: 0.5 }, host)).toEqual({
      body: { ...sent({}), inferenceConfig: { topP: 0.5 } },
      dropped: ["user"],
    });
    expect(encoded({ n: 2, user: "pilot", temperature: 1 }, host).dropped.sort()).toEqual([
      "n",
      "temperature",
      "user",
    ]);
  });
});

describe("JSON by schema", () => {
  const schema = { type: "object", properties: { depth: { type: "number" } } };
  const format = (json_schema: JsonObject) => sent({ response_format: { type: "json_schema", json_schema } });
  const written = (more: JsonObject) => ({
    textFormat: { type: "json_schema", structure: { jsonSchema: { name: "sounding", ...more } } },
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["the schema as text", { schema }, { schema: JSON.stringify(schema) }],
    [
      "a description",
      { description: "How deep.", schema },
      { description: "How deep.", schema: JSON.stringify(schema) },
    ],
    ["no empty description", { description: "", schema }, { schema: JSON.stringify(schema) }],
    ["no description that is no text", { description: 7, schema }, { schema: JSON.stringify(schema) }],
    ["any object where there is no schema", {}, { schema: '{"type":"object"}' }],
  ])("has %s", (_what, given, expected) => {
    expect(format({ name: "sounding", ...given }).outputConfig).toEqual(written(expected));
  });

  test.each<JsonObject>([
    { type: "json_object" },
    { type: "json_object", json_schema: { name: "sounding", schema } },
    { type: "json_schema", json_schema: "sounding" },
  ])("%j is refused: Converse has no word for it (MAP-07)", (response_format) => {
    const request = { ...asked(), response_format } as ReturnType<typeof asked>;
    expect(refused(() => dialect.encodeRequest(request, contextOf()))).toEqual([
      "response_format",
      "Bedrock takes JSON output by schema only (json_schema)",
    ]);
  });
});

describe("tools (MAP-11)", () => {
  const specs = (...tools: Json[]) => sent({ tools }).toolConfig;
  const spec = (more: JsonObject) => ({ toolSpec: { name: "tide", ...more } });

  test.each<[string, JsonObject, JsonObject]>([
    ["nothing but a name", {}, empty],
    ["an empty schema", { parameters: null }, empty],
    ["a description", { description: "When." }, { description: "When.", ...empty }],
    ["a blank description", { description: " \n" }, empty],
    ["an empty description", { description: "" }, empty],
    ["strictness", { strict: true }, { ...empty, strict: true }],
    ["no strictness", { strict: false }, empty],
    ["a strictness that is none", { strict: "yes" }, empty],
    [
      "a schema without type",
      { parameters: { properties: { port: {} }, required: ["port"] } },
      { inputSchema: { json: { type: "object", properties: { port: {} }, required: ["port"] } } },
    ],
    [
      "a schema with one",
      { parameters: { type: "object", $defs: {} } },
      { inputSchema: { json: { type: "object", $defs: {} } } },
    ],
  ])("with %s", (_what, given, expected) => {
    expect(specs(declared(given))).toEqual({ tools: [spec(expected)] });
  });

  test("keep their marks as points", () => {
    const mark = { cache_control: { type: "ephemeral", ttl: "5m" } };
    expect(specs({ ...declared({}), ...mark }, declared({ name: "moon" }))).toEqual({
      tools: [
        spec(empty),
        { cachePoint: { type: "default", ttl: "5m" } },
        { toolSpec: { name: "moon", ...empty } },
      ],
    });
  });

  test.each<JsonObject>([{ type: "web_search" }, { type: "web_search", function: tide }])(
    "that the provider runs itself are refused by their place: %j",
    (hosted) => {
      expect(refused(() => sent({ tools: [declared({}), hosted] }))).toEqual([
        "tools[1]",
        "Bedrock takes function tools only",
      ]);
    },
  );

  test("without which a choice among them is none", () => {
    expect(sent({ tool_choice: { type: "function", function: tide } })).not.toHaveProperty("toolConfig");
    expect(sent({ tools: [declared({})], tool_choice: null }).toolConfig).toEqual({ tools: [spec(empty)] });
  });
});

describe("a choice among tools (MAP-06)", () => {
  const bell: JsonObject = { type: "function", function: { name: "ns.bell" } };

  test.each<[string, Json, Json]>([
    ["auto", "auto", { auto: {} }],
    ["required", "required", { any: {} }],
    ["one by its name", bell, { tool: { name: "ns_bell" } }],
  ])("is %s", (_what, tool_choice, toolChoice) => {
    const tools = [{ toolSpec: { name: "ns_bell", ...empty } }];
    expect(sent({ tools: [bell], tool_choice }).toolConfig).toEqual({ tools, toolChoice });
  });

  test("leaves the tools out where it is none, or names it as dropped where the history calls them", () => {
    expect(sent({ tools: [bell], tool_choice: "none" })).not.toHaveProperty("toolConfig");
    const messages = [
      { role: "user", content: "Ring." },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "call/1", type: "function", function: { name: "ns.bell", arguments: "" } }],
      },
      { role: "tool", tool_call_id: "call/1", content: "" },
    ];
    expect(sent({ messages, tools: [bell], tool_choice: "none" })).toEqual({
      messages: [
        { role: "user", content: [{ text: "Ring." }] },
        { role: "assistant", content: [{ toolUse: { toolUseId: "call_1", name: "ns_bell", input: {} } }] },
        { role: "user", content: [{ toolResult: { toolUseId: "call_1", content: [] } }] },
      ],
      toolConfig: { tools: [{ toolSpec: { name: "ns_bell", ...empty } }] },
    });
    expect(encoded({ messages, tools: [bell], tool_choice: "none" }).dropped).toEqual(["tool_choice"]);
    expect(encoded({ tools: [bell], tool_choice: "none" }).dropped).toEqual([]);
  });
});

describe("an effort", () => {
  const reasoning = (
    form: "budget" | "adaptive" | "level" | "effort",
    effort: string,
    more: JsonObject = {},
  ) => {
    const { body, dropped } = encoded(
      { reasoning_effort: effort, ...more },
      { endpoint: { reasoning: form } },
    );
    return { fields: body.additionalModelRequestFields, dropped };
  };
  const enabled = (budget_tokens: number) => ({ thinking: { type: "enabled", budget_tokens } });
  const adaptive = (effort: string) => ({ thinking: { type: "adaptive" }, output_config: { effort } });
  const nova = (maxReasoningEffort: string) => ({
    reasoningConfig: { type: "enabled", maxReasoningEffort },
  });

  test.each([
    ["budget", "none", { thinking: { type: "disabled" } }],
    ["budget", "minimal", enabled(1024)],
    ["budget", "high", enabled(24_576)],
    ["adaptive", "none", { thinking: { type: "disabled" } }],
    ["adaptive", "minimal", adaptive("low")],
    ["adaptive", "medium", adaptive("medium")],
    ["adaptive", "xhigh", adaptive("xhigh")],
    ["level", "none", { reasoningConfig: { type: "disabled" } }],
    ["level", "low", nova("low")],
    ["level", "medium", nova("medium")],
    ["level", "high", nova("high")],
    ["level", "xhigh", nova("high")],
    ["effort", "xhigh", { reasoning_effort: "xhigh" }],
    ["effort", "tidal", { reasoning_effort: "tidal" }],
  ] as const)("by %s: %s", (form, effort, fields) => {
    expect(reasoning(form, effort)).toEqual({ fields, dropped: [] });
  });

  test.each(["budget", "adaptive", "level"] as const)("that nobody knows is dropped by %s", (form) => {
    expect(reasoning(form, "tidal")).toEqual({ fields: undefined, dropped: ["reasoning_effort"] });
    expect(reasoning(form, "constructor")).toEqual({ fields: undefined, dropped: ["reasoning_effort"] });
  });

  test.each<[number, Json | undefined]>([
    [1024, undefined],
    [1025, enabled(1024)],
    [2048, enabled(1024)],
    [2051, enabled(1025)],
    [64_000, enabled(24_576)],
  ])("leaves room for an answer of at most %d tokens", (limit, fields) => {
    const dropped = fields === undefined ? ["reasoning_effort"] : [];
    expect(reasoning("budget", "high", { max_tokens: limit })).toEqual({ fields, dropped });
    expect(
      encoded({ reasoning_effort: "high" }, { endpoint: { maxCompletionTokens: limit } }).body
        .additionalModelRequestFields,
    ).toEqual(fields);
  });

  test("comes second to the caller's own thinking, and to nothing else", () => {
    const thinking = { type: "enabled", budget_tokens: 4000 };
    expect(reasoning("budget", "tidal", { thinking, seed: 7 })).toEqual({
      fields: { thinking, seed: 7 },
      dropped: [],
    });
    expect(reasoning("budget", "low", { thinking: "deep", seed: 7 })).toEqual({
      fields: { ...enabled(2048), seed: 7 },
      dropped: [],
    });
  });
});

describe("sampling, which models refuse while they think", () => {
  const SAMPLING = { temperature: 0, top_p: 0.5, top_k: 5 };
  const kept = {
    inferenceConfig: { temperature: 0, topP: 0.5 },
    additionalModelRequestFields: { top_k: 5 },
  };

  test.each<[JsonObject, Host["endpoint"]]>([
    [{ thinking: { type: "enabled", budget_tokens: 2048 } }, {}],
    [{ thinking: { type: "adaptive" } }, {}],
    [{ reasoning_effort: "low" }, { reasoning: "level" }],
  ])("is dropped with %j", (how, more) => {
    const { body, dropped } = encoded({ ...SAMPLING, ...how }, { endpoint: more ?? {} });
    expect(body).not.toHaveProperty("inferenceConfig");
    expect(body.additionalModelRequestFields).not.toHaveProperty("top_k");
    expect(dropped).toEqual(["temperature", "top_p", "top_k"]);
  });

  test.each<[JsonObject, Host["endpoint"]]>([
    [{ thinking: { type: "disabled" } }, {}],
    [{ thinking: { budget_tokens: 2048 } }, {}],
    [{ reasoning_effort: "none" }, { reasoning: "level" }],
    [{}, {}],
  ])("stays with %j", (how, more) => {
    const { body, dropped } = encoded({ ...SAMPLING, ...how }, { endpoint: more ?? {} });
    expect(body).toMatchObject(kept);
    expect(dropped).toEqual([]);
  });

  test("that is not asked for is not dropped", () => {
    expect(encoded({ temperature: null, reasoning_effort: "low" }).dropped).toEqual([]);
  });
});
