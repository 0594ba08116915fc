/** Whole answers for callers of the Responses API (API-01, RES-02…04, MAP-17). */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../json.ts";
import { answer, KNOWN, messagesOf, outputOf } from "./testing.ts";

const text = (words: string, more: JsonObject = {}) => ({
  type: "output_text",
  text: words,
  annotations: [],
  logprobs: [],
  ...more,
});
const calls = (...names: string[]) =>
  names.map((name, i) => ({
    id: `c${i}`,
    type: "function",
    function: { name, arguments: `{"at":${i}}` },
  }));

describe("an answer", () => {
  test("has every field that strict clients demand, with this API's own defaults", () => {
    expect(answer({ content: "Ebb." }, "stop", { usage: KNOWN })).toEqual({
      id: "resp_ab12cd34",
      object: "response",
      created_at: 1_796_000_000,
      completed_at: 1_796_000_009,
      status: "completed",
      background: false,
      error: null,
      incomplete_details: null,
      instructions: null,
      max_output_tokens: null,
      max_tool_calls: null,
      metadata: {},
      model: "up",
      output: [
        {
          id: "msg_ab12cd34_0",
          type: "message",
          status: "completed",
          role: "assistant",
          content: [text("Ebb.")],
        },
      ],
      parallel_tool_calls: true,
      previous_response_id: null,
      prompt_cache_key: null,
      reasoning: { effort: null, summary: null },
      safety_identifier: null,
      service_tier: "default",
      store: false,
      temperature: 1,
      text: { format: { type: "text" }, verbosity: "medium" },
      tool_choice: "auto",
      tools: [],
      top_logprobs: 0,
      top_p: 1,
      truncation: "disabled",
      user: null,
      frequency_penalty: 0,
      presence_penalty: 0,
      usage: {
        input_tokens: 14,
        input_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
        output_tokens: 8,
        output_tokens_details: { reasoning_tokens: 3 },
        total_tokens: 22,
      },
    });
  });

  test("repeats what was asked in the caller's own form, and says what was really done", () => {
    const tool = { type: "function", name: "tide" };
    const format = { type: "json_schema", name: "t", schema: {} };
    const body = {
      instructions: "Be brief.",
      store: true,
      temperature: 0,
      max_output_tokens: 50,
      tools: [tool],
      tool_choice: { type: "function", name: "tide" },
      text: { format },
      metadata: { a: "b" },
      reasoning: { effort: "low", summary: "auto" },
      parallel_tool_calls: false,
      background: false,
    };
    expect(answer({ content: "Ebb." }, "stop", { body })).toMatchObject({
      instructions: "Be brief.",
      store: false,
      temperature: 0,
      max_output_tokens: 50,
      tools: [{ ...tool, description: null, parameters: null, strict: true }],
      tool_choice: { type: "function", name: "tide" },
      metadata: { a: "b" },
      text: { format, verbosity: "medium" },
      reasoning: { effort: "low", summary: "auto" },
      parallel_tool_calls: false,
    });
  });

  test("has no usage where the provider gave none, and no details that are missing where it gave nothing for them", () => {
    expect(answer({ content: "Ebb." }).usage).toBeNull();
    const usage = { kind: "known", usage: { input: 1, output: 1 }, raw: { cost: 2 } } as const;
    expect(answer({ content: "Ebb." }, "stop", { usage }).usage).toEqual({
      input_tokens: 1,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: 1,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 2,
      cost: 2,
    });
  });

  test("keeps a provider's own fields under their own names", () => {
    const response = answer({ content: "Ebb.", mood: "calm" }, "stop", { more: { search_results: [1] } });
    expect(response).toMatchObject({ search_results: [1], output: [{ mood: "calm" }] });
    expect(response).not.toHaveProperty("choices");
  });
});

describe("the output", () => {
  const output = (message: JsonObject, body: JsonObject = {}) => outputOf(answer(message, "stop", { body }));

  test("has thinking, text and every call as items of their own, in this order", () => {
    const items = output({ reasoning_content: "Moon.", content: "Ebb.", tool_calls: calls("tide", "wind") });
    expect(items).toEqual([
      { id: "rs_ab12cd34_0", type: "reasoning", summary: [{ type: "summary_text", text: "Moon." }] },
      expect.objectContaining({ id: "msg_ab12cd34_1", type: "message" }),
      {
        id: "fc_ab12cd34_2",
        type: "function_call",
        status: "completed",
        call_id: "c0",
        name: "tide",
        arguments: '{"at":0}',
      },
      {
        id: "fc_ab12cd34_3",
        type: "function_call",
        status: "completed",
        call_id: "c1",
        name: "wind",
        arguments: '{"at":1}',
      },
    ]);
  });

  test("has no message where there are only calls, and an empty one where there is nothing", () => {
    expect(output({ tool_calls: calls("tide") }).map(({ type }) => type)).toEqual(["function_call"]);
    expect(output({ content: "" })).toMatchObject([{ type: "message", content: [text("")] }]);
  });

  test("has a refusal as a part of its own", () => {
    expect(output({ refusal: "No." })).toMatchObject([{ content: [{ type: "refusal", refusal: "No." }] }]);
  });

  test("has citations flat, and the probabilities of its tokens", () => {
    const cited = { url: "https://a.example", title: "A", start_index: 0, end_index: 4 };
    const annotations = [{ type: "url_citation", url_citation: cited }, { type: "odd" }];
    expect(output({ content: "Ebb.", annotations })).toMatchObject([
      { content: [{ annotations: [{ type: "url_citation", ...cited }, { type: "odd" }] }] },
    ]);
  });

  test("has the free text of a custom tool, whole or as far as it came", () => {
    const body = { tools: [{ type: "custom", name: "patch" }] };
    const custom = (args: string) =>
      output(
        { tool_calls: [{ id: "c0", type: "function", function: { name: "patch", arguments: args } }] },
        body,
      );
    expect(custom('{"input":"a \\"b\\""}')).toEqual([
      {
        id: "ctc_ab12cd34_0",
        type: "custom_tool_call",
        status: "completed",
        call_id: "c0",
        name: "patch",
        input: 'a "b"',
      },
    ]);
    for (const args of ['{"input":"a', '{"other":1}', "[1]"])
      expect(custom(args)).toMatchObject([{ input: args }]);
  });
});

describe("thinking that its provider signed", () => {
  test.each<[string, JsonObject]>([
    ["a text with its signature", { type: "reasoning.text", text: "Moon.", signature: "c2ln" }],
    ["a signature alone", { type: "reasoning.text", text: "", signature: "c2ln" }],
    ["what only the provider can read", { type: "reasoning.encrypted", data: "ZGF0YQ==" }],
    ["text of any script", { type: "reasoning.text", text: "Łódź ☾", signature: "c2ln" }],
  ])("comes back as it was: %s", (_what, detail) => {
    const message = { reasoning_details: [detail], content: "Ebb." };
    const [item, said] = outputOf(answer(message));
    expect(typeof item?.encrypted_content).toBe("string");
    expect(item?.summary).toEqual(detail.text ? [{ type: "summary_text", text: detail.text }] : []);
    expect(messagesOf([item ?? null, said ?? null])).toEqual([
      { role: "assistant", content: "Ebb.", reasoning_details: [detail] },
    ]);
  });

  test("comes back at its call, where it belongs to one", () => {
    const extra_content = { google: { thought_signature: "c2ln" } };
    const [first] = calls("tide");
    const output = outputOf(answer({ tool_calls: [{ ...first, extra_content }] }, "tool_calls"));
    expect(output.map(({ type, summary }) => [type, summary])).toEqual([
      ["reasoning", []],
      ["function_call", undefined],
    ]);
    const result = { type: "function_call_output", call_id: "c0", output: "low" };
    expect(messagesOf([...output, result])[0]).toEqual({
      role: "assistant",
      content: null,
      tool_calls: [{ ...first, extra_content }],
    });
  });

  test.each(["hlc1.", "hlc1.!", "hlc1.bnVsbA==", "hlc1.e30=", "gAAAA"])("is not read from %s", (blob) => {
    const item = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: blob };
    const said = { role: "assistant", content: "Ebb." };
    expect(messagesOf([item, said])).toEqual([said]);
  });
});

describe("the end", () => {
  test.each([
    ["stop", "completed", null],
    ["tool_calls", "completed", null],
    ["length", "incomplete", { reason: "max_output_tokens" }],
    ["content_filter", "incomplete", { reason: "content_filter" }],
  ] as const)("%s is %s", (finish, status, incomplete_details) => {
    const response = answer({ content: "Ebb.", tool_calls: calls("tide") }, finish);
    expect(response).toMatchObject({ status, incomplete_details });
    expect(response.completed_at === null).toBe(status === "incomplete");
    expect(outputOf(response).map((item) => item.status)).toEqual(["completed", status]);
  });
});
