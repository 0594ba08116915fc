/** Turns whose order is not that of the flat message: for callers of the Responses API, and to its providers (RES-03, MAP-17). */
import { describe, expect, test } from "vitest";
import { ChatRequestSchema } from "../../../canonical/chat.ts";
import { openRegistry } from "../../../index.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { type ApiTraits, PLAIN_TRAITS } from "../../codec.ts";
import { openaiResponses } from "../index.ts";
import { answer, messagesOf, outputOf } from "./testing.ts";

const call = (id: string) => ({ id, type: "function", function: { name: "tide", arguments: "{}" } });
const cited = (start_index: number, end_index: number): JsonObject => ({
  type: "url_citation",
  url_citation: { url: "https://tide.example", title: "Tides", start_index, end_index },
});

/** What an item is, and what it says. */
const gist = ({ type = null, summary, content = null, call_id = null }: JsonObject): Json =>
  type === "function_call" ? [type, call_id] : [type, type === "reasoning" ? (summary ?? null) : content];

describe("an answer in an order of its own", () => {
  const text = (words: string, annotations: Json[] = []) => [
    { type: "output_text", text: words, annotations, logprobs: [] },
  ];
  const message = {
    content: "Wait.There.",
    reasoning_content: "Hm.",
    refusal: "No.",
    tool_calls: [call("a")],
    annotations: [cited(5, 11)],
    tool_plan: "Look.",
    item_order: [
      { type: "text", start: 0, end: 5 },
      { type: "tool_call", index: 0 },
      { type: "reasoning", start: 0, end: 3 },
      { type: "text", start: 5, end: 11 },
      { type: "refusal" },
    ],
  };

  test("has an item for each, with citations counted from the start of their text", () => {
    const items = outputOf(answer(message, "tool_calls"));
    const [citation] = [cited(0, 6)].map(({ url_citation }) => url_citation);
    expect(items.map(gist)).toEqual([
      ["message", text("Wait.")],
      ["function_call", "a"],
      ["reasoning", [{ type: "summary_text", text: "Hm." }]],
      [
        "message",
        [
          ...text("There.", [{ type: "url_citation", ...(citation as JsonObject) }]),
          { type: "refusal", refusal: "No." },
        ],
      ],
    ]);
    expect(items.map(({ tool_plan }) => tool_plan)).toEqual(["Look.", undefined, undefined, undefined]);
    expect(items.every((item) => item.item_order === undefined)).toBe(true);
  });

  test("has a message for what stands beside a text that is not there", () => {
    const item_order = [
      { type: "tool_call", index: 0 },
      { type: "reasoning", start: 0, end: 3 },
    ];
    const silent = { reasoning_content: "Hm.", tool_calls: [call("a")], tool_plan: "Look.", item_order };
    expect(outputOf(answer(silent, "tool_calls")).map(({ type }) => type)).toEqual([
      "message",
      "function_call",
      "reasoning",
    ]);
  });

  test("comes back in that order", () => {
    const items = outputOf(answer({ ...message, refusal: null, item_order: message.item_order.slice(0, 4) }));
    const output = { type: "function_call_output", call_id: "a", output: "low" };
    const [said] = messagesOf([...items, output]);
    expect(said).toMatchObject({
      content: [
        { type: "text", text: "Wait." },
        { type: "text", text: "There." },
      ],
      reasoning_content: "Hm.",
      item_order: [
        { type: "text", index: 0 },
        { type: "tool_call", index: 0 },
        { type: "reasoning", start: 0, end: 3 },
        { type: "text", index: 1 },
      ],
    });
  });
});

describe("a turn that goes back in an order of its own", () => {
  const endpoint = openRegistry().indexes.endpoints.find(({ id }) => id === "gpt-5-codex:openai");
  if (!endpoint) throw new Error("the registry has no gpt-5-codex at OpenAI");

  const sent = (message: JsonObject, more: Partial<ApiTraits> = {}): Json => {
    const request = ChatRequestSchema.parse({
      model: "m",
      messages: [
        { role: "user", content: "Hi." },
        { role: "assistant", ...message },
      ],
    });
    const traits = { ...PLAIN_TRAITS, ...more };
    const { body } = openaiResponses.encodeRequest(request, { endpoint, traits });
    return Array.isArray(body.input) ? body.input.slice(1) : null;
  };

  const message = {
    content: "Wait.There.",
    reasoning_content: "AB",
    refusal: "No.",
    tool_calls: [call("a")],
    item_order: [
      { type: "text", start: 0, end: 5 },
      { type: "reasoning", start: 0, end: 1 },
      { type: "tool_call", index: 0 },
      { type: "text", start: 5, end: 11 },
      { type: "reasoning", start: 1, end: 2 },
      { type: "refusal" },
    ],
  };
  const said = (content: string) => ({ type: "message", role: "assistant", content });
  const called = { type: "function_call", call_id: "a", name: "tide", arguments: "{}" };
  const refused = (id: string) => ({
    type: "message",
    role: "assistant",
    id,
    status: "completed",
    content: [{ type: "refusal", refusal: "No." }],
  });

  test("is items in that order", () => {
    expect(sent(message)).toEqual([said("Wait."), called, said("There."), refused("msg_messages1_5")]);
  });

  test("has its thinking before the call that it led to, where the host reads words", () => {
    const content = [{ type: "reasoning_text", text: "A" }];
    expect(sent(message, { spokenThoughts: true })).toEqual([
      said("Wait."),
      { type: "reasoning", id: "rs_messages1_1", summary: [], content },
      called,
      said("There."),
      refused("msg_messages1_5"),
    ]);
  });

  test("has its calls last where the host takes nothing between a call and its result", () => {
    expect(sent(message, { callsLast: true })).toEqual([
      said("Wait."),
      said("There."),
      refused("msg_messages1_4"),
      called,
    ]);
  });

  test("names the part that the API has no form for", () => {
    const sound = { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } };
    const content = [{ type: "text", text: "Hear." }, sound];
    const item_order = [
      { type: "text", index: 0 },
      { type: "tool_call", index: 0 },
      { type: "text", index: 1 },
    ];
    expect(() => sent({ content, tool_calls: [call("a")], item_order })).toThrow(
      expect.objectContaining({ param: "messages[1].content[1]" }),
    );
  });
});
