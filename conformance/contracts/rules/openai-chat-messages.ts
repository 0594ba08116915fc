/**
 * OpenAI's chat completions: messages, calls and their answers.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { dig, isText, type Json, type JsonObject, objectsIn, step } from "../json.ts";
import { first, listed, rule } from "./define.ts";
import { OPENAI_HOSTS } from "./openai-models.ts";

const CHAT: readonly ContractApi[] = ["openai-chat"];
const AT = { apis: CHAT, hosts: OPENAI_HOSTS };
export const USER: JsonObject = { role: "user", content: "Where is the tide?" };
export const TOOL: JsonObject = {
  type: "function",
  function: { name: "tide", parameters: { type: "object", properties: {} } },
};
export const call = (id: string, name = "tide", args = "{}"): JsonObject => ({
  id,
  type: "function",
  function: { name, arguments: args },
});
export const said = (...calls: JsonObject[]): JsonObject => ({
  role: "assistant",
  content: null,
  tool_calls: calls,
});
export const answer = (id: string, content: Json = "out"): JsonObject => ({
  role: "tool",
  tool_call_id: id,
  content,
});
export const turns = (...messages: JsonObject[]): JsonObject => ({
  tools: [TOOL],
  messages: [USER, ...messages],
});

export const messages = (body: JsonObject): [string, JsonObject][] => listed(body.messages, "/messages");
const named = (pointer: string): string =>
  pointer
    .slice(1)
    .replaceAll(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");

export const emptyArray = (pointer: string): Finding => ({
  pointer,
  seen: [],
  code: "empty_array",
  message: `Invalid '${named(pointer)}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
});
export const tooLong = (pointer: string, text: string, most: number): Finding => ({
  pointer,
  seen: text,
  code: "string_above_max_length",
  message: `Invalid '${named(pointer)}': string too long. Expected a string with maximum length ${most}, but got a string with length ${text.length} instead.`,
});

/** Calls that the next message other than a tool's leaves open. */
export function unanswered(body: JsonObject): Finding | null {
  const all = messages(body);
  for (const [at, [pointer, { role, tool_calls: calls }]] of all.entries()) {
    if (role !== "assistant" || at === all.length - 1) continue;
    const open = new Set(objectsIn(calls).map(({ id }) => id));
    for (const [, next] of all.slice(at + 1)) {
      if (next.role !== "tool") break;
      open.delete(next.tool_call_id);
    }
    if (open.size > 0)
      return {
        pointer: step(pointer, "tool_calls"),
        seen: [...open].filter(isText),
        message: `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(", ")}`,
      };
  }
  return null;
}

/** Tool messages that answer no call of the assistant message before them. */
export function orphans(body: JsonObject): Finding | null {
  let open: (Json | undefined)[] = [];
  return first(messages(body), ([pointer, { role, tool_calls: calls, tool_call_id: id }]) => {
    if (role !== "tool") {
      open = role === "assistant" ? objectsIn(calls).map((one) => one.id) : [];
      return null;
    }
    return open.includes(id)
      ? null
      : {
          pointer: step(pointer, "role"),
          seen: id,
          message:
            "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
        };
  });
}

const FUNCTION_NAME = /^[a-zA-Z0-9_-]+$/;
export function badName(name: Json | undefined, pointer: string, most = 64): Finding | null {
  if (!isText(name)) return null;
  if (!FUNCTION_NAME.test(name))
    return {
      pointer,
      seen: name,
      code: "invalid_value",
      message: `Invalid '${named(pointer)}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
    };
  return name.length > most ? tooLong(pointer, name, most) : null;
}

export const toolNames = (body: JsonObject): [string, Json | undefined][] =>
  listed(body.tools, "/tools").map(([pointer, tool]) => [
    step(step(pointer, "function"), "name"),
    dig(tool, "function", "name"),
  ]);

const calls = (body: JsonObject): [string, JsonObject][] =>
  messages(body).flatMap(([pointer, message]) => listed(message.tool_calls, step(pointer, "tool_calls")));

const parts = (body: JsonObject): { role: Json | undefined; pointer: string; part: JsonObject }[] =>
  messages(body).flatMap(([at, { role, content }]) =>
    listed(content, step(at, "content")).map(([pointer, part]) => ({ role, pointer, part })),
  );

export const OPENAI_CHAT_MESSAGE_RULES: readonly Rule[] = [
  rule("openai.messages.empty", {
    ...AT,
    repair: "send at least one message",
    find: (body) =>
      Array.isArray(body.messages) && body.messages.length === 0 ? emptyArray("/messages") : null,
    example: { refused: { messages: [] }, accepted: {} },
  }),
  rule("openai.tool_calls.empty", {
    ...AT,
    repair: "leave tool_calls out where there are none",
    find: (body) =>
      first(messages(body), ([pointer, { tool_calls: list }]) =>
        Array.isArray(list) && list.length === 0 ? emptyArray(step(pointer, "tool_calls")) : null,
      ),
    example: {
      refused: { messages: [USER, { role: "assistant", content: "a", tool_calls: [] }, USER] },
      accepted: { messages: [USER, { role: "assistant", content: "a" }, USER] },
    },
  }),
  rule("openai.tool.name", {
    ...AT,
    repair: "use 1 to 64 letters, digits, _ and -",
    find: (body) => first(toolNames(body), ([pointer, name]) => badName(name, pointer)),
    example: {
      refused: { tools: [{ type: "function", function: { name: "tide.get" } }] },
      accepted: { tools: [{ type: "function", function: { name: "tide-get" } }] },
    },
  }),
  rule("openai.history.tool-name", {
    ...AT,
    repair: "use the names of tools in history too: 1 to 64 letters, digits, _ and -",
    find: (body) =>
      first(calls(body), ([pointer, one]) =>
        badName(dig(one, "function", "name"), step(step(pointer, "function"), "name")),
      ),
    example: {
      refused: turns(said(call("a", "tide.get")), answer("a")),
      accepted: turns(said(call("a")), answer("a")),
    },
  }),
  rule("openai.tool_call.id", {
    ...AT,
    repair: "shorten the id to at most 40 characters, in the call and in its answer",
    find: (body) =>
      first(calls(body), ([pointer, { id }]) =>
        isText(id) && id.length > 40 ? tooLong(step(pointer, "id"), id, 40) : null,
      ),
    example: {
      refused: turns(said(call("a".repeat(41))), answer("a".repeat(41))),
      accepted: turns(said(call("a".repeat(40))), answer("a".repeat(40))),
    },
  }),
  rule("openai.pairing.missing-tool", {
    ...AT,
    repair: "answer every call with a tool message before the next other message",
    find: unanswered,
    example: {
      refused: turns(said(call("a"), call("b")), answer("a"), USER),
      accepted: turns(said(call("a"), call("b")), answer("a"), answer("b"), USER),
    },
  }),
  rule("openai.pairing.orphan-tool", {
    ...AT,
    repair: "send tool messages only after the assistant message whose calls they answer",
    find: orphans,
    example: { refused: turns(answer("a")), accepted: turns(said(call("a")), answer("a")) },
  }),
  rule("openai.content.null", {
    ...AT,
    repair: "send text; null is for assistant messages with tool calls",
    find: (body) =>
      first(messages(body), ([pointer, { role, content, tool_calls, function_call, audio, refusal }]) => {
        const empty = content === null || content === undefined;
        const excused = [tool_calls, function_call, audio, refusal].some(
          (other) => other !== undefined && other !== null,
        );
        return empty && !(role === "assistant" && excused)
          ? {
              pointer: step(pointer, "content"),
              seen: content,
              message: `Invalid value for 'content': expected a string, got null.`,
            }
          : null;
      }),
    example: {
      refused: { messages: [USER, { role: "assistant", content: null }, USER] },
      accepted: { messages: [USER, { role: "assistant", content: "" }, USER] },
    },
  }),
  rule("openai.media.file.unsupported", {
    apis: CHAT,
    hosts: ["azure"],
    repair: "use the Responses API for files",
    find: (body) =>
      first(parts(body), ({ pointer, part }) =>
        part.type === "file"
          ? {
              pointer: step(pointer, "type"),
              seen: "file",
              code: "invalid_value",
              message: "Invalid Value: 'file'. This model does not support file content types.",
            }
          : null,
      ),
    example: {
      refused: { messages: [{ role: "user", content: [{ type: "file", file: { file_id: "file-1" } }] }] },
      accepted: { messages: [USER] },
    },
  }),
];
