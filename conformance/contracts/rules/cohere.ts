/**
 * Cohere's v2 chat: values, messages, formats.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { dig, isObject, isText, type JsonObject, objectsIn, step } from "../json.ts";
import { first, listed, rule } from "./define.ts";
import { answer, call, messages, USER } from "./openai-chat-messages.ts";
import { schemaPlaces } from "./schema-walk.ts";

const AT = { apis: ["cohere-v2"] as readonly ContractApi[] };
const TOOL: JsonObject = { type: "function", function: { name: "tide", parameters: { type: "object" } } };
const SAID: JsonObject = { role: "assistant", tool_calls: [call("a")] };
const turns = (...more: JsonObject[]): JsonObject => ({ tools: [TOOL], messages: [USER, ...more] });
const format = (schema: JsonObject): JsonObject => ({
  response_format: { type: "json_object", json_schema: schema },
});
const GOOD: JsonObject = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
const formatSchema = (body: JsonObject) => dig(body, "response_format", "json_schema");
const FORMAT = "/response_format/json_schema";

function range(body: JsonObject, name: string, [least, most]: readonly [number, number]): Finding | null {
  const value = body[name];
  return typeof value === "number" && (value < least || value > most)
    ? {
        pointer: `/${name}`,
        seen: value,
        message: `invalid request: ${name} must be between ${least} and ${most} inclusive.`,
      }
    : null;
}

const REFUSED = [
  "allOf",
  "oneOf",
  "not",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "uniqueItems",
] as const;

export const COHERE_RULES: readonly Rule[] = [
  rule("cohere.sampling.temperature", {
    ...AT,
    repair: "send a temperature of 0 to 1",
    find: (body) => range(body, "temperature", [0, 1]),
    example: { refused: { temperature: 1.5 }, accepted: { temperature: 1 } },
  }),
  rule("cohere.sampling.p-k", {
    ...AT,
    repair: "send p of 0.01 to 0.99 and k of 0 to 500",
    find: (body) => range(body, "p", [0.01, 0.99]) ?? range(body, "k", [0, 500]),
    example: { refused: { p: 1 }, accepted: { p: 0.99 } },
  }),
  rule("cohere.sampling.penalties-range", {
    ...AT,
    repair: "send penalties of 0 to 1",
    find: (body) => range(body, "presence_penalty", [0, 1]) ?? range(body, "frequency_penalty", [0, 1]),
    example: { refused: { presence_penalty: 1.5 }, accepted: { presence_penalty: 1 } },
  }),
  rule("cohere.sampling.penalties-both", {
    ...AT,
    repair: "send one of the two penalties",
    find: ({ presence_penalty: one, frequency_penalty: other }) =>
      Number(one ?? 0) !== 0 && Number(other ?? 0) !== 0
        ? {
            pointer: "/presence_penalty",
            seen: one,
            message: "invalid request: cannot specify both frequency_penalty and presence_penalty.",
          }
        : null,
    example: {
      refused: { presence_penalty: 0.5, frequency_penalty: 0.5 },
      accepted: { presence_penalty: 0.5 },
    },
  }),
  rule("cohere.sampling.seed", {
    ...AT,
    repair: "send a seed of at least 0",
    find: ({ seed }) =>
      typeof seed === "number" && (seed < 0 || !Number.isInteger(seed))
        ? { pointer: "/seed", seen: seed, message: "invalid request: seed must be a non-negative integer." }
        : null,
    example: { refused: { seed: -1 }, accepted: { seed: 0 } },
  }),
  rule("cohere.stop.count", {
    ...AT,
    repair: "send at most five stop sequences",
    find: ({ stop_sequences: stops }) =>
      Array.isArray(stops) && stops.length > 5
        ? {
            pointer: "/stop_sequences",
            seen: stops.length,
            message: "invalid request: stop_sequences must have at most 5 elements.",
          }
        : null,
    example: {
      refused: { stop_sequences: ["a", "b", "c", "d", "e", "f"] },
      accepted: { stop_sequences: ["a", "b", "c", "d", "e"] },
    },
  }),
  rule("cohere.tool_choice.required-needs-tools", {
    ...AT,
    repair: "leave tool_choice out where there are no tools",
    find: (body) =>
      body.tool_choice === "REQUIRED" && objectsIn(body.tools).length === 0
        ? {
            pointer: "/tool_choice",
            seen: "REQUIRED",
            message: "invalid request: tool_choice REQUIRED needs tools.",
          }
        : null,
    example: { refused: { tool_choice: "REQUIRED" }, accepted: { tools: [TOOL], tool_choice: "REQUIRED" } },
  }),
  rule("cohere.tool_choice.old-models", {
    ...AT,
    models: /command-r(?:-plus)?-08-2024/,
    repair: "leave tool_choice out: this model has none",
    find: ({ tool_choice: choice }) =>
      isText(choice)
        ? {
            pointer: "/tool_choice",
            seen: choice,
            message: "invalid request: tool_choice is not supported by this model.",
          }
        : null,
    example: {
      model: "command-r-plus-08-2024",
      refused: { tools: [TOOL], tool_choice: "NONE" },
      accepted: { tools: [TOOL] },
    },
  }),
  rule("cohere.tools.name", {
    ...AT,
    repair: "use letters, digits and _, and no digit first",
    find: (body) =>
      first(listed(body.tools, "/tools"), ([pointer, tool]) => {
        const name = dig(tool, "function", "name");
        return isText(name) && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
          ? {
              pointer: `${pointer}/function/name`,
              seen: name,
              message:
                "invalid request: tool names can only contain certain characters (A-Za-z0-9_) and can't begin with a digit.",
            }
          : null;
      }),
    example: {
      refused: {
        tools: [{ type: "function", function: { name: "tide-get", parameters: { type: "object" } } }],
      },
      accepted: { tools: [TOOL] },
    },
  }),
  rule("cohere.msg.tool-call-id", {
    ...AT,
    repair: "answer calls that an earlier assistant message made",
    find: (body) => {
      const known = new Set<unknown>();
      return first(messages(body), ([pointer, message]) => {
        for (const { id } of objectsIn(message.tool_calls)) known.add(id);
        return message.role === "tool" && !known.has(message.tool_call_id)
          ? {
              pointer: step(pointer, "tool_call_id"),
              seen: message.tool_call_id,
              message: `invalid request: tool call id ${message.tool_call_id} not found in previous tool calls`,
            }
          : null;
      });
    },
    example: { refused: turns(SAID, answer("b")), accepted: turns(SAID, answer("a")) },
  }),
  rule("cohere.msg.tool-ids-unique", {
    ...AT,
    repair: "give every call an id of its own",
    find: (body) =>
      first(messages(body), ([pointer, { tool_calls: calls }]) => {
        const ids = objectsIn(calls).flatMap(({ id }) => (isText(id) ? [id] : []));
        return new Set(ids).size < ids.length
          ? {
              pointer: step(pointer, "tool_calls"),
              seen: ids,
              message: "invalid request: cannot have duplicate tool ids",
            }
          : null;
      }),
    example: {
      refused: turns({ role: "assistant", tool_calls: [call("a"), call("a")] }, answer("a")),
      accepted: turns(SAID, answer("a")),
    },
  }),
  rule("cohere.msg.empty", {
    ...AT,
    repair: "leave empty messages out",
    find: (body) =>
      first(messages(body), ([pointer, { role, content, tool_calls: calls }]) =>
        (content === "" || content === undefined || content === null) &&
        !(role === "assistant" && objectsIn(calls).length > 0)
          ? {
              pointer: step(pointer, "content"),
              seen: content,
              message: "invalid request: message must not be empty in a turn",
            }
          : null,
      ),
    example: {
      refused: { messages: [{ role: "user", content: "" }] },
      accepted: { messages: [USER] },
    },
  }),
  rule("cohere.format.with-tools", {
    ...AT,
    repair: "send tools and documents, or a response format, not both",
    find: (body) =>
      dig(body, "response_format", "type") === "json_object" &&
      (objectsIn(body.tools).length > 0 || (Array.isArray(body.documents) && body.documents.length > 0))
        ? {
            pointer: "/response_format",
            seen: "json_object",
            message: "invalid request: response_format is not supported with RAG.",
          }
        : null,
    example: {
      refused: { tools: [TOOL], response_format: { type: "json_object" } },
      accepted: { response_format: { type: "json_object" } },
    },
  }),
  rule("cohere.format.root", {
    ...AT,
    repair: "give the schema an object at its root, and every object a required field",
    find: (body) => {
      const schema = formatSchema(body);
      if (isObject(schema) && schema.type !== "object")
        return {
          pointer: `${FORMAT}/type`,
          seen: schema.type,
          message: "invalid request: schema must be an object",
        };
      return first(schemaPlaces(schema, FORMAT), ({ pointer, schema: part }) =>
        part.type === "object" && !(Array.isArray(part.required) && part.required.length > 0)
          ? {
              pointer: step(pointer, "required"),
              seen: part.required,
              message: "invalid request: object needs at least one required field",
            }
          : null,
      );
    },
    example: {
      refused: format({ type: "object", properties: { a: { type: "string" } } }),
      accepted: format(GOOD),
    },
  }),
  rule("cohere.format.unsupported", {
    ...AT,
    repair: "leave the keyword out of the schema",
    find: (body) =>
      first(schemaPlaces(formatSchema(body), FORMAT), ({ pointer, schema }) =>
        first(REFUSED, (keyword) =>
          schema[keyword] === undefined
            ? null
            : {
                pointer: step(pointer, keyword),
                seen: schema[keyword],
                message: `invalid request: schema keyword '${keyword}' is not supported`,
              },
        ),
      ),
    example: {
      refused: format({ ...GOOD, properties: { a: { type: "string", minLength: 1 } } }),
      accepted: format(GOOD),
    },
  }),
  rule("cohere.thinking.config", {
    ...AT,
    repair: "send a token_budget of at least 1",
    find: (body) => {
      const budget = dig(body, "thinking", "token_budget");
      return typeof budget === "number" && budget < 1
        ? {
            pointer: "/thinking/token_budget",
            seen: budget,
            message: "invalid request: thinking.token_budget must be at least 1",
          }
        : null;
    },
    example: {
      model: "command-a-reasoning-08-2025",
      refused: { thinking: { type: "enabled", token_budget: 0 } },
      accepted: { thinking: { type: "enabled", token_budget: 1 } },
    },
  }),
  rule("cohere.safety.off-refused", {
    ...AT,
    models: /command-r7b-12-2024|command-a/,
    repair: "send CONTEXTUAL or STRICT",
    find: ({ safety_mode: mode }) =>
      mode === "OFF"
        ? {
            pointer: "/safety_mode",
            seen: mode,
            message: "invalid request: safety_mode OFF is not supported by this model",
          }
        : null,
    example: { refused: { safety_mode: "OFF" }, accepted: { safety_mode: "STRICT" } },
  }),
  rule("cohere.images", {
    ...AT,
    repair: "send images to a vision model",
    find: (body, { model }) =>
      /vision|aya|command-a-plus/.test(model)
        ? null
        : first(messages(body), ([at, { content }]) =>
            first(listed(content, step(at, "content")), ([pointer, { type }]) =>
              type === "image_url"
                ? { pointer, seen: type, message: "invalid request: this model does not support images" }
                : null,
            ),
          ),
    example: {
      refused: {
        messages: [
          { role: "user", content: [{ type: "image_url", image_url: { url: "https://example.com/a.png" } }] },
        ],
      },
      accepted: { messages: [USER] },
    },
  }),
];
