/**
 * Turns in Google's `generateContent`.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { cut, plain, type Roll, type Teller } from "./teller.ts";
import { TOOL, type TurnItem } from "./turn.ts";

const sealed = (seal: string): JsonObject => (seal === "" ? {} : { thoughtSignature: seal });

/** The parts of an item; in a stream its text may come in several, the last of which bears the signature. */
function googleParts(told: TurnItem, pieces: (text: string) => string[]): JsonObject[] {
  if (told.kind === "image")
    return [{ inlineData: { mimeType: "image/png", data: told.data }, ...sealed(told.seal) }];
  const item = plain(told);
  if (item.kind === "call") {
    const functionCall = { id: item.id, name: TOOL, args: { number: item.number } };
    return [{ functionCall, ...sealed(item.seal) }];
  }
  if (item.kind === "thought") return pieces(item.text).map((text) => ({ text, thought: true }));
  const texts = pieces(item.text).map((text): JsonObject => ({ text }));
  return texts.map((part, i) => (i === texts.length - 1 ? { ...part, ...sealed(item.seal) } : part));
}

const googleAnswer = (parts: JsonObject[], more: JsonObject): JsonObject => ({
  candidates: [{ index: 0, content: { role: "model", parts }, ...more }],
  modelVersion: "simulated",
  responseId: "order",
  usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 9, totalTokenCount: 18 },
});

/** Parts in chunks of one to four. */
function grouped(parts: readonly JsonObject[], roll: Roll): JsonObject[][] {
  const groups: JsonObject[][] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && last.length < 4 && roll(4) > 0) last.push(part);
    else groups.push([part]);
  }
  return groups;
}

export const google: Teller = {
  whole: (turn) =>
    googleAnswer(
      turn.flatMap((item) => googleParts(item, (text) => [text])),
      { finishReason: "STOP" },
    ),
  stream: (turn, roll) => {
    const groups = grouped(
      turn.flatMap((item) => googleParts(item, (text) => cut(text, roll))),
      roll,
    );
    const bodies = groups.map((parts, i) =>
      googleAnswer(parts, i === groups.length - 1 ? { finishReason: "STOP" } : {}),
    );
    // Behind the finish a chunk may come that says nothing, and not that it does.
    if (roll(3) === 0) bodies.push(googleAnswer([], {}));
    return bodies.map((body) => `data: ${JSON.stringify(body)}\r\n\r\n`);
  },
};
