/**
 * A turn that thinks between its sentences: who sends it back must send it as it was, or its provider refuses it (MAP-16,
 * MAP-17).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { bodyOf } from "../../engine/session.ts";
import { json } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

const TURN: JsonObject[] = [
  { type: "thinking", thinking: "Ring first.", signature: "c2VhbGVkQnlUaGVNb2RlbDAx" },
  { type: "text", text: "Wait." },
  { type: "thinking", thinking: "Now ring.", signature: "c2VhbGVkQnlUaGVNb2RlbDAy" },
  { type: "text", text: "There." },
  { type: "tool_use", id: "toolu_bell", name: "bell", input: {} },
];

const ANSWER: JsonObject = {
  id: "msg_bell",
  type: "message",
  role: "assistant",
  model: "simulated",
  content: TURN,
  stop_reason: "tool_use",
  stop_sequence: null,
  usage: { input_tokens: 9, output_tokens: 9 },
};

const USER: Json = { role: "user", content: "Ring." };

interface Client {
  path: string;
  more: JsonObject;
  /** The answer as it goes back, with the result of its call. */
  back(answer: JsonObject): Json[];
}

const CLIENTS: Readonly<Record<string, Client>> = {
  "openai-chat": {
    path: "/v1/chat/completions",
    more: { tools: [{ type: "function", function: { name: "bell", parameters: { type: "object" } } }] },
    back: ({ choices }) => {
      const [choice] = Array.isArray(choices) ? choices.filter(isObject) : [];
      return [choice?.message ?? null, { role: "tool", tool_call_id: "toolu_bell", content: "Dong." }];
    },
  },
  "anthropic-messages": {
    path: "/v1/messages",
    more: { max_tokens: 64, tools: [{ name: "bell", input_schema: { type: "object" } }] },
    back: ({ content }) => [
      { role: "assistant", content: content ?? null },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_bell", content: "Dong." }] },
    ],
  },
};

export const turnOrderCases: readonly Case[] = Object.entries(CLIENTS).map(
  ([name, { path, more, back }]): Case => ({
    id: `mapping.turn-order.${name}`,
    area: "mapping",
    title: `Thinking between sentences goes back where it stood, by a client of ${name}`,
    why: "Claude refuses a turn whose thinking was moved, and agents think between their calls",
    requirements: ["MAP-16", "MAP-17"],
    needs: { api: "anthropic-messages", capabilities: ["tools", "reasoning"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(
        ({ capabilities }) => capabilities.has("tools") && capabilities.has("reasoning"),
      );
      const asked = { model: pinned(endpoint), ...more };
      session.answer(json(200, ANSWER));
      const first = await session.send({ ...asked, messages: [USER] }, { path });
      if (path === "/v1/messages") context.check.equal("MAP-16", "shown", first.json?.content, TURN);
      await session.send({ ...asked, messages: [USER, ...back(first.json ?? {})] }, { path });
      const { messages } = bodyOf(session.received.at(-1));
      const [, turn] = Array.isArray(messages) ? messages.filter(isObject) : [];
      context.check.equal("MAP-17", "in-its-place", turn?.content, TURN);
    },
  }),
);
