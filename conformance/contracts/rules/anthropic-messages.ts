/**
 * Anthropic Messages: what stands in messages, in which order, and what belongs together.
 * @module
 */
import type { ContractApi, Finding } from "../contract.ts";
import { isObject, isText, type Json, type JsonObject, objectsIn, step } from "../json.ts";
import { first, listed, rule } from "./define.ts";

const APIS: readonly ContractApi[] = ["anthropic-messages", "anthropic-count-tokens"];
const USER: JsonObject = { role: "user", content: "Where is the tide?" };
const TOOL: JsonObject = { name: "tide", input_schema: { type: "object" } };
const call = (id: string): JsonObject => ({ type: "tool_use", id, name: "tide", input: {} });
const result = (id: string): JsonObject => ({ type: "tool_result", tool_use_id: id, content: "out" });
const turns = (...messages: JsonObject[]): JsonObject => ({ tools: [TOOL], messages });
const said = (...content: JsonObject[]): JsonObject => ({ role: "assistant", content });
const answered = (...content: JsonObject[]): JsonObject => ({ role: "user", content });

/** Every message with its pointer. */
const messages = (body: JsonObject): [string, JsonObject][] => listed(body.messages, "/messages");

/** Every content block of every message, and of tool results. */
function* blocks(body: JsonObject): Generator<[string, JsonObject]> {
  for (const [at, message] of messages(body))
    for (const [place, block] of listed(message.content, step(at, "content"))) {
      yield [place, block];
      if (block.type === "tool_result") yield* listed(block.content, step(place, "content"));
    }
}

/** Everything that may carry `cache_control`, in the order of the prompt. */
function* cacheable(body: JsonObject): Generator<[string, JsonObject]> {
  yield* listed(body.tools, "/tools");
  yield* listed(body.system, "/system");
  yield* blocks(body);
}

/** Neighbours of one role count as one message, as the API merges them. */
interface Turn {
  role: string;
  blocks: [string, JsonObject][];
}

export function merged(body: JsonObject): Turn[] {
  const all: Turn[] = [];
  for (const [at, { role, content }] of messages(body)) {
    if (!isText(role) || role === "system") continue;
    const own = isText(content)
      ? [[step(at, "content"), { type: "text", text: content }] as [string, JsonObject]]
      : listed(content, step(at, "content"));
    const last = all.at(-1);
    if (last?.role === role) last.blocks.push(...own);
    else all.push({ role, blocks: own });
  }
  return all;
}

const idsOf = (turn: Turn | undefined, type: string, key: string): string[] =>
  (turn?.blocks ?? []).flatMap(([, block]) =>
    block.type === type && isText(block[key]) ? [block[key]] : [],
  );

function missingResult(body: JsonObject): Finding | null {
  const all = merged(body);
  return first(all.entries(), ([at, turn]) => {
    if (turn.role !== "assistant") return null;
    const given = idsOf(all[at + 1], "tool_result", "tool_use_id");
    // The last turn's calls are open: whoever continues it answers them.
    if (at === all.length - 1) return null;
    return first(turn.blocks, ([pointer, { type, id }]) =>
      type === "tool_use" && isText(id) && !given.includes(id)
        ? {
            pointer,
            seen: id,
            message: `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${id}.`,
          }
        : null,
    );
  });
}

function orphanResult(body: JsonObject): Finding | null {
  const all = merged(body);
  return first(all.entries(), ([at, turn]) => {
    const open = idsOf(all[at - 1], "tool_use", "id");
    return first(turn.blocks, ([pointer, { type, tool_use_id: id }]) =>
      type === "tool_result" && isText(id) && !open.includes(id)
        ? { pointer, seen: id, message: `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}.` }
        : null,
    );
  });
}

const ttlOf = (control: Json | undefined): string =>
  isObject(control) && isText(control.ttl) ? control.ttl : "5m";

/** Text of messages: strings and text blocks. */
function* texts(body: JsonObject): Generator<[string, string]> {
  for (const [at, { content }] of messages(body)) if (isText(content)) yield [step(at, "content"), content];
  for (const [at, { type, text }] of blocks(body))
    if (type === "text" && isText(text)) yield [step(at, "text"), text];
}

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,128}$/;
const CALL_ID = /^[a-zA-Z0-9_-]+$/;

export const ANTHROPIC_MESSAGE_RULES = [
  rule("anthropic.empty.text-block", {
    apis: APIS,
    repair: "leave empty text out",
    find: (body) =>
      first(texts(body), ([pointer, text]) =>
        text === ""
          ? { pointer, seen: text, message: "messages: text content blocks must be non-empty" }
          : null,
      ),
    example: {
      refused: { messages: [answered({ type: "text", text: "" }, { type: "text", text: "a" })] },
      accepted: { messages: [answered({ type: "text", text: "a" })] },
    },
  }),
  rule("anthropic.empty.whitespace-block", {
    apis: APIS,
    repair: "leave text of white space only out",
    find: (body) =>
      first(texts(body), ([pointer, text]) =>
        text !== "" && text.trim() === ""
          ? { pointer, seen: text, message: "messages: text content blocks must contain non-whitespace text" }
          : null,
      ),
    example: {
      refused: { messages: [answered({ type: "text", text: " \n" })] },
      accepted: { messages: [answered({ type: "text", text: " a\n" })] },
    },
  }),
  rule("anthropic.empty.message", {
    apis: APIS,
    repair: "leave the message out, or give it content",
    find: (body) => {
      const all = messages(body);
      return first(all.entries(), ([at, [pointer, { role, content }]]) =>
        Array.isArray(content) && content.length === 0 && !(at === all.length - 1 && role === "assistant")
          ? {
              pointer: step(pointer, "content"),
              seen: content,
              message: `messages.${at}: all messages must have non-empty content except for the optional final assistant message`,
            }
          : null,
      );
    },
    example: {
      refused: { messages: [{ role: "user", content: [] }] },
      accepted: { messages: [USER] },
    },
  }),
  rule("anthropic.pair.result-missing", {
    apis: APIS,
    repair: "answer every tool_use with a tool_result in the very next user message",
    find: missingResult,
    example: {
      refused: turns(USER, said(call("a"), call("b")), answered(result("a"))),
      accepted: turns(USER, said(call("a"), call("b")), answered(result("a"), result("b"))),
    },
  }),
  rule("anthropic.pair.result-orphan", {
    apis: APIS,
    repair: "leave results without a call in the previous assistant message out",
    find: orphanResult,
    example: {
      refused: turns(USER, said(call("a")), answered(result("a"), result("c"))),
      accepted: turns(USER, said(call("a")), answered(result("a"))),
    },
  }),
  rule("anthropic.pair.result-first", {
    apis: APIS,
    repair: "put tool_result blocks before text",
    find: (body) =>
      first(merged(body), ({ role, blocks: own }) => {
        if (role !== "user") return null;
        const other = own.findIndex(([, { type }]) => type !== "tool_result");
        const late = own.findLastIndex(([, { type }]) => type === "tool_result");
        const [pointer] = own[late] ?? [];
        return other !== -1 && pointer !== undefined && late > other
          ? {
              pointer,
              seen: "tool_result after other content",
              message: "`tool_use` ids were found without `tool_result` blocks immediately after",
            }
          : null;
      }),
    example: {
      refused: turns(USER, said(call("a")), answered({ type: "text", text: "so" }, result("a"))),
      accepted: turns(USER, said(call("a")), answered(result("a"), { type: "text", text: "so" })),
    },
  }),
  rule("anthropic.pair.result-empty-list", {
    apis: APIS,
    repair: "leave `content` out, or send a string",
    find: (body) =>
      first(blocks(body), ([pointer, { type, content }]) =>
        type === "tool_result" && Array.isArray(content) && content.length === 0
          ? {
              pointer: step(pointer, "content"),
              seen: content,
              message: "tool_result: content must not be empty",
            }
          : null,
      ),
    example: {
      refused: turns(USER, said(call("a")), answered({ ...result("a"), content: [] })),
      accepted: turns(USER, said(call("a")), answered({ type: "tool_result", tool_use_id: "a" })),
    },
  }),
  rule("anthropic.pair.input-object", {
    apis: APIS,
    repair: "send the arguments as a JSON object",
    find: (body) =>
      first(blocks(body), ([pointer, { type, input }]) =>
        type === "tool_use" && !isObject(input)
          ? {
              pointer: step(pointer, "input"),
              seen: input,
              message: "tool_use.input: Input should be a valid dictionary",
            }
          : null,
      ),
    example: {
      refused: turns(USER, said({ ...call("a"), input: "{}" }), answered(result("a"))),
      accepted: turns(USER, said(call("a")), answered(result("a"))),
    },
  }),
  rule("anthropic.pair.tool-reference", {
    apis: APIS,
    repair: "reference only tools of this request",
    find: (body) => {
      const names = objectsIn(body.tools).map(({ name }) => name);
      return first(blocks(body), ([pointer, { type, tool_name: name }]) =>
        type === "tool_reference" && !names.includes(name)
          ? { pointer, seen: name, message: `tool_reference: tool ${JSON.stringify(name)} is not in tools` }
          : null,
      );
    },
    example: {
      refused: turns(
        USER,
        said(call("a")),
        answered({ ...result("a"), content: [{ type: "tool_reference", tool_name: "other" }] }),
      ),
      accepted: turns(
        USER,
        said(call("a")),
        answered({ ...result("a"), content: [{ type: "tool_reference", tool_name: "tide" }] }),
      ),
    },
  }),
  rule("anthropic.ids.tool-use", {
    apis: APIS,
    repair: "map the id to letters, digits, _ and -",
    find: (body) =>
      first(blocks(body), ([pointer, { type, id }]) =>
        type === "tool_use" && isText(id) && !CALL_ID.test(id)
          ? {
              pointer: step(pointer, "id"),
              seen: id,
              message: "tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
            }
          : null,
      ),
    example: {
      refused: turns(USER, said(call("functions.tide:0")), answered(result("functions.tide:0"))),
      accepted: turns(USER, said(call("functions_tide_0")), answered(result("functions_tide_0"))),
    },
  }),
  rule("anthropic.names.tool", {
    apis: APIS,
    repair: "use 1 to 128 letters, digits, _ and -",
    find: (body) =>
      first(listed(body.tools, "/tools"), ([pointer, { name, type }]) =>
        (type === undefined || type === "custom") && isText(name) && !TOOL_NAME.test(name)
          ? {
              pointer: step(pointer, "name"),
              seen: name,
              message: "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
            }
          : null,
      ),
    example: {
      refused: { tools: [{ ...TOOL, name: "tide.get" }] },
      accepted: { tools: [{ ...TOOL, name: "tide_get" }] },
    },
  }),
  rule("anthropic.names.tool-unique", {
    apis: APIS,
    repair: "give every tool a name of its own",
    find: (body) => {
      const names = objectsIn(body.tools).map(({ name }) => name);
      return first(listed(body.tools, "/tools"), ([pointer, { name }]) =>
        names.filter((other) => other === name).length > 1
          ? { pointer: step(pointer, "name"), seen: name, message: "tools: Tool names must be unique." }
          : null,
      );
    },
    example: { refused: { tools: [TOOL, TOOL] }, accepted: { tools: [TOOL] } },
  }),
  rule("anthropic.cache.max-4", {
    apis: APIS,
    repair: "mark at most four blocks",
    find: (body) => {
      const marked = [...cacheable(body)].filter(([, block]) => isObject(block.cache_control));
      const [pointer] = marked[4] ?? [];
      return pointer === undefined
        ? null
        : {
            pointer,
            seen: marked.length,
            message: `A maximum of 4 blocks with cache_control may be provided. Found ${marked.length}.`,
          };
    },
    example: {
      refused: { system: marks(5) },
      accepted: { system: marks(4) },
    },
  }),
  rule("anthropic.cache.ttl-order", {
    apis: APIS,
    repair: "put marks of one hour before marks of five minutes, in the order tools, system, messages",
    find: (body) => {
      let short = false;
      return first(cacheable(body), ([pointer, { cache_control: control }]) => {
        if (!isObject(control)) return null;
        if (ttlOf(control) !== "1h") short = true;
        else if (short)
          return {
            pointer: step(pointer, "cache_control"),
            seen: control,
            message: "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block",
          };
        return null;
      });
    },
    example: {
      refused: { system: [...marks(1), ...marks(1, "1h")] },
      accepted: { system: [...marks(1, "1h"), ...marks(1)] },
    },
  }),
];

function marks(count: number, ttl?: string): JsonObject[] {
  const control: JsonObject = { type: "ephemeral", ...(ttl ? { ttl } : {}) };
  return Array.from({ length: count }, () => ({ type: "text", text: "a", cache_control: control }));
}
