/**
 * More hosts that speak OpenAI's chat completions: xAI, Alibaba, Moonshot, Z.ai, MiniMax, Perplexity, Fireworks, Cloudflare.
 * @module
 */
import type { Rule } from "../contract.ts";
import { dig, isObject, isText, type JsonObject, objectsIn, step } from "../json.ts";
import { bareModel } from "../models/model.ts";
import { first, outside, rule } from "./define.ts";
import { at, effort, present, roleOf } from "./host-help.ts";
import { answer, call, messages, said, TOOL, turns, USER, unanswered } from "./openai-chat-messages.ts";

const TOOLS: JsonObject = { tools: [TOOL] };
const PLAIN: JsonObject = { role: "assistant", content: "Out." };
const OBJECT: JsonObject = { response_format: { type: "json_object" } };

const noParameter = (name: string) => `Argument not supported on this model: ${name}`;
const DEVELOPER: JsonObject = { messages: [{ role: "developer", content: "a" }, USER] };
const SYSTEM: JsonObject = { messages: [{ role: "system", content: "a" }, USER] };

export const MORE_HOST_RULES: readonly Rule[] = [
  rule("xai.effort.unsupported", {
    ...at("xai"),
    repair: "leave the effort out: this model has none",
    find: effort(
      /^(?:grok-3(?:-fast)?|grok-4-fast.*|grok-4-1-fast.*|grok-4\.20-0309-.*|grok-code-fast-1)$/,
      [],
      (word) => `Model does not support parameter reasoningEffort: ${word}.`,
    ),
    example: { model: "grok-4-1-fast-reasoning", refused: { reasoning_effort: "low" }, accepted: {} },
  }),
  rule("xai.effort.grok-3-mini", {
    ...at("xai"),
    repair: "send low or high",
    find: effort(/^grok-3-mini/, ["low", "high"], (word) => `unsupported reasoning effort value ${word}`),
    example: {
      model: "grok-3-mini",
      refused: { reasoning_effort: "medium" },
      accepted: { reasoning_effort: "high" },
    },
  }),
  rule("xai.effort.grok-4.3", {
    ...at("xai"),
    repair: "send none, low, medium or high",
    find: effort(
      /^grok-4\.3/,
      ["none", "low", "medium", "high"],
      (word) => `Model does not support reasoning_effort value ${word}`,
    ),
    example: {
      model: "grok-4.3",
      refused: { reasoning_effort: "max" },
      accepted: { reasoning_effort: "none" },
    },
  }),
  rule("xai.effort.grok-4.5", {
    ...at("xai"),
    repair: "send low, medium or high",
    find: effort(
      /^grok-4\.5/,
      ["low", "medium", "high"],
      (word) => `Model does not support 'reasoning_effort' value '${word}'`,
    ),
    example: {
      model: "grok-4.5",
      refused: { reasoning_effort: "none" },
      accepted: { reasoning_effort: "low" },
    },
  }),
  rule("xai.effort.grok-4.6", {
    ...at("xai"),
    repair: "send low, medium, high or xhigh",
    find: effort(
      /^grok-4\.6/,
      ["low", "medium", "high", "xhigh"],
      (word) => `Model does not support 'reasoning_effort' value '${word}'`,
    ),
    example: {
      model: "grok-4.6",
      refused: { reasoning_effort: "none" },
      accepted: { reasoning_effort: "xhigh" },
    },
  }),
  rule("xai.penalties.reasoning", {
    ...at("xai"),
    // The documents that the reports quote speak of reasoning models.
    models: /grok-(?:3-mini|4)(?!.*non-reasoning)/,
    repair: "leave penalties out, zero too",
    find: present(["presence_penalty", "frequency_penalty"], noParameter),
    example: { model: "grok-4.3", refused: { presence_penalty: 0 }, accepted: {} },
  }),
  rule("xai.stop.reasoning", {
    ...at("xai"),
    // The documents that the reports quote speak of reasoning models.
    models: /grok-(?:3-mini|4)(?!.*non-reasoning)/,
    repair: "leave stop out",
    find: present(["stop"], noParameter),
    example: { model: "grok-4.3", refused: { stop: ["a"] }, accepted: {} },
  }),
  rule("xai.search_parameters", {
    ...at("xai"),
    status: 410,
    repair: "use the search tools of the Responses API",
    find: present(
      ["search_parameters"],
      () => "Live search is deprecated. Please switch to the Agent Tools API.",
    ),
    example: { refused: { search_parameters: { mode: "auto" } }, accepted: {} },
  }),
  rule("xai.content.element", {
    ...at("xai"),
    repair: "send content with every message; an empty text is enough",
    find: (body) =>
      first(messages(body), ([pointer, { content }]) =>
        content === undefined || content === null
          ? {
              pointer: step(pointer, "content"),
              seen: content,
              message: "Each message must have at least one content element.",
            }
          : null,
      ),
    example: {
      refused: turns({ role: "assistant", tool_calls: [call("a")] }, answer("a")),
      accepted: turns({ ...said(call("a")), content: "" }, answer("a")),
    },
  }),
  rule("xai.role.developer", {
    ...at("xai"),
    repair: "send role system",
    find: roleOf("developer", "role developer is not supported"),
    example: { refused: DEVELOPER, accepted: SYSTEM },
  }),
  rule("qwen.role.developer", {
    ...at("alibaba"),
    repair: "send role system",
    find: roleOf(
      "developer",
      "developer is not one of ['system', 'assistant', 'user', 'tool', 'function'] - 'messages.0.role'",
    ),
    example: { refused: DEVELOPER, accepted: SYSTEM },
  }),
  rule("qwen.tools.empty", {
    ...at("alibaba"),
    repair: "leave tools out where there are none",
    find: ({ tools }) =>
      Array.isArray(tools) && tools.length === 0
        ? { pointer: "/tools", seen: tools, message: "[] is too short - 'tools'" }
        : null,
    example: { refused: { tools: [] }, accepted: TOOLS },
  }),
  rule("qwen.pairing", {
    ...at("alibaba"),
    repair: "answer every call with a tool message",
    find: unanswered,
    example: {
      refused: turns(said(call("a"), call("b")), answer("a"), USER),
      accepted: turns(said(call("a")), answer("a"), USER),
    },
  }),
  rule("qwen.temperature", {
    ...at("alibaba"),
    repair: "send a temperature of at least 0 and below 2",
    find: ({ temperature }) =>
      typeof temperature === "number" && (temperature < 0 || temperature >= 2)
        ? { pointer: "/temperature", seen: temperature, message: "'temperature' must be Float in [0.0, 2.0)" }
        : null,
    example: { refused: { temperature: 2 }, accepted: { temperature: 1.9 } },
  }),
  rule("qwen.thinking.nonstream", {
    ...at("alibaba"),
    repair: "stream, or send enable_thinking false",
    find: (body, { model, stream }) =>
      /^qwen3-(?:\d+(?:\.\d+)?b|\d+b-a\d+b)$/.test(bareModel(model)) &&
      !stream &&
      body.enable_thinking !== false
        ? {
            pointer: "/enable_thinking",
            seen: body.enable_thinking,
            message: "parameter.enable_thinking must be set to false for non-streaming calls",
          }
        : null,
    example: { model: "qwen3-32b", refused: {}, accepted: { enable_thinking: false } },
  }),
  rule("qwen.omni.stream", {
    ...at("alibaba"),
    models: /qwen.*-omni/,
    repair: "stream: this model does nothing else",
    find: (_body, { stream }) =>
      stream
        ? null
        : {
            pointer: "/stream",
            seen: false,
            message: "This model only support stream mode, please enable the stream parameter",
          },
    example: { model: "qwen3-omni-flash", refused: {}, accepted: { stream: true } },
  }),
  rule("kimi.thinking-and-effort", {
    ...at("moonshotai"),
    repair: "send thinking or reasoning_effort, not both",
    find: (body) =>
      isObject(body.thinking) && isText(body.reasoning_effort)
        ? {
            pointer: "/reasoning_effort",
            seen: body.reasoning_effort,
            message: "cannot specify both 'thinking' and 'reasoning_effort'",
          }
        : null,
    example: {
      model: "kimi-k2.6",
      refused: { thinking: { type: "enabled" }, reasoning_effort: "low" },
      accepted: { thinking: { type: "enabled" } },
    },
  }),
  rule("kimi.top_p.fixed", {
    ...at("moonshotai"),
    models: /kimi-(?:k2\.5|k2\.6|k3)/,
    repair: "leave top_p out",
    find: ({ top_p: topP }) =>
      typeof topP === "number" && topP !== 0.95
        ? { pointer: "/top_p", seen: topP, message: "invalid top_p: only 0.95 is allowed for this model" }
        : null,
    example: { model: "kimi-k2.6", refused: { top_p: 1 }, accepted: { top_p: 0.95 } },
  }),
  rule("kimi.image-url", {
    ...at("moonshotai"),
    repair: "send the image's bytes as a data URL",
    find: (body) =>
      first(messages(body), ([pointer, { content }]) =>
        first(objectsIn(content), (part) => {
          const url = dig(part, "image_url", "url");
          return isText(url) && /^https?:/.test(url)
            ? {
                pointer: step(pointer, "content"),
                seen: url,
                message: `Invalid request: unsupported image url: ${url}`,
              }
            : null;
        }),
      ),
    example: {
      model: "kimi-k2.6",
      refused: image("https://example.com/a.png"),
      accepted: image("data:image/png;base64,iVBORw0KGgo="),
    },
  }),
  rule("kimi.empty-assistant", {
    ...at("moonshotai"),
    repair: "leave empty assistant messages out",
    find: (body) =>
      first(messages(body), ([pointer, { role, content, tool_calls: calls }]) =>
        role === "assistant" &&
        (content === "" || content === null || content === undefined) &&
        objectsIn(calls).length === 0
          ? {
              pointer: step(pointer, "content"),
              seen: content,
              message: "Invalid request: the message with role 'assistant' must not be empty",
            }
          : null,
      ),
    example: {
      refused: { messages: [USER, { role: "assistant", content: "" }, USER] },
      accepted: { messages: [USER, PLAIN, USER] },
    },
  }),
  rule("zai.effort.glm-5.3", {
    ...at("zai"),
    repair: "send low, high or max",
    find: effort(
      /^glm-5\.3/,
      ["low", "high", "max"],
      () => "this model always engages in thinking; use low, high or max",
    ),
    example: {
      model: "glm-5.3",
      refused: { reasoning_effort: "none" },
      accepted: { reasoning_effort: "low" },
    },
  }),
  rule("minimax.n", {
    ...at("minimax"),
    repair: "ask for one choice",
    find: (body) => outside(body, "n", { most: 1 }),
    example: { refused: { n: 2 }, accepted: { n: 1 } },
  }),
  rule("minimax.temperature", {
    ...at("minimax"),
    repair: "send a temperature above 0 and of at most 1",
    find: ({ temperature }) =>
      typeof temperature === "number" && (temperature <= 0 || temperature > 1)
        ? {
            pointer: "/temperature",
            seen: temperature,
            message: "invalid params, temperature out of range (0, 1] (2013)",
          }
        : null,
    example: { refused: { temperature: 0 }, accepted: { temperature: 1 } },
  }),
  rule("perplexity.alternation", {
    ...at("perplexity"),
    repair: "merge neighbours of one role, and end with user",
    find: (body) => {
      const rest = messages(body).filter(([, { role }]) => role !== "system");
      return first(rest.entries(), ([index, [pointer, { role }]]) =>
        role === rest[index - 1]?.[1].role || (index === 0 && role === "assistant")
          ? {
              pointer: step(pointer, "role"),
              seen: role,
              message:
                "After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s).",
            }
          : null,
      );
    },
    example: {
      model: "sonar",
      refused: { messages: [USER, USER] },
      accepted: { messages: [USER, PLAIN, USER] },
    },
  }),
  rule("perplexity.response_format", {
    ...at("perplexity"),
    repair: "send json_schema",
    find: (body) =>
      dig(body, "response_format", "type") === "json_object"
        ? {
            pointer: "/response_format/type",
            seen: "json_object",
            message: "At body -> response_format -> type: Input should be 'text', 'json_schema' or 'regex'",
          }
        : null,
    example: { model: "sonar", refused: OBJECT, accepted: {} },
  }),
  rule("fireworks.max_tokens.stream", {
    ...at("fireworks"),
    repair: "stream, or ask for at most 4096 tokens",
    find: (body, { stream }) =>
      typeof body.max_tokens === "number" && body.max_tokens > 4096 && !stream
        ? {
            pointer: "/max_tokens",
            seen: body.max_tokens,
            code: "BAD_REQUEST",
            message: "Requests with max_tokens > 4096 must have stream=true",
          }
        : null,
    example: { refused: { max_tokens: 8192 }, accepted: { max_tokens: 8192, stream: true } },
  }),
  rule("cloudflare.wa.content-null", {
    ...at("cloudflare"),
    repair: "send a text; an empty one is enough",
    find: (body) =>
      first(messages(body), ([pointer, { content }]) =>
        content === null
          ? {
              pointer: step(pointer, "content"),
              seen: null,
              message: "Bad input: Type mismatch of '/messages/0/content', 'string' not in 'null'",
            }
          : null,
      ),
    example: {
      refused: turns(said(call("a")), answer("a")),
      accepted: turns({ ...said(call("a")), content: "" }, answer("a")),
    },
  }),
];

function image(url: string): JsonObject {
  return { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }] };
}
