/**
 * DeepSeek's chat completions and Responses.
 * @module
 */
import type { Finding, Rule } from "../contract.ts";
import { dig, isObject, isText, type JsonObject, objectsIn, step } from "../json.ts";
import { first, listed, rule } from "./define.ts";
import { at, emptyTools, formatOf, roleOf } from "./host-help.ts";
import {
  answer,
  call,
  messages,
  orphans,
  said,
  TOOL,
  tooLong,
  turns,
  USER,
  unanswered,
} from "./openai-chat-messages.ts";

const _THOUGHT: JsonObject = { role: "assistant", content: "Out.", reasoning_content: "It turns." };
const _THOUGHT_UNDER_REASONING: JsonObject = { role: "assistant", content: "Out.", reasoning: "It turns." };
const PLAIN: JsonObject = { role: "assistant", content: "Out." };
const _talk = (...more: JsonObject[]): JsonObject => ({ messages: [USER, ...more, USER] });
const SCHEMA: JsonObject = {
  response_format: { type: "json_schema", json_schema: { name: "a", schema: {} } },
};
const OBJECT: JsonObject = { response_format: { type: "json_object" } };
const JSON_ASKED: JsonObject = { messages: [{ role: "user", content: "Answer in JSON" }] };
const TOOLS: JsonObject = { tools: [TOOL] };

const calling = (id: string): JsonObject => ({
  type: "function_call",
  call_id: id,
  name: "tide",
  arguments: "{}",
});
const output = (id: string): JsonObject => ({ type: "function_call_output", call_id: id, output: "out" });

/** A message while calls are open. */
function interleaved(body: JsonObject): Finding | null {
  const open = new Set<unknown>();
  return first(listed(body.input, "/input"), ([pointer, { type, call_id: id }]) => {
    if (type === "function_call") open.add(id);
    else if (type === "function_call_output") open.delete(id);
    else if (type !== "reasoning" && open.size > 0)
      return {
        pointer,
        seen: [...open].filter(isText),
        message: `No tool output found for tool call ${[...open][0]}.`,
      };
    return null;
  });
}

const forced = (body: JsonObject): boolean => body.tool_choice === "required" || isObject(body.tool_choice);
const thinkingOff = (body: JsonObject): boolean =>
  dig(body, "thinking", "type") === "disabled" ||
  body.enable_thinking === false ||
  body.reasoning_effort === "none";
export const DEEPSEEK_RULES: readonly Rule[] = [
  rule("deepseek.response_format", {
    ...at("deepseek"),
    repair: "use json_object",
    find: formatOf("json_schema", "This response_format type is unavailable now"),
    example: { refused: SCHEMA, accepted: { ...OBJECT, ...JSON_ASKED } },
  }),
  rule("deepseek.role.developer", {
    ...at("deepseek"),
    repair: "send role system",
    find: roleOf(
      "developer",
      "unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool`",
    ),
    example: {
      refused: { messages: [{ role: "developer", content: "a" }, USER] },
      accepted: { messages: [{ role: "system", content: "a" }, USER] },
    },
  }),
  rule("deepseek.tools.empty", {
    ...at("deepseek"),
    repair: "leave tools out where there are none",
    find: emptyTools("Invalid 'tools': empty array. Expected an array with minimum length 1."),
    example: { refused: { tools: [] }, accepted: TOOLS },
  }),
  rule("deepseek.pairing", {
    ...at("deepseek"),
    repair: "answer every call with a tool message before the next other message",
    find: (body) => unanswered(body) ?? orphans(body),
    example: {
      refused: turns(said(call("a"), call("b")), answer("a"), USER),
      accepted: turns(said(call("a")), answer("a"), USER),
    },
  }),
  rule("deepseek.pairing.responses", {
    apis: ["openai-responses"],
    hosts: ["deepseek"],
    repair: "put outputs right after their calls, without a message between",
    find: interleaved,
    example: {
      refused: { input: [USER, calling("a"), PLAIN, output("a")] },
      accepted: { input: [USER, PLAIN, calling("a"), calling("b"), output("a"), output("b")] },
    },
  }),
  rule("deepseek.tool.name", {
    ...at("deepseek"),
    repair: "use 1 to 64 letters, digits, _ and -",
    find: (body) =>
      first(listed(body.tools, "/tools"), ([pointer, tool]) => {
        const name = dig(tool, "function", "name");
        return isText(name) && !/^[a-zA-Z0-9_-]{1,64}$/.test(name)
          ? tooLong(`${pointer}/function/name`, name, 64)
          : null;
      }),
    example: { refused: { tools: [{ type: "function", function: { name: "tide.get" } }] }, accepted: TOOLS },
  }),
  rule("deepseek.reasoning-history", {
    ...at("deepseek"),
    models: /deepseek-(?:flash|v4)/,
    repair: "send reasoning_content back with assistant messages that hold calls; an empty text is enough",
    find: (body) =>
      thinkingOff(body)
        ? null
        : first(messages(body), ([pointer, { role, tool_calls: calls, reasoning_content: reasoning }]) =>
            role === "assistant" && objectsIn(calls).length > 0 && !isText(reasoning)
              ? {
                  pointer: step(pointer, "reasoning_content"),
                  seen: reasoning,
                  message: "The `reasoning_content` in the thinking mode must be passed back to the API.",
                }
              : null,
          ),
    example: {
      model: "deepseek-v4-pro",
      refused: turns(said(call("a")), answer("a")),
      accepted: turns({ ...said(call("a")), reasoning_content: "" }, answer("a")),
    },
  }),
  rule("deepseek.tool_choice.thinking", {
    ...at("deepseek"),
    models: /deepseek-(?:flash|v4|reasoner)/,
    repair: "send tool_choice auto, or switch thinking off",
    find: (body) =>
      forced(body) && !thinkingOff(body)
        ? {
            pointer: "/tool_choice",
            seen: body.tool_choice,
            message: "deepseek-reasoner does not support this tool_choice",
          }
        : null,
    example: {
      model: "deepseek-v4-pro",
      refused: { ...TOOLS, tool_choice: "required" },
      accepted: { ...TOOLS, tool_choice: "auto" },
    },
  }),
];
