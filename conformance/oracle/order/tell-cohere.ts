/**
 * Turns in Cohere's API.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { calls, cut, event, type PlainItem, plain, type Roll, type Teller } from "./teller.ts";
import { TOOL, type Turn } from "./turn.ts";

const cohereCall = (item: PlainItem & { kind: "call" }): JsonObject => ({
  id: item.id,
  type: "function",
  function: { name: TOOL, arguments: JSON.stringify({ number: item.number }) },
});

const cohereEvent = (type: string, index: number, message: JsonObject): string =>
  event({ type, index, delta: { message } });

/** The events of one item, at its place among the blocks or among the calls. */
function cohereEvents(item: PlainItem, index: number, roll: Roll): string[] {
  if (item.kind === "call") {
    const args = cut(JSON.stringify({ number: item.number }), roll);
    const opened = { ...cohereCall(item), function: { name: TOOL, arguments: "" } };
    return [
      cohereEvent("tool-call-start", index, { tool_calls: opened }),
      ...args.map((text) =>
        cohereEvent("tool-call-delta", index, { tool_calls: { function: { arguments: text } } }),
      ),
      event({ type: "tool-call-end", index }),
    ];
  }
  const type = item.kind === "text" ? "text" : "thinking";
  return [
    cohereEvent("content-start", index, { content: { type, [type]: "" } }),
    ...cut(item.text, roll).map((text) => cohereEvent("content-delta", index, { content: { [type]: text } })),
    event({ type: "content-end", index }),
  ];
}

const COHERE_USAGE = {
  billed_units: { input_tokens: 9, output_tokens: 9 },
  tokens: { input_tokens: 9, output_tokens: 9 },
};

/** The content of a message, and its calls beside it. */
function cohereMessage(turn: Turn): JsonObject {
  const content = turn.map(plain).flatMap((item): JsonObject[] => {
    if (item.kind === "call") return [];
    return [
      item.kind === "text" ? { type: "text", text: item.text } : { type: "thinking", thinking: item.text },
    ];
  });
  const tool_calls = turn.flatMap((item) => (item.kind === "call" ? [cohereCall(item)] : []));
  return {
    role: "assistant",
    ...(content.length === 0 ? {} : { content }),
    ...(tool_calls.length === 0 ? {} : { tool_calls }),
  };
}

export const cohere: Teller = {
  whole: (turn) => ({
    id: "order",
    message: cohereMessage(turn),
    finish_reason: calls(turn) ? "TOOL_CALL" : "COMPLETE",
    usage: COHERE_USAGE,
  }),
  stream: (turn, roll) => {
    const blocks = turn.filter(({ kind }) => kind !== "call").length;
    const empty = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
    // Calls end an answer by themselves: some relays say no word for it.
    const word = calls(turn)
      ? roll(3) === 0
        ? {}
        : { finish_reason: "TOOL_CALL" }
      : { finish_reason: "COMPLETE" };
    const end: JsonObject = { ...word, usage: COHERE_USAGE };
    return [
      event({ type: "message-start", id: "order", delta: { message: empty } }),
      ...turn
        .map(plain)
        .flatMap((item, i) => cohereEvents(item, item.kind === "call" ? i - blocks : i, roll)),
      event({ type: "message-end", delta: end }),
      "data: [DONE]\n\n",
    ];
  },
};
