/**
 * Hosts that speak OpenAI's chat completions with conditions of their own: gpt-oss anywhere, Groq, Mistral, Cerebras.
 * @module
 */
import type { Rule } from "../contract.ts";
import { isObject, isText, type JsonObject, objectsIn, step } from "../json.ts";
import { first, listed, rule } from "./define.ts";
import { at, effort, formatOf, onMessages, present } from "./host-help.ts";
import { answer, call, messages, said, TOOL, turns, USER, unanswered } from "./openai-chat-messages.ts";

const THOUGHT: JsonObject = { role: "assistant", content: "Out.", reasoning_content: "It turns." };
const THOUGHT_UNDER_REASONING: JsonObject = { role: "assistant", content: "Out.", reasoning: "It turns." };
const PLAIN: JsonObject = { role: "assistant", content: "Out." };
const talk = (...more: JsonObject[]): JsonObject => ({ messages: [USER, ...more, USER] });
const SCHEMA: JsonObject = {
  response_format: { type: "json_schema", json_schema: { name: "a", schema: {} } },
};
const OBJECT: JsonObject = { response_format: { type: "json_object" } };
const JSON_ASKED: JsonObject = { messages: [{ role: "user", content: "Answer in JSON" }] };
const TOOLS: JsonObject = { tools: [TOOL] };

const GPT_OSS = /^gpt-oss-(?:20b|120b)/;
const OSS_HOSTS = [
  "groq",
  "cerebras",
  "together",
  "fireworks",
  "nebius",
  "novita",
  "deepinfra",
  "cloudflare",
];

export const HOST_RULES: readonly Rule[] = [
  rule("hosts.gpt-oss.effort", {
    ...at(...OSS_HOSTS, "openrouter"),
    repair: "send low, medium or high: gpt-oss always reasons",
    find: effort(
      GPT_OSS,
      ["low", "medium", "high"],
      () => "`reasoning_effort` must be one of `low`, `medium`, or `high`",
    ),
    example: {
      host: "deepinfra",
      model: "openai/gpt-oss-120b",
      refused: { reasoning_effort: "none" },
      accepted: { reasoning_effort: "low" },
    },
  }),
  rule("groq.reasoning-history.plain", {
    ...at("groq"),
    models: /llama|gemma/,
    repair: "leave reasoning out of history: this model does not reason",
    find: onMessages("reasoning", () => "reasoning is not supported with this model"),
    example: {
      model: "llama-3.3-70b-versatile",
      refused: talk(THOUGHT_UNDER_REASONING),
      accepted: talk(PLAIN),
    },
  }),
  rule("groq.effort.qwen3", {
    ...at("groq"),
    models: /qwen\/qwen3/,
    repair: "send none or default",
    find: effort(
      /^qwen3/,
      ["none", "default"],
      () => "`reasoning_effort` must be one of `none` or `default`",
    ),
    example: {
      model: "qwen/qwen3-32b",
      refused: { reasoning_effort: "low" },
      accepted: { reasoning_effort: "none" },
    },
  }),
  rule("groq.unsupported-fields", {
    ...at("groq"),
    repair: "leave it out; n must be 1",
    find: (body) =>
      present(
        ["logprobs", "top_logprobs", "logit_bias"],
        (name) => `property '${name}' is unsupported`,
      )(body) ??
      onMessages("name", () => "property 'name' is unsupported")(body) ??
      (typeof body.n === "number" && body.n !== 1
        ? { pointer: "/n", seen: body.n, message: "'n' : number must be at most 1" }
        : null),
    example: { refused: { n: 2 }, accepted: { n: 1 } },
  }),
  rule("groq.json-tools", {
    ...at("groq"),
    repair: "send tools or json_object, not both",
    find: (body) =>
      objectsIn(body.tools).length > 0
        ? formatOf("json_object", "json mode cannot be combined with tool/function calling")(body)
        : null,
    example: { refused: { ...TOOLS, ...OBJECT, ...JSON_ASKED }, accepted: { ...OBJECT, ...JSON_ASKED } },
  }),
  rule("groq.json_schema.models", {
    ...at("groq"),
    repair: "use json_object, or a model with json_schema",
    find: (body, { model }) =>
      /gpt-oss|kimi-k2|llama-4|qwen3/.test(model)
        ? null
        : formatOf("json_schema", "This model does not support response format `json_schema`.")(body),
    example: { model: "llama-3.3-70b-versatile", refused: SCHEMA, accepted: OBJECT },
  }),
  rule("groq.reasoning_format", {
    ...at("groq"),
    repair: "send reasoning_format or include_reasoning, not both; parsed or hidden beside tools and JSON",
    find: (body) => {
      const { reasoning_format: format, include_reasoning: include } = body;
      const structured = objectsIn(body.tools).length > 0 || isObject(body.response_format);
      if (isText(format) && typeof include === "boolean")
        return {
          pointer: "/reasoning_format",
          seen: format,
          message: "include_reasoning and reasoning_format are mutually exclusive",
        };
      return format === "raw" && structured
        ? {
            pointer: "/reasoning_format",
            seen: format,
            message: "reasoning_format `raw` cannot be used with tools or JSON mode",
          }
        : null;
    },
    example: {
      model: "qwen/qwen3-32b",
      refused: { ...TOOLS, reasoning_format: "raw" },
      accepted: { ...TOOLS, reasoning_format: "parsed" },
    },
  }),
  rule("mistral.effort", {
    ...at("mistral"),
    repair: "send none or high",
    find: effort(
      /^mistral-(?:small-(?:2603|latest)|medium-(?:2604|3-5|latest))/,
      ["none", "high"],
      () => "reasoning_effort is not supported; supported values are ['none', 'high']",
    ),
    example: {
      model: "mistral-small-latest",
      refused: { reasoning_effort: "low" },
      accepted: { reasoning_effort: "high" },
    },
  }),
  rule("mistral.order", {
    ...at("mistral"),
    facts: ["mistral.prefix"],
    repair: "end with a user or tool message, or an assistant message with prefix true",
    find: (body) => {
      const all = messages(body);
      const [pointer, last] = all.at(-1) ?? [];
      return pointer !== undefined && last?.role === "assistant" && last.prefix !== true
        ? {
            pointer: step(pointer, "role"),
            seen: "assistant",
            code: "3230",
            message:
              "Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant",
          }
        : null;
    },
    example: {
      refused: { messages: [USER, PLAIN] },
      accepted: { messages: [USER, { ...PLAIN, prefix: true }] },
    },
  }),
  rule("mistral.pairing.count", {
    ...at("mistral"),
    repair: "answer every call with a tool message",
    find: (body) => {
      const found = unanswered(body);
      return found
        ? { ...found, code: "3230", message: "Not the same number of function calls and responses" }
        : null;
    },
    example: {
      refused: turns(
        { ...said(call("abcdefghi"), call("abcdefghj")), content: "" },
        answer("abcdefghi"),
        USER,
      ),
      accepted: turns({ ...said(call("abcdefghi")), content: "" }, answer("abcdefghi"), USER),
    },
  }),
  rule("mistral.tool.id", {
    ...at("mistral"),
    repair: "map the id to nine letters or digits, in the call and in its answer",
    find: (body) =>
      first(messages(body), ([pointer, message]) =>
        first(listed(message.tool_calls, step(pointer, "tool_calls")), ([place, { id }]) =>
          isText(id) && !/^[a-zA-Z0-9]{9}$/.test(id)
            ? {
                pointer: step(place, "id"),
                seen: id,
                code: "3280",
                message: `Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`,
              }
            : null,
        ),
      ),
    example: {
      refused: turns({ ...said(call("call_1")), content: "" }, answer("call_1")),
      accepted: turns({ ...said(call("abcdefghi")), content: "" }, answer("abcdefghi")),
    },
  }),
  rule("mistral.assistant.empty", {
    ...at("mistral"),
    repair: "leave empty assistant messages out",
    find: (body) =>
      first(messages(body), ([pointer, { role, content, tool_calls: calls }]) =>
        role === "assistant" &&
        (content === "" || content === null || content === undefined) &&
        objectsIn(calls).length === 0
          ? {
              pointer: step(pointer, "content"),
              seen: content,
              message: "Assistant message must have either content or tool_calls, but not none.",
            }
          : null,
      ),
    example: { refused: talk({ role: "assistant", content: "" }), accepted: talk(PLAIN) },
  }),
  rule("mistral.greedy", {
    ...at("mistral"),
    repair: "send top_p 1 beside temperature 0",
    find: ({ temperature, top_p: topP }) =>
      temperature === 0 && typeof topP === "number" && topP !== 1
        ? { pointer: "/top_p", seen: topP, message: "top_p must be 1 when using greedy sampling." }
        : null,
    example: { refused: { temperature: 0, top_p: 0.5 }, accepted: { temperature: 0, top_p: 1 } },
  }),
  rule("cerebras.reasoning-history", {
    ...at("cerebras"),
    repair: "send `reasoning` instead, or leave it out",
    find: onMessages(
      "reasoning_content",
      (pointer) =>
        `body.${pointer.slice(1).replace("/", ".")}.assistant.reasoning_content: property unsupported`,
      "wrong_api_format",
    ),
    example: { refused: talk(THOUGHT), accepted: talk(THOUGHT_UNDER_REASONING) },
  }),
];
