/**
 * Turns in Anthropic's messages.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { calls, cut, event, plain, type Roll, type Teller } from "./teller.ts";
import { TOOL, type TurnItem } from "./turn.ts";

function claudeBlock(told: TurnItem): JsonObject {
  if (told.kind === "sealed") return { type: "redacted_thinking", data: told.data };
  const item = plain(told);
  if (item.kind === "thought") return { type: "thinking", thinking: item.text, signature: item.signature };
  if (item.kind === "text") return { type: "text", text: item.text };
  return { type: "tool_use", id: item.id, name: TOOL, input: { number: item.number } };
}

function claudeDeltas(item: TurnItem, roll: Roll): JsonObject[] {
  if (item.kind === "text") return cut(item.text, roll).map((text) => ({ type: "text_delta", text }));
  if (item.kind === "call") {
    const args = JSON.stringify({ number: item.number });
    return cut(args, roll).map((partial_json) => ({ type: "input_json_delta", partial_json }));
  }
  if (item.kind !== "thought") return [];
  const thought = cut(item.text, roll).map((thinking): JsonObject => ({ type: "thinking_delta", thinking }));
  return [...thought, { type: "signature_delta", signature: item.signature }];
}

const EMPTY = {
  thought: { thinking: "", signature: "" },
  text: { text: "" },
  call: { input: {} },
  sealed: {},
  image: {},
};

const claudeMessage = (content: JsonObject[], stop_reason: string | null): JsonObject => ({
  id: "msg_order",
  type: "message",
  role: "assistant",
  model: "simulated",
  content,
  stop_reason,
  stop_sequence: null,
  usage: { input_tokens: 9, output_tokens: 9 },
});

export const claude: Teller = {
  whole: (turn) => claudeMessage(turn.map(claudeBlock), calls(turn) ? "tool_use" : "end_turn"),
  stream: (turn, roll) => {
    // Some relays end no block: the next one begins, or the message ends.
    const isClosed = roll(3) > 0;
    return [
      event({ type: "message_start", message: claudeMessage([], null) }),
      ...turn.flatMap((item, index) => [
        event({
          type: "content_block_start",
          index,
          content_block: { ...claudeBlock(item), ...EMPTY[item.kind] },
        }),
        ...claudeDeltas(item, roll).map((delta) => event({ type: "content_block_delta", index, delta })),
        ...(isClosed ? [event({ type: "content_block_stop", index })] : []),
      ]),
      event({
        type: "message_delta",
        delta: { stop_reason: calls(turn) ? "tool_use" : "end_turn", stop_sequence: null },
        usage: { output_tokens: 9 },
      }),
      event({ type: "message_stop" }),
    ];
  },
};
