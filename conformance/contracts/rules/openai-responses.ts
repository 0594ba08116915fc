/**
 * OpenAI's Responses: values, and calls with their outputs.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { dig, isText, type JsonObject, step } from "../json.ts";
import { first, listed, outside, rule } from "./define.ts";
import { TEXT_WITH_JSON } from "./openai-chat.ts";
import { badName } from "./openai-chat-messages.ts";
import { OPENAI_HOSTS } from "./openai-models.ts";

const AT = { apis: ["openai-responses"] as readonly ContractApi[], hosts: OPENAI_HOSTS };
const USER: JsonObject = { role: "user", content: "Where is the tide?" };
const call = (id: string): JsonObject => ({
  type: "function_call",
  call_id: id,
  name: "tide",
  arguments: "{}",
});
const output = (id: string): JsonObject => ({ type: "function_call_output", call_id: id, output: "out" });
const items = (body: JsonObject): [string, JsonObject][] => listed(body.input, "/input");

/** Which output answers which kind of call. */
const OUTPUT_OF: Readonly<Record<string, string>> = {
  function_call: "function_call_output",
  custom_tool_call: "custom_tool_call_output",
};

const PREFIX: Readonly<Record<string, string>> = { reasoning: "rs", function_call: "fc" };

function unpaired(body: JsonObject): Finding | null {
  // What a stored conversation holds is not in the body.
  if (isText(body.previous_response_id) || body.conversation !== undefined) return null;
  const all = items(body);
  const ids = (type: string): unknown[] =>
    all.filter(([, item]) => item.type === type).map(([, { call_id: id }]) => id);
  return first(Object.entries(OUTPUT_OF), ([calls, outputs]) => {
    const [called, answered] = [ids(calls), ids(outputs)];
    return first(all, ([pointer, { type, call_id: id }]) => {
      if (type === calls && !answered.includes(id))
        return {
          pointer: step(pointer, "call_id"),
          seen: id,
          message: `No tool output found for function call ${id}.`,
        };
      if (type === outputs && !called.includes(id))
        return {
          pointer: step(pointer, "call_id"),
          seen: id,
          message: `No tool call found for function call output with call_id ${id}.`,
        };
      return null;
    });
  });
}

export const OPENAI_RESPONSES_RULES: readonly Rule[] = [
  rule("openai.pairing.responses", {
    ...AT,
    repair: "send every call with its output, and every output with its call",
    find: unpaired,
    example: {
      refused: { input: [USER, call("a"), call("b"), output("a")] },
      accepted: { input: [USER, call("a"), output("a")] },
    },
  }),
  rule("openai.responses.reasoning-without-item", {
    ...AT,
    repair: "send each reasoning item with the item that it produced after it",
    find: (body) => {
      const all = items(body);
      const [pointer, last] = all.at(-1) ?? [];
      return pointer !== undefined && last?.type === "reasoning"
        ? {
            pointer,
            seen: last.id,
            message: `Item '${last.id}' of type 'reasoning' was provided without its required following item.`,
          }
        : null;
    },
    example: {
      refused: { input: [USER, { type: "reasoning", id: "rs_1", summary: [] }] },
      accepted: {
        input: [
          USER,
          { type: "reasoning", id: "rs_1", summary: [] },
          { role: "assistant", content: "a" },
          USER,
        ],
      },
    },
  }),
  rule("openai.call_id.responses", {
    ...AT,
    repair: "shorten call_id to at most 64 characters, in the call and in its output",
    find: (body) =>
      first(items(body), ([pointer, { call_id: id }]) =>
        isText(id) && id.length > 64
          ? {
              pointer: step(pointer, "call_id"),
              seen: id,
              code: "string_above_max_length",
              message: `Invalid '${pointer.slice(1)}.call_id': string too long. Expected a string with maximum length 64.`,
            }
          : null,
      ),
    example: {
      refused: { input: [USER, call("a".repeat(65)), output("a".repeat(65))] },
      accepted: { input: [USER, call("a".repeat(64)), output("a".repeat(64))] },
    },
  }),
  rule("openai.responses.id-prefix", {
    ...AT,
    repair: "leave ids of other makers out",
    find: (body) =>
      first(items(body), ([pointer, { type, id }]) => {
        const prefix = PREFIX[String(type)];
        return prefix !== undefined && isText(id) && !id.startsWith(prefix)
          ? {
              pointer: step(pointer, "id"),
              seen: id,
              code: "invalid_value",
              message: `Invalid '${pointer.slice(1)}.id': '${id}'. Expected an ID that begins with '${prefix}'.`,
            }
          : null;
      }),
    example: {
      refused: { input: [USER, { ...call("a"), id: "call_1" }, output("a")] },
      accepted: { input: [USER, { ...call("a"), id: "fc_1" }, output("a")] },
    },
  }),
  rule("openai.max_output_tokens.min", {
    ...AT,
    repair: "send at least 16",
    find: (body) => {
      const found = outside(body, "max_output_tokens", { least: 16 });
      return found ? { ...found, code: "integer_below_min_value" } : null;
    },
    example: { refused: { max_output_tokens: 10 }, accepted: { max_output_tokens: 16 } },
  }),
  rule("openai.temperature.below", {
    ...AT,
    repair: "send a temperature of 0 to 2",
    find: (body) =>
      outside(body, "temperature", { least: 0, most: 2 }) ?? outside(body, "top_p", { least: 0, most: 1 }),
    example: { refused: { temperature: -1 }, accepted: { temperature: 0 } },
  }),
  rule("openai.conversation-xor-previous", {
    ...AT,
    repair: "send conversation or previous_response_id, not both",
    find: ({ conversation, previous_response_id: previous }) =>
      conversation !== undefined && conversation !== null && isText(previous)
        ? {
            pointer: "/previous_response_id",
            seen: previous,
            message: "'previous_response_id' cannot be used together with 'conversation'.",
          }
        : null,
    example: {
      refused: { conversation: "conv_1", previous_response_id: "resp_1" },
      accepted: { previous_response_id: "resp_1" },
    },
  }),
  rule("openai.history.tool-name", {
    ...AT,
    variant: "responses",
    repair: "use 1 to 64 letters, digits, _ and -",
    facts: ["openai.tool.name"],
    find: (body) =>
      first([...listed(body.tools, "/tools"), ...items(body)], ([pointer, { type, name }]) =>
        type === "function" || type === "function_call" ? badName(name, step(pointer, "name")) : null,
      ),
    example: {
      refused: { input: [USER, { ...call("a"), name: "tide.get" }, output("a")] },
      accepted: { input: [USER, call("a"), output("a")] },
    },
  }),
  rule("openai.json_object.word", {
    ...AT,
    variant: "responses",
    repair: "say the word json in the input",
    find: (body) =>
      dig(body, "text", "format", "type") === "json_object" &&
      !TEXT_WITH_JSON.test(JSON.stringify([body.input ?? "", body.instructions ?? ""]))
        ? {
            pointer: "/input",
            seen: "no text with the word json",
            message:
              "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
          }
        : null,
    example: {
      refused: { text: { format: { type: "json_object" } } },
      accepted: { text: { format: { type: "json_object" } }, input: "Answer in JSON" },
    },
  }),
];
