import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChatRequestSchema } from "../../chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { Json, JsonObject } from "../../json.ts";
import { UnsupportedInput } from "../dialect.ts";
import { bedrockConverse as dialect } from "./index.ts";
import { args, detail, endpoint, id, name, provider, SEED, words } from "./testing.ts";

const PNG = "data:image/png;base64,iVBORw0KGgo=";

const encode = (body: JsonObject, at: Partial<Endpoint> = {}) =>
  dialect.encodeRequest(ChatRequestSchema.parse({ model: "keel", ...body }), {
    endpoint: { ...endpoint, ...at },
    traits: provider.traits,
  });

const turn = fc.record({
  said: fc.oneof(
    words,
    words.map((text) => [
      { type: "text", text, cache_control: { type: "ephemeral", ttl: "1h" } },
      { type: "image_url", image_url: { url: PNG } },
    ]),
  ),
  answer: fc.option(words),
  details: fc.array(detail, { maxLength: 2 }),
  calls: fc.uniqueArray(fc.record({ id, name, args, result: fc.oneof(words, fc.constant("")) }), {
    selector: (call) => call.id,
    maxLength: 3,
  }),
});

/** A conversation in the form that the way back gives: no empty turns, results directly after their calls. */
const conversation = fc
  .record({
    system: fc.array(words, { maxLength: 2 }),
    turns: fc.array(turn, { minLength: 1, maxLength: 3 }),
    last: words,
  })
  .map(({ system, turns, last }) => [
    ...system.map((content) => ({ role: "system", content })),
    ...turns.flatMap(({ said, answer, details, calls }, i) => {
      const named = calls.map((call) => ({ ...call, id: `${call.id}-${i}` }));
      return [
        { role: "user", content: said },
        {
          role: "assistant",
          content: answer ?? (named.length > 0 ? null : "Aye."),
          ...(details.length > 0 ? { reasoning_details: details } : {}),
          ...(named.length > 0
            ? {
                tool_calls: named.map((call) => ({
                  ...{ id: call.id, type: "function" },
                  function: { name: call.name, arguments: call.args },
                })),
              }
            : {}),
        },
        ...named.map((call) => ({ role: "tool", tool_call_id: call.id, content: call.result })),
        // Without a word between results and question they are one turn, and come back as two messages.
        { role: "user", content: "And then?" },
        { role: "assistant", content: "Fair wind." },
      ];
    }),
    { role: "user", content: last },
  ]);

const tools = fc.uniqueArray(
  fc.record({ name, description: fc.option(words), strict: fc.boolean() }).map((tool) => ({
    type: "function",
    function: {
      name: tool.name,
      ...(tool.description === null ? {} : { description: tool.description }),
      parameters: { type: "object", properties: { depth: { type: "number" } } },
      ...(tool.strict ? { strict: true } : {}),
    },
  })),
  { selector: (tool) => tool.function.name, minLength: 1, maxLength: 3 },
);

describe("requests", () => {
  test("come back as they were (MAP-05, MAP-06, MAP-12)", () => {
    const extras = fc.record(
      {
        temperature: fc.constantFrom(0, 0.5, 1),
        top_p: fc.constantFrom(0, 0.25),
        top_k: fc.nat(50),
        max_tokens: fc.integer({ min: 1, max: 4096 }),
        stop: fc.array(words, { minLength: 1, maxLength: 3 }),
        tool_choice: fc.constantFrom("auto", "required"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(conversation, tools, extras, (messages, declared, more) => {
        const request = { messages: messages as Json, tools: declared as Json, ...more } as JsonObject;
        const before = JSON.stringify(request);
        const { body, dropped } = encode(request);
        expect(JSON.stringify(request)).toBe(before);
        expect(dropped).toEqual([]);
        const back = dialect.decodeRequest(body, { model: "keel" });
        expect(back.ok && JSON.parse(JSON.stringify(back.request))).toEqual({
          model: "keel",
          ...JSON.parse(JSON.stringify(request)),
        });
      }),
      SEED,
    );
  });

  test("turns alternate, whatever the messages (MAP-06)", () => {
    const message = fc.oneof(
      fc.record({
        role: fc.constantFrom("user", "assistant", "system", "developer"),
        content: fc.oneof(words, fc.constant("")),
      }),
      fc.record({ role: fc.constant("tool"), tool_call_id: fc.string({ minLength: 1 }), content: words }),
    );
    fc.assert(
      fc.property(fc.array(message, { minLength: 1 }), (messages) => {
        const { body } = encode({ messages: messages as Json });
        const turns = body.messages as JsonObject[];
        turns.forEach((turn, i) => {
          expect(turn.role).not.toBe(turns[i + 1]?.role);
          expect((turn.content as Json[]).length).toBeGreaterThan(0);
        });
        if (messages.some(({ role }) => role === "tool")) expect(body.toolConfig).toBeDefined();
      }),
      SEED,
    );
  });

  test.each([
    ["none", { tools: [] }],
    ["auto", { auto: {} }],
    ["required", { any: {} }],
    [{ type: "function", function: { name: "ns.bell" } }, { tool: { name: "ns_bell" } }],
  ])("tool_choice %j", (choice, expected) => {
    const { body } = encode({
      messages: [{ role: "user", content: "Ring." }],
      tools: [{ type: "function", function: { name: "ns.bell" } }],
      tool_choice: choice as Json,
    });
    const config = body.toolConfig as JsonObject | undefined;
    if (choice === "none") expect(config).toBeUndefined();
    else expect(config?.toolChoice).toEqual(expected);
  });

  test("a history with calls keeps its tools under tool_choice none, and gets them where none are declared", () => {
    const messages = [
      { role: "user", content: "Ring." },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "call/1", type: "function", function: { name: "ns.bell", arguments: "" } }],
      },
      { role: "tool", tool_call_id: "call/1", content: "" },
    ];
    const { body } = encode({ messages });
    expect(body.toolConfig).toEqual({
      tools: [{ toolSpec: { name: "ns_bell", inputSchema: { json: { type: "object", properties: {} } } } }],
    });
    expect(body.messages).toEqual([
      { role: "user", content: [{ text: "Ring." }] },
      { role: "assistant", content: [{ toolUse: { toolUseId: "call_1", name: "ns_bell", input: {} } }] },
      { role: "user", content: [{ toolResult: { toolUseId: "call_1", content: [] } }] },
    ]);
    const declared = encode({
      messages,
      tools: [{ type: "function", function: { name: "ns.bell" } }],
      tool_choice: "none",
    });
    expect((declared.body.toolConfig as JsonObject).toolChoice).toBeUndefined();
  });

  test("pictures and files: bytes in, addresses and other kinds refused by name (MAP-07)", () => {
    const pdf = "data:application/pdf;base64,JVBERi0=";
    const part = (content: Json) => () => encode({ messages: [{ role: "user", content: [content] }] });
    const file = (filename: string) => ({ type: "file", file: { filename, file_data: pdf } });
    const { body } = encode({
      messages: [{ role: "user", content: [file("tide_table (2).pdf"), file("tide_table (2).pdf")] }],
    });
    const [{ content }] = body.messages as [{ content: JsonObject[] }];
    expect(content.map(({ document }) => (document as JsonObject).name)).toEqual([
      "tide table (2) pdf",
      "tide table (2) pdf 2",
    ]);
    for (const refused of [
      { type: "image_url", image_url: { url: "https://harbour.example/a.png" } },
      { type: "image_url", image_url: { url: "data:image/tiff;base64,AAAA" } },
      { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
      { type: "file", file: { file_id: "file-1" } },
    ]) {
      expect(part(refused), JSON.stringify(refused)).toThrow(UnsupportedInput);
    }
  });

  test.each([
    ["budget", "low", { thinking: { type: "enabled", budget_tokens: 2048 } }],
    ["budget", "none", { thinking: { type: "disabled" } }],
    ["adaptive", "high", { thinking: { type: "adaptive" }, output_config: { effort: "high" } }],
    ["level", "minimal", { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } }],
    ["effort", "medium", { reasoning_effort: "medium" }],
  ] as const)("reasoning by %s: %s", (reasoning, effort, expected) => {
    const { body } = encode(
      { messages: [{ role: "user", content: "?" }], reasoning_effort: effort },
      { reasoning },
    );
    expect(body.additionalModelRequestFields).toEqual(expected);
  });

  test("a budget stays below the limit, and sampling that thinking forbids is dropped and listed", () => {
    const { body, dropped } = encode({
      ...{ messages: [{ role: "user", content: "?" }], reasoning_effort: "high", max_tokens: 3000 },
      ...{ temperature: 0, top_k: 5 },
    });
    expect(body.additionalModelRequestFields).toEqual({ thinking: { type: "enabled", budget_tokens: 1500 } });
    expect(body.inferenceConfig).toEqual({ maxTokens: 3000 });
    expect(dropped).toEqual(["temperature", "top_k"]);
  });

  test.each([
    [{ messages: [] }, "messages"],
    [
      { messages: [{ role: "user", content: [{ image: { format: "png", source: 7 } }] }] },
      "messages[0].content[0].image.source",
    ],
    [
      { messages: [{ role: "user", content: [{ video: { format: "mp4", source: {} } }] }] },
      "messages[0].content[0]",
    ],
    [
      { messages: [{ role: "user", content: [{ text: "a" }] }], inferenceConfig: { maxTokens: 0 } },
      "inferenceConfig.maxTokens",
    ],
    [{ messages: [{ role: "user", content: [{ text: "a" }] }], guardrailConfig: {} }, "guardrailConfig"],
  ] as [JsonObject, string][])("what is wrong is named by its place: %j", (body, param) => {
    const back = dialect.decodeRequest(body, { model: "keel" });
    expect(back.ok ? null : back.param).toBe(param);
  });
});
