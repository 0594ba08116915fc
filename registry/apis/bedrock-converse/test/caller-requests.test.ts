import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { bedrockConverse as dialect } from "../index.ts";
import { refusalOf, requestOf } from "./testing.ts";

const MESSAGES = [{ role: "user", content: [{ text: "Ebb?" }] }];
const asked = (more: JsonObject) => {
  const { messages: _messages, model: _model, ...said } = requestOf({ messages: MESSAGES, ...more });
  return said;
};
const refusedFor = (more: JsonObject) => refusalOf({ messages: MESSAGES, ...more });

const format = (jsonSchema: JsonObject): JsonObject => ({
  outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema } } },
});
const toolConfig = (tools: Json[], more: JsonObject = {}): JsonObject => ({ toolConfig: { tools, ...more } });
const spec = (more: JsonObject = {}): JsonObject => ({
  toolSpec: { name: "tide", inputSchema: { json: { type: "object" } }, ...more },
});
const tool = (more: JsonObject = {}): JsonObject => ({
  type: "function",
  function: { name: "tide", ...more, parameters: { type: "object" } },
});

describe("where a request is addressed", () => {
  const place = (where: { model?: string; stream?: boolean }) =>
    dialect.decodeRequest({ messages: MESSAGES }, where);

  test("says model and streaming; the body does not", () => {
    const messages = [{ role: "user", content: "Ebb?" }];
    expect(place({ model: "keel", stream: false })).toEqual({
      ok: true,
      request: { model: "keel", messages, stream: false },
    });
    expect(place({ model: "keel" })).toEqual({ ok: true, request: { model: "keel", messages } });
    expect(asked({ model: "hull", modelId: "hull", stream: true })).toEqual({});
  });

  test("must say the model", () => {
    const { ok, ...refusal } = dialect.decodeRequest({ messages: MESSAGES }, {});
    expect(ok).toBe(false);
    expect(refusal).toMatchObject({ param: "model", unsupported: false });
    expect(refusal).toMatchObject({ message: expect.stringMatching(/^model: \S/) });
  });
});

describe("parameters", () => {
  test("have their canonical names", () => {
    expect(
      asked({
        inferenceConfig: { maxTokens: 9, temperature: 0, topP: 0.5, stopSequences: ["ebb"] },
        serviceTier: { type: "flex" },
        requestMetadata: { berth: "7" },
      }),
    ).toEqual({
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      stop: ["ebb"],
      service_tier: "flex",
      metadata: { berth: "7" },
    });
  });

  test.each<JsonObject>([
    {},
    { inferenceConfig: {}, system: [], additionalModelRequestFields: {}, outputConfig: {} },
    { inferenceConfig: null, system: null, additionalModelRequestFields: null, outputConfig: null },
    { inferenceConfig: { maxTokens: null, temperature: null, topP: null, stopSequences: null } },
    { toolConfig: null, serviceTier: null, requestMetadata: null },
    { outputConfig: { textFormat: null }, guardrailConfig: null, promptVariables: "none" },
  ])("of no value are none: %j", (more) => {
    const { promptVariables: _odd, guardrailConfig: _none, ...said } = asked(more);
    expect(Object.keys(said)).toEqual([]);
  });

  test("of no meaning here are kept by name, to be reported as dropped (MAP-09)", () => {
    expect(asked({ performanceConfig: { latency: "optimized" } })).toEqual({
      performanceConfig: { latency: "optimized" },
    });
  });

  test("of another dialect gain no meaning here", () => {
    expect(asked({ temperature: 0.5, max_tokens: 9, tool_choice: "auto", strict: true })).toEqual({});
  });

  test.each(["guardrailConfig", "promptVariables"])("%s is refused: nobody would heed it", (key) => {
    expect(refusedFor({ [key]: {} })).toEqual({
      param: key,
      message: `${key}: is not taken here`,
      unsupported: true,
    });
  });

  test.each<[JsonObject, string]>([
    [{ messages: [] }, "messages"],
    [{ messages: [{ role: "user", content: [] }] }, "messages[0].content"],
    [{ messages: [{ role: "pilot", content: [{ text: "Ebb?" }] }] }, "messages[0].role"],
    [{ inferenceConfig: { maxTokens: 0 } }, "inferenceConfig.maxTokens"],
    [{ inferenceConfig: { temperature: 1.1 } }, "inferenceConfig.temperature"],
    [{ inferenceConfig: { temperature: -0.1 } }, "inferenceConfig.temperature"],
    [{ inferenceConfig: { topP: 1.1 } }, "inferenceConfig.topP"],
    [{ inferenceConfig: { topP: -0.1 } }, "inferenceConfig.topP"],
    [{ inferenceConfig: { stopSequences: [""] } }, "inferenceConfig.stopSequences[0]"],
    [{ inferenceConfig: { stopSequences: Array(17).fill("ebb") } }, "inferenceConfig.stopSequences"],
    [{ serviceTier: { type: 7 } }, "serviceTier.type"],
    [{ requestMetadata: { berth: 7 } }, "requestMetadata.berth"],
    [{ additionalModelRequestFields: "deep" }, "additionalModelRequestFields"],
    [format({ name: "sounding" }), "outputConfig.textFormat.structure.jsonSchema.schema"],
    [{ outputConfig: { textFormat: { type: "text" } } }, "outputConfig.textFormat.type"],
    [toolConfig([{ toolSpec: { name: "tide" } }]), "toolConfig.tools[0].toolSpec.inputSchema"],
    [toolConfig([spec({ name: "" })]), "toolConfig.tools[0].toolSpec.name"],
    [toolConfig([spec({ strict: "yes" })]), "toolConfig.tools[0].toolSpec.strict"],
    [toolConfig([spec()], { toolChoice: { tool: { name: "" } } }), "toolConfig.toolChoice.tool.name"],
  ])("%j is wrong, and named by its place (ERR-08)", (more, param) => {
    expect(refusedFor(more)).toMatchObject({ param, unsupported: false });
    expect(refusedFor(more).message).toMatch(/^\S+: \S/);
  });

  test("16 words may end an answer", () => {
    const stopSequences = Array(16).fill("ebb");
    expect(asked({ inferenceConfig: { stopSequences } }).stop).toEqual(stopSequences);
  });

  test.each<Json>([null, "Ebb?", [7]])("a body that is no object is refused: %j", (body) => {
    expect(refusalOf(body)).toMatchObject({ param: null, unsupported: false });
    expect(refusalOf(body).message).toMatch(/^the body: /);
  });
});

describe("what the model itself is told", () => {
  const fields = (additionalModelRequestFields: JsonObject) => asked({ additionalModelRequestFields });

  test.each<[JsonObject, JsonObject]>([
    [{ reasoning_effort: "low" }, { reasoning_effort: "low" }],
    [
      {
        reasoning_effort: "low",
        output_config: { effort: "high" },
        reasoningConfig: { maxReasoningEffort: "high" },
      },
      { reasoning_effort: "low" },
    ],
    [
      { output_config: { effort: "high" }, reasoningConfig: { maxReasoningEffort: "low" } },
      { reasoning_effort: "high" },
    ],
    [{ output_config: { effort: "max" } }, { reasoning_effort: "xhigh" }],
    [{ reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } }, { reasoning_effort: "low" }],
    [{ reasoningConfig: { type: "disabled" } }, { reasoning_effort: "none" }],
    [{ thinking: { type: "adaptive" }, output_config: { effort: "high" } }, { reasoning_effort: "high" }],
    [{ thinking: { type: "adaptive" } }, { thinking: { type: "adaptive" } }],
    [
      { thinking: { type: "enabled", budget_tokens: 2048 } },
      { thinking: { type: "enabled", budget_tokens: 2048 } },
    ],
    [
      { thinking: { type: "enabled", budget_tokens: 2048 }, output_config: { effort: "high" } },
      { thinking: { type: "enabled", budget_tokens: 2048 }, reasoning_effort: "high" },
    ],
    [{ thinking: "deep" }, {}],
    [{ output_config: { effort: 7 }, reasoning_effort: null }, {}],
    [{ top_k: 0 }, { top_k: 0 }],
    [
      { top_k: 5, seed: 7, anthropic_beta: ["tides"] },
      { top_k: 5, additionalModelRequestFields: { seed: 7, anthropic_beta: ["tides"] } },
    ],
  ])("%j is %j", (given, expected) => {
    expect(fields(given)).toEqual(expected);
    expect(Object.keys(fields(given)).sort()).toEqual(Object.keys(expected).sort());
  });
});

describe("a fault of ours", () => {
  test("is not refused as the caller's", () => {
    const output_config = {
      get effort(): never {
        throw new RangeError("ours");
      },
    };
    expect(() => asked({ additionalModelRequestFields: { output_config } })).toThrow(RangeError);
  });
});

describe("tools", () => {
  test("are functions, with what is said of them", () => {
    expect(
      asked(
        toolConfig([
          spec({ description: "When.", strict: true }),
          spec({ name: "moon", description: "", strict: false }),
          spec({ name: "wind", description: null, strict: null }),
        ]),
      ),
    ).toEqual({
      tools: [tool({ description: "When.", strict: true }), tool({ name: "moon" }), tool({ name: "wind" })],
    });
  });

  test("are marked by the points after them; a point that follows nothing marks nothing (MAP-12)", () => {
    const marked = (cachePoint: JsonObject) =>
      asked(toolConfig([{ cachePoint }, spec(), spec({ name: "moon" }), { cachePoint }])).tools;
    expect(marked({ type: "default" })).toEqual([
      tool(),
      { ...tool({ name: "moon" }), cache_control: { type: "ephemeral" } },
    ]);
    expect(marked({ type: "default", ttl: "1h" })).toEqual([
      tool(),
      { ...tool({ name: "moon" }), cache_control: { type: "ephemeral", ttl: "1h" } },
    ]);
    expect(marked({ type: "default", ttl: 300 })).toEqual([
      tool(),
      { ...tool({ name: "moon" }), cache_control: { type: "ephemeral" } },
    ]);
  });

  test("that Bedrock runs itself are refused by their place", () => {
    expect(refusedFor(toolConfig([spec(), { systemTool: { name: "nova_grounding" } }]))).toEqual({
      param: "toolConfig.tools[1]",
      message: "toolConfig.tools[1]: only tools with a toolSpec are taken",
      unsupported: true,
    });
  });

  test.each<[JsonObject | null, Json | undefined]>([
    [{ auto: {} }, "auto"],
    [{ any: {} }, "required"],
    [{ tool: { name: "tide" } }, { type: "function", function: { name: "tide" } }],
    [null, undefined],
  ])("are chosen: %j is %j", (toolChoice, expected) => {
    const { tools, tool_choice, ...rest } = asked(toolConfig([spec()], { toolChoice }));
    expect([tools, tool_choice, rest]).toEqual([[tool()], expected, {}]);
  });

  test("are chosen in one way only", () => {
    expect(refusedFor(toolConfig([spec()], { toolChoice: { auto: {}, any: {} } }))).toMatchObject({
      unsupported: false,
    });
  });
});

describe("JSON by schema", () => {
  const schema = { type: "object", properties: { depth: { type: "number" } } };

  test.each<[string, JsonObject, JsonObject]>([
    ["a name", { name: "sounding" }, { name: "sounding" }],
    ["a name of ours where it has none", {}, { name: "answer" }],
    ["what is said of it", { description: "How deep." }, { name: "answer", description: "How deep." }],
    ["nothing that is no text", { description: 7 }, { name: "answer" }],
  ])("has %s", (_what, given, expected) => {
    expect(asked(format({ ...given, schema: JSON.stringify(schema) }))).toEqual({
      response_format: { type: "json_schema", json_schema: { ...expected, schema, strict: true } },
    });
  });

  test.each(["{half", "[]", "7", ""])("is refused where the text is none: %j", (text) => {
    const param = "outputConfig.textFormat.structure.jsonSchema.schema";
    expect(refusedFor(format({ schema: text }))).toEqual({
      param,
      message: `${param}: must be the text of a JSON schema`,
      unsupported: false,
    });
  });
});
