/**
 * Signatures of thinking make the round trip through the caller: out of the answer, into the next request (MAP-06).
 * @module
 */
import type { UpstreamApiId } from "../../../registry/apis/index.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { json, streamed } from "../../upstream/wire.ts";
import type { Piece } from "../../upstream/wires/wire.ts";
import { pinned } from "../_shared/support.ts";

const SIGNATURE = "c2VhbGVkQnlUaGVNb2RlbDAx";
const CALL = "call_bell";

/** A thought, its signature and a call, as each dialect says them. */
const SIGNED: Partial<Record<UpstreamApiId, JsonObject>> = {
  "anthropic-messages": {
    id: "msg_signed",
    type: "message",
    role: "assistant",
    model: "simulated",
    content: [
      { type: "thinking", thinking: "Ring first.", signature: SIGNATURE },
      { type: "tool_use", id: CALL, name: "bell", input: {} },
    ],
    stop_reason: "tool_use",
    stop_sequence: null,
    usage: { input_tokens: 9, output_tokens: 9 },
  },
  "bedrock-converse": {
    output: {
      message: {
        role: "assistant",
        content: [
          { reasoningContent: { reasoningText: { text: "Ring first.", signature: SIGNATURE } } },
          { toolUse: { toolUseId: CALL, name: "bell", input: {} } },
        ],
      },
    },
    stopReason: "tool_use",
    usage: { inputTokens: 9, outputTokens: 9, totalTokens: 18 },
  },
  gemini: {
    candidates: [
      {
        content: {
          role: "model",
          parts: [{ functionCall: { name: "bell", args: {} }, thoughtSignature: SIGNATURE }],
        },
        finishReason: "STOP",
        index: 0,
      },
    ],
    modelVersion: "simulated",
    responseId: "signed",
    usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 9, totalTokenCount: 18 },
  },
};

/** The caller's message as it came, with the results of its calls behind it. */
function answered({ json: body }: Reply): Json[] {
  const [choice] = Array.isArray(body?.choices) ? body.choices.filter(isObject) : [];
  const message = isObject(choice?.message) ? choice.message : {};
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject) : [];
  const results = calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "Dong." }));
  return [message, ...results] as Json[];
}

/** The signature in the bytes of a stream, whatever the wire calls its field. */
const signatureIn = (pieces: readonly Piece[]): string =>
  /"signature": ?"([^"]+)"/.exec(
    pieces.map((piece) => Buffer.from(piece).toString("latin1")).join(""),
  )?.[1] ?? "";

const streamedSignatures = (["anthropic-messages", "bedrock-converse"] as const).map(
  (dialect): Case => ({
    id: `mapping.${dialect}.signature-streamed`,
    area: "mapping",
    title: "The signature of a thought reaches the caller of a stream as well",
    why: "agents stream, and their next turn is refused without it",
    requirements: ["STR-04"],
    needs: { api: dialect, capabilities: ["reasoning"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(({ capabilities }) => capabilities.has("reasoning"));
      const pieces = context.wire.streamAnswer({ reasoning: "Ring first.", text: "Dong." });
      session.answer(streamed(context.wire.streamType, pieces));
      const reply = await session.send(ask(pinned(endpoint), { stream: true }));
      const signature = signatureIn(pieces);
      const shown = signature !== "" && reply.text.includes(signature);
      context.check.that("STR-04", "shown", shown, { expected: signature, seen: reply.text.slice(0, 500) });
    },
  }),
);

const roundTrips = Object.entries(SIGNED).map(
  ([name, signed]): Case => ({
    id: `mapping.${name}.signature-comes-back`,
    area: "mapping",
    title: "The signature of a thought stands in the answer, and unchanged in the request that replays it",
    why: "a provider that signs its thinking refuses the next turn without it",
    requirements: ["MAP-06", "RES-03"],
    needs: { api: name as UpstreamApiId, capabilities: ["tools", "reasoning"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(
        ({ capabilities }) => capabilities.has("tools") && capabilities.has("reasoning"),
      );
      const tools = [{ type: "function", function: { name: "bell", parameters: { type: "object" } } }];
      const user = { role: "user", content: "Ring." };
      const more = { model: pinned(endpoint), tools };
      session.answer(json(200, signed));
      const first = await session.send({ ...more, messages: [user] });
      context.check.equal("RES-03", "shown", first.text.includes(SIGNATURE), true);
      await session.send({ ...more, messages: [user, ...answered(first)] });
      const sent = session.received.at(-1)?.body ?? "";
      context.check.equal("MAP-06", "replayed", sent.split(SIGNATURE).length - 1, 1);
      context.check.equal("MAP-06", "with-its-result", sent.includes("Dong."), true);
    },
  }),
);

export const signatureCases: readonly Case[] = [...roundTrips, ...streamedSignatures];
