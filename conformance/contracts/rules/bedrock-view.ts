/**
 * Bedrock Converse's bodies as rules read them.
 * @module
 */
import { isObject, type JsonObject, step } from "../json.ts";
import { listed } from "./define.ts";

/** A content block: what it is, what it holds, and where. */
export interface Block {
  kind: string;
  value: JsonObject;
  pointer: string;
  role: string;
}

function blocksAt(list: JsonObject[string], pointer: string, role: string): Block[] {
  return listed(list, pointer).map(([at, block]) => {
    const [kind = "nothing"] = Object.keys(block);
    const value = block[kind];
    return { kind, value: isObject(value) ? value : { value }, pointer: step(at, kind), role };
  });
}

export interface Turn {
  role: string;
  pointer: string;
  blocks: Block[];
}

/** Messages in order; neighbours of one role count as one. */
export function converseTurns(body: JsonObject): Turn[] {
  const turns: Turn[] = [];
  for (const [pointer, message] of listed(body.messages, "/messages")) {
    const role = String(message.role);
    const blocks = blocksAt(message.content, step(pointer, "content"), role);
    const last = turns.at(-1);
    if (last?.role === role) last.blocks.push(...blocks);
    else turns.push({ role, pointer, blocks });
  }
  return turns;
}

/** Each message's own blocks. */
export const converseMessages = (body: JsonObject): Turn[] =>
  listed(body.messages, "/messages").map(([pointer, message]) => ({
    role: String(message.role),
    pointer,
    blocks: blocksAt(message.content, step(pointer, "content"), String(message.role)),
  }));

/** The blocks inside a tool result. */
export const resultBlocks = ({ value, pointer, role }: Block): Block[] =>
  blocksAt(value.content, step(pointer, "content"), role);

/** Every block of every message. */
export const everyBlock = (body: JsonObject): Block[] =>
  converseMessages(body).flatMap(({ blocks }) => blocks);
