/**
 * Anthropic Messages: what a family of models takes of thinking, effort, sampling, tool choice and output.
 * The same body's fields come to Claude through Bedrock Converse, in `additionalModelRequestFields`.
 * @module
 */
import type { ContractApi, Finding, RuleContext } from "../contract.ts";
import { dig, isObject, type Json, type JsonObject, step } from "../json.ts";
import { type ClaudeFacts, claudeFacts } from "../models/anthropic.ts";
import { factOf, rule } from "./define.ts";

const APIS: readonly ContractApi[] = ["anthropic-messages", "anthropic-count-tokens"];
const TOOL: JsonObject = { name: "tide", input_schema: { type: "object" } };
const enabled = (budget: number): JsonObject => ({ thinking: { type: "enabled", budget_tokens: budget } });
const ADAPTIVE: JsonObject = { thinking: { type: "adaptive" } };
const DISABLED: JsonObject = { thinking: { type: "disabled" } };
const LONG: JsonObject = { max_tokens: 4096 };

/** A predicate over the facts of the model that is asked; models that are not known are not judged. */
const known =
  (find: (body: JsonObject, facts: ClaudeFacts, context: RuleContext) => Finding | null) =>
  (body: JsonObject, context: RuleContext): Finding | null => {
    const facts = claudeFacts(context.model);
    return facts ? find(body, facts, context) : null;
  };

const kindOf = (body: JsonObject): Json | undefined => dig(body, "thinking", "type");
const forced = (body: JsonObject): boolean =>
  ["any", "tool"].includes(String(dig(body, "tool_choice", "type")));
const thinks = (body: JsonObject): boolean => kindOf(body) === "enabled" || kindOf(body) === "adaptive";

const kindRefused = (kind: "enabled" | "adaptive" | "disabled", message: string) =>
  known((body, { thinking }) =>
    kindOf(body) === kind && !thinking.is.includes(kind)
      ? {
          pointer: "/thinking/type",
          seen: kind,
          message,
          repair: `send one of ${thinking.is.join(", ")}, or leave thinking out`,
        }
      : null,
  );

/** `present` means a value: null counts as absent. */
const present = (body: JsonObject, name: string): boolean => body[name] !== undefined && body[name] !== null;

function wrongSampling(body: JsonObject): Finding | null {
  const { temperature, top_p: topP } = body;
  const message = (name: string) => `${name} is deprecated for this model`;
  if (typeof temperature === "number" && temperature !== 1)
    return { pointer: "/temperature", seen: temperature, message: message("temperature") };
  if (typeof topP === "number" && topP < 0.99)
    return { pointer: "/top_p", seen: topP, message: message("top_p") };
  if (present(body, "top_k")) return { pointer: "/top_k", seen: body.top_k, message: message("top_k") };
  return null;
}

export const ANTHROPIC_MODEL_RULES = [
  rule("anthropic.thinking.enabled-refused", {
    apis: APIS,
    repair: "send thinking {type: adaptive} and output_config.effort",
    find: kindRefused(
      "enabled",
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort".',
    ),
    example: {
      model: "claude-opus-4-8",
      refused: { ...LONG, ...enabled(2048) },
      accepted: { ...LONG, ...ADAPTIVE },
    },
  }),
  rule("anthropic.thinking.adaptive-refused", {
    apis: APIS,
    repair: "send thinking {type: enabled, budget_tokens}",
    find: kindRefused("adaptive", "adaptive thinking is not supported on this model"),
    example: {
      model: "claude-haiku-4-5",
      refused: { ...LONG, ...ADAPTIVE },
      accepted: { ...LONG, ...enabled(2048) },
    },
  }),
  rule("anthropic.thinking.disabled-refused-always-on", {
    apis: APIS,
    repair: "leave thinking out: this model always thinks",
    find: kindRefused("disabled", '"thinking.type.disabled" is not supported for this model.'),
    example: { model: "claude-fable-5", refused: DISABLED, accepted: {} },
  }),
  rule("anthropic.thinking.disabled-opus5-effort-cap", {
    apis: APIS,
    models: /claude-opus-5(?!-5)/,
    repair: "lower the effort to high, or leave thinking on",
    find: (body) =>
      kindOf(body) === "disabled" && ["xhigh", "max"].includes(String(dig(body, "output_config", "effort")))
        ? {
            pointer: "/thinking/type",
            seen: "disabled",
            message: "thinking cannot be disabled at this effort level",
          }
        : null,
    example: {
      model: "claude-opus-5",
      refused: { ...DISABLED, output_config: { effort: "max" } },
      accepted: { ...DISABLED, output_config: { effort: "high" } },
    },
  }),
  rule("anthropic.thinking.budget-min", {
    apis: APIS,
    repair: "send a budget of at least 1024 tokens, as an integer",
    find: (body) => {
      const budget = dig(body, "thinking", "budget_tokens");
      return kindOf(body) === "enabled" && (!Number.isInteger(budget) || Number(budget) < 1024)
        ? {
            pointer: "/thinking/budget_tokens",
            seen: budget,
            message: "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
          }
        : null;
    },
    example: { refused: { ...LONG, ...enabled(512) }, accepted: { ...LONG, ...enabled(1024) } },
  }),
  rule("anthropic.thinking.budget-below-max", {
    apis: ["anthropic-messages"],
    repair: "keep the budget below max_tokens",
    find: (body) => {
      const budget = dig(body, "thinking", "budget_tokens");
      return typeof budget === "number" && typeof body.max_tokens === "number" && budget >= body.max_tokens
        ? {
            pointer: "/thinking/budget_tokens",
            seen: budget,
            message: "`max_tokens` must be greater than `thinking.budget_tokens`.",
          }
        : null;
    },
    example: { refused: { ...LONG, ...enabled(4096) }, accepted: { ...LONG, ...enabled(4095) } },
  }),
  rule("anthropic.sampling.removed-newest", {
    apis: ["anthropic-messages"],
    repair: "leave temperature, top_p and top_k out",
    find: known((body, { sampling }) => (sampling === "defaults" ? wrongSampling(body) : null)),
    example: {
      model: "claude-opus-4-8",
      refused: { temperature: 0.2 },
      accepted: { temperature: 1, top_p: 0.99 },
    },
  }),
  rule("anthropic.sampling.temperature-and-top-p", {
    apis: ["anthropic-messages"],
    repair: "send temperature or top_p, not both",
    find: known((body, { sampling }) =>
      sampling === "either" && present(body, "temperature") && present(body, "top_p")
        ? {
            pointer: "/top_p",
            seen: body.top_p,
            message:
              "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
          }
        : null,
    ),
    example: { refused: { temperature: 0.5, top_p: 0.5 }, accepted: { temperature: 0.5 } },
  }),
  rule("anthropic.sampling.temperature-range", {
    apis: ["anthropic-messages"],
    repair: "send a temperature of 0 to 1",
    find: ({ temperature }) =>
      typeof temperature === "number" && (temperature < 0 || temperature > 1)
        ? { pointer: "/temperature", seen: temperature, message: "temperature: range: 0..1" }
        : null,
    example: { refused: { temperature: 1.5 }, accepted: { temperature: 1 } },
  }),
  rule("anthropic.sampling.temperature-with-thinking", {
    apis: ["anthropic-messages"],
    repair: "leave temperature out while thinking is on",
    find: (body) =>
      thinks(body) && typeof body.temperature === "number" && body.temperature !== 1
        ? {
            pointer: "/temperature",
            seen: body.temperature,
            message: "`temperature` may only be set to 1 when thinking is enabled.",
          }
        : null,
    example: {
      refused: { ...LONG, ...enabled(2048), temperature: 0 },
      accepted: { ...LONG, ...enabled(2048), temperature: 1 },
    },
  }),
  rule("anthropic.sampling.top-k-with-thinking", {
    apis: ["anthropic-messages"],
    repair: "leave top_k out while thinking is on",
    find: (body) =>
      thinks(body) && present(body, "top_k")
        ? { pointer: "/top_k", seen: body.top_k, message: "`top_k` must be unset when thinking is enabled." }
        : null,
    example: {
      refused: { ...LONG, ...enabled(2048), top_k: 40 },
      accepted: { ...LONG, ...enabled(2048) },
    },
  }),
  rule("anthropic.sampling.top-p-with-thinking", {
    apis: ["anthropic-messages"],
    repair: "leave top_p out while thinking is on, or send 0.95 to 1",
    find: (body) =>
      thinks(body) && typeof body.top_p === "number" && body.top_p < 0.95
        ? {
            pointer: "/top_p",
            seen: body.top_p,
            message: "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.",
          }
        : null,
    example: {
      refused: { ...LONG, ...enabled(2048), top_p: 0.5 },
      accepted: { ...LONG, ...enabled(2048), top_p: 0.95 },
    },
  }),
  rule("anthropic.tool_choice.forced-with-enabled-thinking", {
    apis: APIS,
    repair: "send tool_choice auto or none while thinking is enabled",
    find: (body) =>
      kindOf(body) === "enabled" && forced(body)
        ? {
            pointer: "/tool_choice/type",
            seen: dig(body, "tool_choice", "type"),
            message: "Thinking may not be enabled when tool_choice forces tool use.",
          }
        : null,
    example: {
      refused: { ...LONG, ...enabled(2048), tools: [TOOL], tool_choice: { type: "any" } },
      accepted: { ...LONG, ...enabled(2048), tools: [TOOL], tool_choice: { type: "auto" } },
    },
  }),
  rule("anthropic.tool_choice.forced-never", {
    apis: APIS,
    repair: "send tool_choice auto or none: this model is never forced",
    find: known((body, { forcedTools }) =>
      !forcedTools && forced(body)
        ? {
            pointer: "/tool_choice/type",
            seen: dig(body, "tool_choice", "type"),
            message: 'tool_choice: type "tool" and "any" are not supported for this model',
          }
        : null,
    ),
    example: {
      model: "claude-opus-5-5",
      refused: { tools: [TOOL], tool_choice: { type: "any" } },
      accepted: { tools: [TOOL], tool_choice: { type: "auto" } },
    },
  }),
  rule("anthropic.effort.xhigh-refused", {
    apis: APIS,
    repair: "send a word of effort that the model has",
    facts: ["anthropic.effort.opus45-levels"],
    find: known((body, { efforts }) => {
      const effort = dig(body, "output_config", "effort");
      return efforts && efforts.is.length > 0 && typeof effort === "string" && !efforts.is.includes(effort)
        ? {
            pointer: "/output_config/effort",
            seen: effort,
            message: `This model does not support effort level '${effort}'. Supported levels: ${[...efforts.is].sort().join(", ")}.`,
            repair: `send one of ${efforts.is.join(", ")}`,
            mark: factOf(efforts.by[0]).mark,
          }
        : null;
    }),
    example: {
      model: "claude-opus-4-6",
      refused: { output_config: { effort: "xhigh" } },
      accepted: { output_config: { effort: "max" } },
    },
  }),
  rule("anthropic.effort.refused-models", {
    apis: APIS,
    repair: "leave output_config.effort out: this model has no effort",
    find: known((body, { efforts }) => {
      const effort = dig(body, "output_config", "effort");
      return efforts?.is.length === 0 && typeof effort === "string"
        ? {
            pointer: "/output_config/effort",
            seen: effort,
            message: "This model does not support the effort parameter.",
          }
        : null;
    }),
    example: {
      model: "claude-sonnet-4-5",
      refused: { output_config: { effort: "low" } },
      accepted: {},
    },
  }),
  rule("anthropic.output-cap.table", {
    apis: ["anthropic-messages"],
    repair: "lower max_tokens to the model's own limit",
    find: known((body, { outputCap }, { betas }) => {
      const asked = body.max_tokens;
      return outputCap && betas.length === 0 && typeof asked === "number" && asked > outputCap.is
        ? {
            pointer: "/max_tokens",
            seen: asked,
            message: `max_tokens: ${asked} > ${outputCap.is}, which is the maximum allowed number of output tokens for this model`,
            repair: `send at most ${outputCap.is}`,
          }
        : null;
    }),
    example: { refused: { max_tokens: 64_001 }, accepted: { max_tokens: 64_000 } },
  }),
  rule("anthropic.output-cap.required", {
    apis: ["anthropic-messages"],
    repair: "send max_tokens as an integer of at least 1",
    find: ({ max_tokens: most }) =>
      typeof most === "number" && (most < 0 || !Number.isInteger(most))
        ? {
            pointer: "/max_tokens",
            seen: most,
            message: "max_tokens: Input should be greater than or equal to 1",
          }
        : null,
    example: { refused: { max_tokens: -1 }, accepted: { max_tokens: 1 } },
  }),
  rule("anthropic.prefill.refused", {
    apis: APIS,
    repair: "end the conversation with a user message",
    find: known((body, { prefill }) => {
      const all = Array.isArray(body.messages) ? body.messages : [];
      const last = all.at(-1);
      return !prefill && isObject(last) && last.role === "assistant"
        ? {
            pointer: step(step("/messages", all.length - 1), "role"),
            seen: "assistant",
            message:
              "This model does not support assistant message prefill. The conversation must end with a user message.",
          }
        : null;
    }),
    example: {
      model: "claude-opus-4-6",
      refused: {
        messages: [
          { role: "user", content: "a" },
          { role: "assistant", content: "b" },
        ],
      },
      accepted: { messages: [{ role: "user", content: "a" }] },
    },
  }),
];
