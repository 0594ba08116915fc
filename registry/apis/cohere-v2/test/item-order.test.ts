/**
 * Turns of Cohere whose thinking stands between their texts: read, told to callers, and given back in that order.
 */
import { describe, expect, test } from "vitest";
import type { AssistantMessage, ChatCompletion } from "../../../canonical/chat.ts";
import { at, type JsonObject } from "../../../json.ts";
import { decodeRequest } from "../request.ts";
import { encodeResponse } from "../response.ts";
import { encodeStream } from "../stream.ts";
import { answerOf, ask, chunk, encode, eventsOf, render, written } from "./testing.ts";

const thought = (thinking: string) => ({ type: "thinking", thinking });
const text = (words: string) => ({ type: "text", text: words });
const call = { id: "t1", type: "function", function: { name: "tide", arguments: "{}" } };

const BLOCKS = [thought("Ebb?"), text("Wait."), thought("Flow."), text("Now.")];
const ORDER = [
  { type: "reasoning", start: 0, end: 4 },
  { type: "text", start: 0, end: 5 },
  { type: "reasoning", start: 4, end: 9 },
  { type: "text", start: 5, end: 9 },
];
const SAID = { role: "assistant" as const, content: "Wait.Now.", reasoning_content: "Ebb?Flow." };
const MESSAGE: AssistantMessage = { ...SAID, item_order: ORDER };

const whole = (message: JsonObject) =>
  answerOf({ id: "a", finish_reason: "COMPLETE", message: { role: "assistant", ...message } });
const blocksOf = (message: AssistantMessage): unknown => {
  const completion: ChatCompletion = {
    id: "a",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" }],
  };
  return at(encodeResponse(completion, { kind: "unknown" }, render), ["message", "content"]);
};
const sent = (message: JsonObject): unknown => {
  const { messages } = encode(ask({ messages: [message] })).body;
  return Array.isArray(messages) ? messages[0] : undefined;
};

describe("an answer whose thinking stands between its texts", () => {
  test("is read with its order, and its calls behind it", () => {
    expect(whole({ content: BLOCKS }).choice.message).toMatchObject(MESSAGE);
    const { message } = whole({ content: BLOCKS, tool_calls: [call] }).choice;
    expect(message.item_order).toEqual([...ORDER, { type: "tool_call", index: 0 }]);
  });

  test("has no order to tell where it thinks first and speaks then", () => {
    const content = [thought("Ebb?"), text("Wait."), text("Now.")];
    expect(whole({ content, tool_calls: [call] }).choice.message).not.toHaveProperty("item_order");
    expect(whole({ content: "Wait." }).choice.message).not.toHaveProperty("item_order");
  });

  test("is blocks in that order for a caller of this API", () => {
    expect(blocksOf(MESSAGE)).toEqual(BLOCKS);
  });
});

describe("a stream whose thinking stands between its texts", () => {
  const part = (content: JsonObject) => ({ type: "content-delta", delta: { message: { content } } });
  const called = { type: "tool-call-start", index: 0, delta: { message: { tool_calls: call } } };
  const END = { type: "message-end", delta: { finish_reason: "COMPLETE" } };
  const orderIn = async (...events: JsonObject[]) =>
    (await eventsOf(...events, END)).flatMap((event) =>
      event.type === "chunk" ? (event.chunk.choices[0]?.delta.item_order ?? []) : [],
    );

  test("tells the order with its end", async () => {
    const blocks = BLOCKS.map(({ type: _type, ...said }) => part(said));
    expect(await orderIn(...blocks)).toEqual(ORDER);
    expect(await orderIn(called, part({ text: "Wait." }))).toEqual([
      { type: "tool_call", index: 0 },
      { type: "text", start: 0, end: 5 },
    ]);
    expect(await orderIn(part({ thinking: "Ebb?" }), part({ text: "Wait." }), called)).toEqual([]);
  });

  test("has a block of its own for what is thought behind a plan", () => {
    const encoder = encodeStream(render);
    const chunks = [
      chunk({ reasoning_content: "Ebb?" }),
      chunk({ tool_plan: "Look." }),
      chunk({ reasoning_content: "Flow." }, { finish_reason: "stop" }),
    ];
    const events = written([
      ...chunks.flatMap((one) => encoder.chunk(one)),
      ...encoder.end({ kind: "unknown" }),
    ]);
    expect(events.slice(1, -2).map((event) => (event as JsonObject).type)).toEqual([
      "content-start",
      "content-delta",
      "content-end",
      "tool-plan-delta",
      "content-start",
      "content-delta",
      "content-end",
    ]);
  });
});

describe("a turn that goes back", () => {
  test("is blocks in its order", () => {
    expect(sent({ ...SAID, item_order: ORDER })).toEqual({ role: "assistant", content: BLOCKS });
  });

  test("keeps its thinking and has its texts as the plan beside calls", () => {
    const item_order = [...ORDER, { type: "tool_call", index: 0 }];
    expect(sent({ ...SAID, item_order, tool_calls: [call] })).toEqual({
      role: "assistant",
      content: [thought("Ebb?"), thought("Flow.")],
      tool_plan: "Wait.Now.",
      tool_calls: [call],
    });
  });

  test.each<[string, JsonObject[]]>([
    ["several texts", BLOCKS],
    ["one text", [text("Wait."), thought("Ebb?")]],
    ["one text among thoughts", [thought("Ebb?"), text("Wait."), thought("Flow.")]],
  ])("is what a caller of this API gave, with %s", (_what, content) => {
    const messages = [{ role: "assistant", content }];
    const decoded = decodeRequest({ model: "m", messages });
    if (!decoded.ok) throw new Error(decoded.message);
    expect(encode(decoded.request).body.messages).toEqual(messages);
  });
});
