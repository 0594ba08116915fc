import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { decodeRequest } from "../request.ts";

const turn = { role: "user", content: "Tide?" };
const read = (more: JsonObject): JsonObject => {
  const decoded = decodeRequest({ model: "m", messages: [turn], ...more });
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded.request as unknown as JsonObject;
};
const said = (message: JsonObject): Json | undefined => {
  const { messages } = read({ messages: [message] });
  return Array.isArray(messages) ? messages[0] : undefined;
};
const call = { id: "t1", type: "function", function: { name: "tide", arguments: "{}" } };
const text = (words: string) => ({ type: "text", text: words });

describe("a caller's request, in canonical form", () => {
  test.each<[JsonObject, JsonObject]>([
    [
      { p: 0.5, k: 3, stop_sequences: ["END"] },
      { top_p: 0.5, top_k: 3, stop: ["END"] },
    ],
    [{ p: null, k: null, stop_sequences: null }, {}],
    [
      { k: 0, p: 0 },
      { top_k: 0, top_p: 0 },
    ],
    [{ tool_choice: "NONE" }, { tool_choice: "none" }],
    [{ tool_choice: null, tools: [] }, {}],
    [{ documents: [] }, {}],
    [
      { temperature: 0, seed: 1, stream: true },
      { temperature: 0, seed: 1, stream: true },
    ],
    [{ response_format: { type: "text" } }, { response_format: { type: "text" } }],
    [{ response_format: { type: "json_object" } }, { response_format: { type: "json_object" } }],
    [{ response_format: null }, {}],
    [{ thinking: { type: "enabled" } }, { thinking: { type: "enabled" } }],
    [{ thinking: { type: "enabled", token_budget: 9 } }, { thinking: { type: "enabled", budget_tokens: 9 } }],
    [{ thinking: { type: "enabled", token_budget: null } }, { thinking: { type: "enabled" } }],
    [{ thinking: null }, {}],
  ])("%j is %j", (given, expected) => {
    expect(read(given)).toStrictEqual({ model: "m", messages: [turn], ...expected });
  });

  test.each(["json_schema", "schema"])("has its %s with a name, since OpenAI's form wants one", (key) => {
    const schema = { type: "object" };
    expect(read({ response_format: { type: "json_object", [key]: schema } }).response_format).toEqual({
      type: "json_schema",
      json_schema: { name: "response", strict: true, schema },
    });
  });

  test("has strict tools one by one", () => {
    const tool = { type: "function", function: { name: "tide", description: "When." } };
    expect(read({ tools: [tool] }).tools).toEqual([tool]);
    expect(read({ tools: [tool], strict_tools: true })).toEqual({
      model: "m",
      messages: [turn],
      tools: [{ ...tool, function: { ...tool.function, strict: true } }],
    });
  });
});

describe("a caller's turns", () => {
  test.each<[string, JsonObject, JsonObject]>([
    ["a string", { content: "Ebb." }, { content: "Ebb." }],
    ["texts", { content: [text("E"), text("bb.")] }, { content: [text("E"), text("bb.")] }],
    ["one text", { content: [text("Ebb.")] }, { content: [text("Ebb.")] }],
    ["nothing", {}, { content: null }],
    [
      "two thoughts and one text",
      {
        content: [
          { type: "thinking", thinking: "The " },
          { type: "thinking", thinking: "moon." },
          text("Ebb."),
        ],
      },
      {
        content: "Ebb.",
        reasoning_content: "The moon.",
        item_order: [
          { type: "reasoning", start: 0, end: 4 },
          { type: "reasoning", start: 4, end: 9 },
          { type: "text", start: 0, end: 4 },
        ],
      },
    ],
    [
      "thinking and two texts",
      { content: [{ type: "thinking", thinking: "The moon." }, text("E"), text("bb.")] },
      { content: [text("E"), text("bb.")], reasoning_content: "The moon." },
    ],
    [
      "thinking alone",
      { content: [{ type: "thinking", thinking: "x" }] },
      { content: null, reasoning_content: "x" },
    ],
    ["a plan", { tool_plan: "I look.", tool_calls: [call] }, { content: "I look.", tool_calls: [call] }],
    [
      "a plan and words",
      { tool_plan: "I look.", content: "Ebb.", tool_calls: [call] },
      { content: "Ebb.", tool_plan: "I look.", tool_calls: [call] },
    ],
    ["an empty plan", { tool_plan: "", content: "Ebb.", tool_calls: [] }, { content: "Ebb." }],
    [
      "a call without arguments",
      { tool_calls: [{ id: "t1", function: { name: "tide" } }] },
      { content: null, tool_calls: [call] },
    ],
  ])("of %s", (_what, given, expected) => {
    expect(said({ role: "assistant", ...given })).toEqual({ role: "assistant", ...expected });
  });

  test.each<[Json, Json]>([
    ["low", "low"],
    [[text("low")], "low"],
    [[], []],
    [
      [text("low"), { type: "document", document: { data: "water" } }],
      [text("low"), text("water")],
    ],
  ])("with a result of %j", (content, expected) => {
    expect(said({ role: "tool", tool_call_id: "t1", content })).toEqual({
      role: "tool",
      tool_call_id: "t1",
      content: expected,
    });
  });
});

describe("what is refused, and where (ERR-08)", () => {
  test.each<[JsonObject, string, boolean]>([
    [{ model: "" }, "model", false],
    [{ temperature: 3 }, "temperature", false],
    [{ p: 2 }, "p", false],
    [{ k: 501 }, "k", false],
    [{ tool_choice: "AUTO" }, "tool_choice", false],
    [{ thinking: { type: "enabled", token_budget: 0 } }, "thinking.token_budget", false],
    [{ response_format: { type: "xml" } }, "response_format.type", false],
    [{ tools: [{ type: "function", function: {} }] }, "tools[0].function.name", false],
    [{ messages: [{ role: "pilot", content: "x" }] }, "messages[0].role", false],
    [{ messages: [{ role: "tool", content: "x" }] }, "messages[0].tool_call_id", false],
    [
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "ftp://a" } }] }] },
      "messages[0].content[0].image_url.url",
      false,
    ],
    [
      { messages: [{ role: "user", content: [text("x"), { type: "smell" }] }] },
      "messages[0].content[1].type",
      true,
    ],
  ])("%j", (more, param, unsupported) => {
    expect(decodeRequest({ model: "m", messages: [turn], ...more })).toMatchObject({
      ok: false,
      param,
      unsupported,
    });
  });

  test("documents are refused in words, since only Cohere searches them", () => {
    expect(decodeRequest({ model: "m", messages: [turn], documents: ["tide table"] })).toEqual({
      ok: false,
      param: "documents",
      unsupported: true,
      message: "documents: only Cohere searches documents; put them into a message",
    });
    expect(decodeRequest("Tide?")).toMatchObject({ ok: false, param: null });
  });

  test("also what only the canonical form refuses", () => {
    expect(decodeRequest({ model: "m", messages: [turn], n: 0 })).toMatchObject({
      ok: false,
      param: "n",
    });
  });
});
