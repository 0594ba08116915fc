/**
 * Turns in Bedrock's Converse.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { encodeFrame } from "../../recordings/frames.ts";
import { calls, cut, cutBytes, type Roll, type Teller } from "./teller.ts";
import { TOOL, type TurnItem } from "./turn.ts";

function converseBlock(item: TurnItem): JsonObject {
  if (item.kind === "text") return { text: item.text };
  if (item.kind === "call")
    return { toolUse: { toolUseId: item.id, name: TOOL, input: { number: item.number } } };
  if (item.kind === "image") return { image: { format: "png", source: { bytes: item.data } } };
  if (item.kind === "sealed") return { reasoningContent: { redactedContent: item.data } };
  return { reasoningContent: { reasoningText: { text: item.text, signature: item.signature } } };
}

function converseDeltas(item: TurnItem, roll: Roll): JsonObject[] {
  if (item.kind === "text") return cut(item.text, roll).map((text) => ({ text }));
  if (item.kind === "call")
    return cut(JSON.stringify({ number: item.number }), roll).map((input) => ({ toolUse: { input } }));
  if (item.kind === "image") return [{ image: { source: { bytes: item.data } } }];
  if (item.kind === "sealed")
    return cutBytes(item.data, roll).map((redactedContent) => ({ reasoningContent: { redactedContent } }));
  const thought = cut(item.text, roll).map((text): JsonObject => ({ reasoningContent: { text } }));
  return [...thought, { reasoningContent: { signature: item.signature } }];
}

/** How a block is announced: tools and pictures are. */
function startOf(item: TurnItem): JsonObject | null {
  if (item.kind === "image") return { image: { format: "png" } };
  return item.kind === "call" ? { toolUse: { toolUseId: item.id, name: TOOL } } : null;
}

const frame = (type: string, body: JsonObject): Uint8Array =>
  encodeFrame({
    headers: [
      [":event-type", type],
      [":content-type", "application/json"],
      [":message-type", "event"],
    ],
    payload: JSON.stringify(body),
  });

const CONVERSE_USAGE = { inputTokens: 9, outputTokens: 9, totalTokens: 18 };

export const converse: Teller = {
  whole: (turn) => ({
    output: { message: { role: "assistant", content: turn.map(converseBlock) } },
    stopReason: calls(turn) ? "tool_use" : "end_turn",
    usage: CONVERSE_USAGE,
  }),
  stream: (turn, roll) => {
    // Some relays end no block: the next one begins, or the message stops.
    const isClosed = roll(3) > 0;
    return [
      frame("messageStart", { role: "assistant" }),
      ...turn.flatMap((item, contentBlockIndex) => {
        const start = startOf(item);
        return [
          ...(start === null ? [] : [frame("contentBlockStart", { contentBlockIndex, start })]),
          ...converseDeltas(item, roll).map((delta) =>
            frame("contentBlockDelta", { contentBlockIndex, delta }),
          ),
          ...(isClosed ? [frame("contentBlockStop", { contentBlockIndex })] : []),
        ];
      }),
      frame("messageStop", { stopReason: calls(turn) ? "tool_use" : "end_turn" }),
      frame("metadata", { usage: CONVERSE_USAGE, metrics: { latencyMs: 9 } }),
    ];
  },
};
