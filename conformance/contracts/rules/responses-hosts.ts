/**
 * Hosts that take the Responses API over: what they keep no state for, and which fields and items they do not take.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { dig, isText, type JsonObject, objectsIn, step } from "../json.ts";
import { first, listed, outside, rule } from "./define.ts";
import { present } from "./host-help.ts";

const at = (...hosts: string[]) => ({ apis: ["openai-responses"] as readonly ContractApi[], hosts });

const USER: JsonObject = { role: "user", content: "Where is the tide?" };
const TOOL: JsonObject = { type: "function", name: "tide", parameters: { type: "object", properties: {} } };

/** An earlier answer, or an answer to be kept, at a host that keeps none. */
function stateful({ previous_response_id: previous, store }: JsonObject): Finding | null {
  if (isText(previous))
    return {
      pointer: "/previous_response_id",
      seen: previous,
      message: "previous_response_id is not supported",
    };
  return store === true
    ? { pointer: "/store", seen: store, message: "store is not supported: it must be false or null" }
    : null;
}

const STATELESS = {
  repair: "send the whole conversation in input, without previous_response_id, and store false or nothing",
  find: stateful,
  example: { refused: { previous_response_id: "resp_1" }, accepted: { store: false } },
};

/** A message with a role that the host does not have. */
const roleOf =
  (role: string, message: string) =>
  (body: JsonObject): Finding | null =>
    first(listed(body.input, "/input"), ([pointer, item]) =>
      item.role === role ? { pointer: step(pointer, "role"), seen: role, message } : null,
    );

const ROLES = {
  refused: { input: [{ role: "developer", content: "a" }, USER] },
  accepted: { input: [{ role: "system", content: "a" }, USER] },
};

export const RESPONSES_HOST_RULES: readonly Rule[] = [
  rule("groq.responses.stateless", { ...at("groq"), ...STATELESS }),
  rule("openrouter.responses.stateless", { ...at("openrouter"), ...STATELESS }),
  rule("perplexity.responses.format", {
    ...at("perplexity"),
    repair: "send the format as chats have it, in response_format",
    find: (body) => {
      const type = dig(body, "text", "format", "type");
      return isText(type) && type !== "text"
        ? {
            pointer: "/text/format",
            seen: type,
            message: 'invalid request body: json: unknown field "format"',
          }
        : null;
    },
    example: {
      refused: { text: { format: { type: "json_schema", name: "tide", schema: {} } } },
      accepted: { response_format: { type: "json_schema", json_schema: { name: "tide", schema: {} } } },
    },
  }),
  rule("perplexity.responses.fields", {
    ...at("perplexity"),
    repair: "leave the field out: this host has no equivalent",
    find: present(
      ["presence_penalty", "frequency_penalty", "stop", "top_k", "n"],
      (name) => `invalid request body: json: unknown field "${name}"`,
    ),
    example: { refused: { stop: ["tide"] }, accepted: { temperature: 0 } },
  }),
  rule("xai.responses.background", {
    ...at("xai"),
    repair: "leave background out",
    find: ({ background }) =>
      background === true
        ? { pointer: "/background", seen: background, message: "Argument not supported: background" }
        : null,
    example: { refused: { background: true }, accepted: { background: false } },
  }),
  rule("xai.responses.instructions", {
    ...at("xai"),
    repair: "send instructions or previous_response_id, not both",
    find: ({ instructions, previous_response_id: previous }) =>
      isText(instructions) && isText(previous)
        ? {
            pointer: "/instructions",
            seen: instructions,
            message: "instructions cannot be used together with previous_response_id",
          }
        : null,
    example: {
      refused: { instructions: "Briefly.", previous_response_id: "resp_1" },
      accepted: { previous_response_id: "resp_1" },
    },
  }),
  rule("xai.responses.top_logprobs", {
    ...at("xai"),
    repair: "send at most 8",
    find: (body) => outside(body, "top_logprobs", { most: 8 }),
    example: { refused: { top_logprobs: 9 }, accepted: { top_logprobs: 8 } },
  }),
  rule("xai.tools.count", {
    ...at("xai"),
    repair: "send at most 128 tools",
    find: ({ tools }) =>
      objectsIn(tools).length > 128
        ? {
            pointer: "/tools",
            seen: objectsIn(tools).length,
            message: "too many tools: at most 128 are taken",
          }
        : null,
    example: {
      refused: { tools: Array.from({ length: 129 }, (_, i) => ({ ...TOOL, name: `tide${i}` })) },
      accepted: { tools: [TOOL] },
    },
  }),
  rule("xai.role.developer", {
    ...at("xai"),
    variant: "responses",
    repair: "send role system",
    find: roleOf("developer", "role developer is not supported"),
    example: ROLES,
  }),
  rule("deepseek.role.developer", {
    ...at("deepseek"),
    variant: "responses",
    repair: "send role system",
    find: roleOf("developer", "unknown variant `developer`, expected one of `system`, `user`, `assistant`"),
    example: ROLES,
  }),
];
