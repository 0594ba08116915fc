/**
 * OpenAI's chat completions and Responses: what a family of models takes.
 * @module
 */
import type { ContractApi, Finding, RuleContext } from "../contract.ts";
import { dig, isText, type Json, type JsonObject } from "../json.ts";
import type { Known } from "../models/model.ts";
import { type OpenAiFacts, openAiFacts } from "../models/openai.ts";
import { factOf, first, rule } from "./define.ts";

export const OPENAI_HOSTS = ["openai", "azure"] as const;
const BOTH: readonly ContractApi[] = ["openai-chat", "openai-responses"];
const CHAT: readonly ContractApi[] = ["openai-chat"];
const TOOLS: JsonObject = {
  tools: [{ type: "function", function: { name: "tide", parameters: { type: "object", properties: {} } } }],
};

const known =
  (find: (body: JsonObject, facts: OpenAiFacts, context: RuleContext) => Finding | null) =>
  (body: JsonObject, context: RuleContext): Finding | null => {
    const facts = openAiFacts(context.model);
    return facts ? find(body, facts, context) : null;
  };

const effortPointer = (api: ContractApi): string =>
  api === "openai-responses" ? "/reasoning/effort" : "/reasoning_effort";
const effortOf = (body: JsonObject, api: ContractApi): Json | undefined =>
  api === "openai-responses" ? dig(body, "reasoning", "effort") : body.reasoning_effort;

/** A finding that rests on the fact of a family. */
const restingOn = <T>(fact: Known<T>, finding: Finding): Finding => ({
  ...finding,
  mark: factOf(fact.by[0]).mark,
  evidence: fact.by.flatMap((id) => factOf(id).evidence),
});

const unsupportedParameter = (name: string, seen: Json | undefined, more = ""): Finding => ({
  pointer: `/${name}`,
  seen,
  code: "unsupported_parameter",
  message: `Unsupported parameter: '${name}' is not supported with this model.${more}`,
});

function wrongEffort(body: JsonObject, { efforts }: OpenAiFacts, { api }: RuleContext): Finding | null {
  const effort = effortOf(body, api);
  if (!efforts || !isText(effort) || efforts.is.includes(effort)) return null;
  const pointer = effortPointer(api);
  if (efforts.is.length === 0)
    return restingOn(efforts, {
      pointer,
      seen: effort,
      repair: "leave the effort out: this model does not reason",
      message: `Unrecognized request argument supplied: ${pointer.slice(1)}`,
    });
  return restingOn(efforts, {
    pointer,
    seen: effort,
    code: "unsupported_value",
    repair: `send one of ${efforts.is.join(", ")}`,
    message: `Unsupported value: '${effort}' is not supported with this model. Supported values are: ${efforts.is.map((word) => `'${word}'`).join(", ")}.`,
  });
}

const SAMPLING = [
  "temperature",
  "top_p",
  "presence_penalty",
  "frequency_penalty",
  "logprobs",
  "top_logprobs",
  "logit_bias",
] as const;
/** Values that change nothing, and pass. */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  temperature: [1],
  top_p: [1],
  presence_penalty: [0],
  frequency_penalty: [0],
  logprobs: [false],
};

function fixedSampling(body: JsonObject, facts: OpenAiFacts, { api }: RuleContext): Finding | null {
  const { fixedSampling: fixed, defaultEffort } = facts;
  if (!fixed) return null;
  const effort = effortOf(body, api) ?? defaultEffort;
  // Where the default is told both ways, a model whose effort is not said is not judged.
  if (fixed.is === "while-reasoning" && (effort === undefined || effort === "none")) return null;
  return first(SAMPLING, (name) => {
    const value = body[name];
    if (value === undefined || value === null || NEUTRAL[name]?.includes(value)) return null;
    return restingOn(fixed, {
      pointer: `/${name}`,
      seen: value,
      code: api === "openai-responses" ? "unsupported_parameter" : "unsupported_value",
      message: `Unsupported value: '${name}' does not support ${JSON.stringify(value)} with this model. Only the default (1) value is supported.`,
    });
  });
}

function toolsBesideEffort(body: JsonObject, { chatToolsNeed: need }: OpenAiFacts): Finding | null {
  const tools = Array.isArray(body.tools) ? body.tools : [];
  if (!need || tools.length === 0) return null;
  const effort = body.reasoning_effort ?? undefined;
  const fine =
    need.is === "never"
      ? false
      : effort === "none" || (need.is === "no-other-effort" && effort === undefined);
  if (fine) return null;
  return restingOn(need, {
    pointer: "/reasoning_effort",
    seen: effort,
    message:
      "Function tools with reasoning_effort are not supported for this model in /v1/chat/completions. Please use /v1/responses instead.",
    repair:
      need.is === "never" ? "use the Responses API" : "use the Responses API, or send reasoning_effort none",
  });
}

const capName = (body: JsonObject, api: ContractApi): string => {
  if (api === "openai-responses") return "max_output_tokens";
  return body.max_completion_tokens === undefined ? "max_tokens" : "max_completion_tokens";
};

export const OPENAI_MODEL_RULES = [
  rule("openai.model.responses-only", {
    apis: CHAT,
    hosts: OPENAI_HOSTS,
    status: 404,
    repair: "send it to the Responses API",
    find: known((_body, { only }, { model }) =>
      only?.is === "openai-responses"
        ? {
            pointer: "/model",
            seen: model,
            message: "This model is only supported in v1/responses and not in v1/chat/completions.",
          }
        : null,
    ),
    example: { refused: { model: "gpt-5-codex" }, accepted: { model: "gpt-5" } },
  }),
  rule("openai.model.chat-only", {
    apis: ["openai-responses"],
    hosts: ["openai"],
    repair: "send it to chat completions",
    find: known((_body, { only }, { model }) =>
      only?.is === "openai-chat"
        ? {
            pointer: "/model",
            seen: model,
            code: "model_not_found",
            message: "The requested model is not supported with the Responses API.",
          }
        : null,
    ),
    example: { refused: { model: "o1-mini" }, accepted: { model: "o3" } },
  }),
  rule("openai.effort.enum", {
    apis: BOTH,
    hosts: OPENAI_HOSTS,
    repair: "send a word of effort that the model has",
    find: known(wrongEffort),
    example: {
      refused: { model: "gpt-5", reasoning_effort: "xhigh" },
      accepted: { model: "gpt-5", reasoning_effort: "minimal" },
    },
  }),
  rule("openai.temperature.reasoning.chat", {
    apis: CHAT,
    hosts: OPENAI_HOSTS,
    repair: "leave sampling parameters out while the model reasons",
    find: known(fixedSampling),
    example: {
      refused: { model: "gpt-5", temperature: 0.2 },
      accepted: { model: "gpt-5", temperature: 1 },
    },
  }),
  rule("openai.temperature.reasoning.responses", {
    apis: ["openai-responses"],
    hosts: OPENAI_HOSTS,
    repair: "leave sampling parameters out while the model reasons",
    find: known(fixedSampling),
    example: {
      refused: { model: "gpt-5.6", temperature: 0.5 },
      accepted: { model: "gpt-5.6", temperature: 0.5, reasoning: { effort: "none" } },
    },
  }),
  rule("openai.stop.reasoning", {
    apis: CHAT,
    hosts: OPENAI_HOSTS,
    repair: "leave stop out: this model has none",
    find: known((body, { noStop }) =>
      noStop && body.stop !== undefined && body.stop !== null
        ? restingOn(noStop, unsupportedParameter("stop", body.stop))
        : null,
    ),
    example: { refused: { model: "gpt-5", stop: ["END"] }, accepted: { model: "gpt-5" } },
  }),
  rule("openai.max_tokens.reasoning", {
    apis: CHAT,
    hosts: OPENAI_HOSTS,
    repair: "send max_completion_tokens",
    find: known((body, { noMaxTokens }) =>
      noMaxTokens && body.max_tokens !== undefined && body.max_tokens !== null
        ? restingOn(
            noMaxTokens,
            unsupportedParameter("max_tokens", body.max_tokens, " Use 'max_completion_tokens' instead."),
          )
        : null,
    ),
    example: {
      refused: { model: "gpt-5", max_tokens: 100 },
      accepted: { model: "gpt-5", max_completion_tokens: 100 },
    },
  }),
  rule("openai.parallel.o-models", {
    apis: CHAT,
    hosts: OPENAI_HOSTS,
    repair: "leave parallel_tool_calls out",
    find: known((body, { noParallel }) =>
      noParallel && body.parallel_tool_calls !== undefined
        ? restingOn(noParallel, unsupportedParameter("parallel_tool_calls", body.parallel_tool_calls))
        : null,
    ),
    example: {
      refused: { model: "o3-mini", ...TOOLS, parallel_tool_calls: false },
      accepted: { model: "o3-mini", ...TOOLS },
    },
  }),
  rule("openai.tools-effort.gpt-5.4.chat", {
    apis: CHAT,
    hosts: OPENAI_HOSTS,
    repair: "use the Responses API, or send reasoning_effort none",
    find: known(toolsBesideEffort),
    example: {
      refused: { model: "gpt-5.4", ...TOOLS, reasoning_effort: "medium" },
      accepted: { model: "gpt-5.4", ...TOOLS },
    },
  }),
  rule("openai.max_tokens.cap", {
    apis: BOTH,
    hosts: OPENAI_HOSTS,
    repair: "lower the limit to the model's own",
    find: known((body, { outputCap }, { api }) => {
      const name = capName(body, api);
      const most = body[name];
      return outputCap && typeof most === "number" && most > outputCap.is
        ? restingOn(outputCap, {
            pointer: `/${name}`,
            seen: most,
            repair: `send at most ${outputCap.is}`,
            message: `${name} is too large: ${most}. This model supports at most ${outputCap.is} completion tokens, whereas you provided ${most}.`,
          })
        : null;
    }),
    example: { refused: { max_tokens: 32_000 }, accepted: { max_tokens: 16_384 } },
  }),
];
