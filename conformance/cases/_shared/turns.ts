/**
 * Callers of each API who are told a turn, read it, keep it, and give it back in the request that goes on.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Reply } from "../../engine/reply.ts";
import type { ClientApi } from "../../oracle/meaning/expected.ts";
import { objectOf, objects, type Word, words } from "../../oracle/meaning/heard.ts";
import { shownByChunks, shownByMessages, shownByResponses } from "../../oracle/order/read.ts";
import { TOOL } from "../../oracle/order/turn.ts";

const ASKED = "Ring.";
const RESULT = "Dong.";
const SCHEMA: JsonObject = { type: "object", properties: { number: { type: "integer" } } };

export interface TurnClient {
  asked: JsonObject;
  /** The turn as the caller keeps it. */
  kept(reply: Reply): JsonObject[];
  /** What the caller reads of its order; `null` where the form has none. */
  shown(kept: readonly JsonObject[], reply: Reply): Word[] | null;
  /** The request that goes on: the question, the turn, and the results of its calls or another word. */
  next(kept: readonly JsonObject[]): JsonObject;
}

/** Lists go on where they ended, texts too; of anything else the last holds. */
function grow(value: JsonObject, delta: JsonObject): void {
  for (const [key, more] of Object.entries(delta)) {
    const before = value[key];
    if (typeof before === "string" && typeof more === "string" && key !== "role" && key !== "id")
      value[key] = before + more;
    else if (Array.isArray(before) && Array.isArray(more)) value[key] = [...before, ...more];
    else value[key] = more;
  }
}

/** A message out of the deltas of a stream, every field of it. */
function messageOf({ json: body, events }: Reply): JsonObject {
  if (body !== null) return objectOf(objects(body.choices)[0]?.message);
  const message: JsonObject = {};
  const calls = new Map<unknown, JsonObject>();
  for (const { delta } of events.flatMap(({ choices }) => objects(choices))) {
    const { tool_calls, ...rest } = objectOf(delta);
    grow(message, rest);
    for (const { index, function: fn, ...call } of objects(tool_calls)) {
      const known = calls.get(index) ?? { function: {} };
      calls.set(index, known);
      grow(known, call);
      grow(objectOf(known.function), objectOf(fn));
    }
  }
  return calls.size === 0 ? message : { ...message, tool_calls: [...calls.values()] };
}

/** The blocks of a message out of the events of a stream. */
function blocksOf({ json: body, events }: Reply): JsonObject[] {
  if (body !== null) return objects(body.content);
  const blocks: { block: JsonObject; args: string }[] = [];
  for (const { type, index, content_block, delta } of events) {
    if (type === "content_block_start")
      blocks[Number(index)] = { block: { ...objectOf(content_block) }, args: "" };
    const open = type === "content_block_delta" ? blocks[Number(index)] : undefined;
    if (!open) continue;
    const { type: _kind, partial_json, ...more } = objectOf(delta);
    grow(open.block, more);
    open.args += words(partial_json);
  }
  return blocks.map(({ block, args }) =>
    args === "" ? block : { ...block, input: JSON.parse(args) as Json },
  );
}

const CHAT_TOOL: JsonObject = { type: "function", function: { name: TOOL, parameters: SCHEMA } };
const USER: JsonObject = { role: "user", content: ASKED };

export const TURN_CLIENTS: Readonly<Record<ClientApi, TurnClient>> = {
  "openai-chat": {
    asked: { messages: [USER], tools: [CHAT_TOOL] },
    kept: (reply) => [messageOf(reply)],
    shown: (_kept, reply) => (reply.json === null ? shownByChunks(reply.events) : null),
    next: ([message = {}]) => {
      const results = objects(message.tool_calls).map(({ id }) => ({
        role: "tool",
        tool_call_id: id ?? null,
        content: RESULT,
      }));
      return { messages: [USER, message, ...(results.length > 0 ? results : [USER])], tools: [CHAT_TOOL] };
    },
  },
  "openai-responses": {
    asked: {
      input: [USER],
      store: false,
      include: ["reasoning.encrypted_content"],
      tools: [{ type: "function", name: TOOL, parameters: SCHEMA, strict: false }],
    },
    kept: ({ json: body, events }) => objects((body ?? objectOf(events.at(-1)?.response)).output),
    shown: (items) => shownByResponses(items),
    next: (items) => {
      const results = items.flatMap(({ type, call_id = null }): JsonObject[] =>
        type === "function_call" ? [{ type: "function_call_output", call_id, output: RESULT }] : [],
      );
      const { asked } = TURN_CLIENTS["openai-responses"];
      return { ...asked, input: [USER, ...items, ...(results.length > 0 ? results : [USER])] };
    },
  },
  "anthropic-messages": {
    asked: { max_tokens: 64, messages: [USER], tools: [{ name: TOOL, input_schema: SCHEMA }] },
    kept: blocksOf,
    shown: (blocks) => shownByMessages(blocks),
    next: (blocks) => {
      const results = blocks.flatMap(({ type, id = null }): JsonObject[] =>
        type === "tool_use" ? [{ type: "tool_result", tool_use_id: id, content: RESULT }] : [],
      );
      const { asked } = TURN_CLIENTS["anthropic-messages"];
      const said = { role: "assistant", content: [...blocks] };
      return {
        ...asked,
        messages: [USER, said, results.length > 0 ? { role: "user", content: results } : USER],
      };
    },
  },
};
