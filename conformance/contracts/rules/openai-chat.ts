/**
 * OpenAI's chat completions: values, and fields that need each other.
 * @module
 */
import type { ContractApi, Rule } from "../contract.ts";
import { dig, isObject, isText, type JsonObject, objectsIn, step } from "../json.ts";
import { bareModel } from "../models/model.ts";
import { first, outside, rule } from "./define.ts";
import { emptyArray, messages, TOOL, tooLong, toolNames } from "./openai-chat-messages.ts";
import { OPENAI_HOSTS } from "./openai-models.ts";

const AT = { apis: ["openai-chat"] as readonly ContractApi[], hosts: OPENAI_HOSTS };

export const TEXT_WITH_JSON = /json/i;
const mentionsJson = (body: JsonObject): boolean =>
  messages(body).some(([, { content }]) => TEXT_WITH_JSON.test(JSON.stringify(content ?? "")));

const NO_SCHEMA =
  /^(?:chatgpt-4o-latest|gpt-4-turbo.*|gpt-4|gpt-4-0613|gpt-3\.5.*|gpt-4o-2024-05-13|gpt-4o-audio.*)$/;

export const OPENAI_CHAT_RULES: readonly Rule[] = [
  rule("openai.tools.empty.chat", {
    ...AT,
    repair: "leave tools out where there are none",
    find: (body) => (Array.isArray(body.tools) && body.tools.length === 0 ? emptyArray("/tools") : null),
    example: { refused: { tools: [] }, accepted: { tools: [TOOL] } },
  }),
  rule("openai.tools.max", {
    apis: ["openai-chat", "openai-responses"],
    hosts: OPENAI_HOSTS,
    repair: "send at most 128 tools",
    find: ({ tools }) =>
      Array.isArray(tools) && tools.length > 128
        ? {
            pointer: "/tools",
            seen: tools.length,
            code: "array_above_max_length",
            message: `Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length ${tools.length} instead.`,
          }
        : null,
    example: {
      refused: { tools: Array.from({ length: 129 }, () => TOOL) },
      accepted: { tools: Array.from({ length: 128 }, () => TOOL) },
    },
  }),
  rule("openai.parallel.without-tools", {
    ...AT,
    repair: "leave parallel_tool_calls out where there are no tools",
    find: (body) =>
      typeof body.parallel_tool_calls === "boolean" && objectsIn(body.tools).length === 0
        ? {
            pointer: "/parallel_tool_calls",
            seen: body.parallel_tool_calls,
            message:
              "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.",
          }
        : null,
    example: {
      refused: { parallel_tool_calls: true },
      accepted: { tools: [TOOL], parallel_tool_calls: true },
    },
  }),
  rule("openai.tool_choice.without-tools", {
    ...AT,
    repair: "leave tool_choice out where there are no tools",
    find: (body) =>
      (isText(body.tool_choice) || isObject(body.tool_choice)) && objectsIn(body.tools).length === 0
        ? {
            pointer: "/tool_choice",
            seen: body.tool_choice,
            message:
              "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
          }
        : null,
    example: { refused: { tool_choice: "none" }, accepted: { tools: [TOOL], tool_choice: "none" } },
  }),
  rule("openai.tool_choice.unknown-tool", {
    ...AT,
    repair: "name a tool of this request",
    find: (body) => {
      const name = dig(body, "tool_choice", "function", "name");
      return isText(name) && !toolNames(body).some(([, known]) => known === name)
        ? {
            pointer: "/tool_choice/function/name",
            seen: name,
            message: `Invalid value for 'tool_choice': the function '${name}' was not found in the 'tools' parameter.`,
          }
        : null;
    },
    example: {
      refused: { tools: [TOOL], tool_choice: { type: "function", function: { name: "other" } } },
      accepted: { tools: [TOOL], tool_choice: { type: "function", function: { name: "tide" } } },
    },
  }),
  rule("openai.stop.count", {
    ...AT,
    repair: "send one to four stop sequences",
    find: ({ stop }) =>
      Array.isArray(stop) && (stop.length === 0 || stop.length > 4)
        ? {
            pointer: "/stop",
            seen: stop,
            code: "array_above_max_length",
            message: "Invalid 'stop': expected an array with 1 to 4 elements.",
          }
        : null,
    example: { refused: { stop: ["a", "b", "c", "d", "e"] }, accepted: { stop: ["a", "b", "c", "d"] } },
  }),
  rule("openai.sampling.ranges", {
    ...AT,
    repair: "send a value in the range",
    find: (body) =>
      outside(body, "temperature", { least: 0, most: 2 }) ??
      outside(body, "top_p", { least: 0, most: 1 }) ??
      outside(body, "presence_penalty", { least: -2, most: 2 }) ??
      outside(body, "frequency_penalty", { least: -2, most: 2 }) ??
      outside(body, "n", { least: 1, most: 128 }) ??
      outside(body, "top_logprobs", { least: 0, most: 20 }) ??
      outside(body, "max_tokens", { least: 1 }) ??
      outside(body, "max_completion_tokens", { least: 1 }),
    example: { refused: { temperature: 2.5 }, accepted: { temperature: 2 } },
  }),
  rule("openai.top_logprobs.needs-logprobs", {
    ...AT,
    repair: "send logprobs true beside top_logprobs",
    find: ({ top_logprobs: count, logprobs }) =>
      typeof count === "number" && logprobs !== true
        ? {
            pointer: "/top_logprobs",
            seen: count,
            message:
              "Invalid value for 'top_logprobs': 'logprobs' must be set to true if this parameter is used.",
          }
        : null,
    example: { refused: { top_logprobs: 2 }, accepted: { top_logprobs: 2, logprobs: true } },
  }),
  rule("openai.stream_options", {
    ...AT,
    repair: "leave stream_options out where nothing is streamed",
    find: ({ stream_options: options, stream }) =>
      isObject(options) && stream !== true
        ? {
            pointer: "/stream_options",
            seen: options,
            message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
          }
        : null,
    example: {
      refused: { stream_options: { include_usage: true } },
      accepted: { stream: true, stream_options: { include_usage: true } },
    },
  }),
  rule("openai.metadata.limits", {
    apis: ["openai-chat", "openai-responses"],
    hosts: ["openai"],
    repair: "send at most 16 pairs, keys of 64 and texts of 512 characters",
    find: ({ metadata }) => {
      const pairs = isObject(metadata) ? Object.entries(metadata) : [];
      const bad = pairs.find(([key, value]) => key.length > 64 || (isText(value) && value.length > 512));
      if (bad) return tooLong(step("/metadata", bad[0]), String(bad[1]), 512);
      return pairs.length > 16
        ? {
            pointer: "/metadata",
            seen: pairs.length,
            code: "object_above_max_properties",
            message:
              "Invalid 'metadata': too many properties. Expected an object with at most 16 properties.",
          }
        : null;
    },
    example: {
      refused: { metadata: { a: "x".repeat(513) }, store: true },
      accepted: { metadata: { a: "x" }, store: true },
    },
  }),
  rule("openai.metadata.store", {
    ...AT,
    repair: "leave metadata out, or send store true",
    find: ({ metadata, store }) =>
      isObject(metadata) && store !== true
        ? {
            pointer: "/metadata",
            seen: metadata,
            message: "The 'metadata' parameter is only allowed when 'store' is enabled.",
          }
        : null,
    example: { refused: { metadata: { a: "b" } }, accepted: { metadata: { a: "b" }, store: true } },
  }),
  rule("openai.safety_identifier", {
    apis: ["openai-chat", "openai-responses"],
    hosts: OPENAI_HOSTS,
    repair: "shorten it to at most 64 characters: a hash keeps it telling",
    find: (body) =>
      first(["safety_identifier", "user"], (name) => {
        const value = body[name];
        return isText(value) && value.length > 64 ? tooLong(`/${name}`, value, 64) : null;
      }),
    example: { refused: { user: "u".repeat(65) }, accepted: { user: "u".repeat(64) } },
  }),
  rule("openai.prompt_cache_key", {
    apis: ["openai-chat", "openai-responses"],
    hosts: OPENAI_HOSTS,
    repair: "shorten it to at most 64 characters",
    find: ({ prompt_cache_key: key }) =>
      isText(key) && key.length > 64 ? tooLong("/prompt_cache_key", key, 64) : null,
    example: {
      refused: { prompt_cache_key: "k".repeat(65) },
      accepted: { prompt_cache_key: "k".repeat(64) },
    },
  }),
  rule("openai.json_object.word", {
    ...AT,
    repair: "say the word json in a message",
    find: (body) =>
      dig(body, "response_format", "type") === "json_object" && !mentionsJson(body)
        ? {
            pointer: "/messages",
            seen: "no message with the word json",
            message:
              "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
          }
        : null,
    example: {
      refused: { response_format: { type: "json_object" } },
      accepted: {
        response_format: { type: "json_object" },
        messages: [{ role: "user", content: "Answer in JSON" }],
      },
    },
  }),
  rule("openai.json_schema.unsupported-model", {
    ...AT,
    repair: "use json_object, or a model with structured output",
    find: (body, { model }) =>
      dig(body, "response_format", "type") === "json_schema" && NO_SCHEMA.test(bareModel(model))
        ? {
            pointer: "/response_format/type",
            seen: "json_schema",
            message:
              "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
          }
        : null,
    example: {
      refused: { model: "gpt-4-turbo", response_format: { type: "json_schema", json_schema: { name: "a" } } },
      accepted: { model: "gpt-4o", response_format: { type: "json_schema", json_schema: { name: "a" } } },
    },
  }),
];
