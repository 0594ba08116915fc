/**
 * Anthropic Messages: thinking in history, and what stands at the end.
 * @module
 */
import type { ContractApi, Rule } from "../contract.ts";
import { dig, isObject, isText, type JsonObject, objectsIn, step } from "../json.ts";
import { merged } from "./anthropic-messages.ts";
import { first, listed, rule } from "./define.ts";

const APIS: readonly ContractApi[] = ["anthropic-messages"];
const USER: JsonObject = { role: "user", content: "Where is the tide?" };
const TOOLS: JsonObject = { tools: [{ name: "tide", input_schema: { type: "object" } }] };
const THINKING: JsonObject = { max_tokens: 4096, thinking: { type: "enabled", budget_tokens: 1024 } };
const THOUGHT: JsonObject = { type: "thinking", thinking: "It turns.", signature: "c2lnbmVk" };
const CALL: JsonObject = { type: "tool_use", id: "a", name: "tide", input: {} };
const RESULT: JsonObject = {
  role: "user",
  content: [{ type: "tool_result", tool_use_id: "a", content: "out" }],
};
const said = (...content: JsonObject[]): JsonObject => ({ role: "assistant", content });
const cited = (enabled: boolean): JsonObject => ({
  output_config: {
    format: { type: "json_schema", schema: { type: "object", properties: {}, additionalProperties: false } },
  },
  messages: [
    {
      role: "user",
      content: [
        {
          type: "document",
          citations: { enabled },
          source: { type: "text", media_type: "text/plain", data: "Tides turn." },
        },
      ],
    },
  ],
});

const isThought = (block: JsonObject | undefined): boolean =>
  block?.type === "thinking" || block?.type === "redacted_thinking";

export const ANTHROPIC_HISTORY_RULES: readonly Rule[] = [
  rule("anthropic.signature.missing-thinking-before-tool-use", {
    apis: APIS,
    repair: "send the thinking block that opened the running tool loop, or switch thinking off",
    find: (body) => {
      if (dig(body, "thinking", "type") !== "enabled") return null;
      const turns = merged(body);
      const asked = turns.findLastIndex(
        ({ role, blocks }) => role === "user" && !blocks.some(([, { type }]) => type === "tool_result"),
      );
      const opening = turns[asked + 1];
      const [pointer, block] = opening?.blocks[0] ?? [];
      const open = asked + 2 < turns.length && opening?.blocks.some(([, { type }]) => type === "tool_use");
      return open && pointer !== undefined && !isThought(block)
        ? {
            pointer,
            seen: block?.type,
            message: `${pointer.slice(1).replaceAll("/", ".")}.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${block?.type}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block.`,
          }
        : null;
    },
    example: {
      refused: { ...TOOLS, ...THINKING, messages: [USER, said(CALL), RESULT] },
      accepted: { ...TOOLS, ...THINKING, messages: [USER, said(THOUGHT, CALL), RESULT] },
    },
  }),
  rule("anthropic.signature.empty", {
    apis: APIS,
    repair: "leave thinking without a signature out",
    find: (body) =>
      first(listed(body.messages, "/messages"), ([at, { content }]) =>
        first(listed(content, step(at, "content")), ([pointer, { type, signature }]) =>
          type === "thinking" && signature === ""
            ? {
                pointer: step(pointer, "signature"),
                seen: signature,
                message: `${pointer.slice(1).replaceAll("/", ".")}: Invalid \`signature\` in \`thinking\` block`,
              }
            : null,
        ),
      ),
    example: {
      refused: {
        messages: [USER, said({ ...THOUGHT, signature: "" }, { type: "text", text: "Out." }), USER],
      },
      accepted: { messages: [USER, said(THOUGHT, { type: "text", text: "Out." }), USER] },
    },
  }),
  rule("anthropic.prefill.trailing-whitespace", {
    apis: APIS,
    repair: "end the assistant's text without white space",
    find: (body) => {
      const last = merged(body).at(-1);
      const [pointer, block] = last?.blocks.at(-1) ?? [];
      return last?.role === "assistant" &&
        pointer !== undefined &&
        isText(block?.text) &&
        /\s$/.test(block.text)
        ? {
            pointer,
            seen: block.text,
            message: "messages: final assistant content cannot end with trailing whitespace",
          }
        : null;
    },
    example: {
      refused: { messages: [USER, { role: "assistant", content: "Out " }] },
      accepted: { messages: [USER, { role: "assistant", content: "Out" }] },
    },
  }),
  rule("anthropic.so.citations", {
    apis: APIS,
    repair: "send a format or citations, not both",
    find: (body) =>
      isObject(dig(body, "output_config", "format"))
        ? first(listed(body.messages, "/messages"), ([at, { content }]) =>
            first(listed(content, step(at, "content")), ([pointer, block]) =>
              dig(block, "citations", "enabled") === true
                ? {
                    pointer: step(pointer, "citations"),
                    seen: true,
                    message: "output_config.format: structured outputs are not compatible with citations",
                  }
                : null,
            ),
          )
        : null,
    example: { refused: cited(true), accepted: cited(false) },
  }),
  rule("anthropic.prefill.with-format", {
    apis: APIS,
    repair: "end with a user message, or leave the format out",
    find: (body) => {
      const last = objectsIn(body.messages).at(-1);
      return isObject(dig(body, "output_config", "format")) && last?.role === "assistant"
        ? {
            pointer: "/output_config/format",
            seen: "json_schema",
            message: "output_config.format: structured outputs are not compatible with prefilled responses",
          }
        : null;
    },
    example: {
      refused: { ...cited(false), messages: [USER, { role: "assistant", content: "{" }] },
      accepted: { ...cited(false), messages: [USER] },
    },
  }),
];
