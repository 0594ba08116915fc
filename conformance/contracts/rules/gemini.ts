/**
 * Gemini generateContent: what belongs together, and what a family of models takes.
 * @module
 */
import type { ContractApi, Finding, Rule, RuleContext } from "../contract.ts";
import { isObject, isText, type Json, type JsonObject, step } from "../json.ts";
import { type GeminiFacts, geminiFacts } from "../models/gemini.ts";
import type { Known } from "../models/model.ts";
import { factOf, first, rule } from "./define.ts";
import { builtIns, declarations, either, geminiTurns, reach } from "./gemini-view.ts";

const AT = { apis: ["gemini"] as readonly ContractApi[] };
const FUNCTIONS: JsonObject = { tools: [{ functionDeclarations: [{ name: "tide" }] }] };
const config = (more: JsonObject): JsonObject => ({ generationConfig: more });
const thinking = (more: JsonObject): JsonObject => config({ thinkingConfig: more });

const known =
  (find: (body: JsonObject, facts: GeminiFacts, context: RuleContext) => Finding | null) =>
  (body: JsonObject, context: RuleContext): Finding | null => {
    const facts = geminiFacts(context.model);
    return facts ? find(body, facts, context) : null;
  };

const restingOn = <T>(fact: Known<T>, finding: Finding): Finding => ({
  ...finding,
  mark: factOf(fact.by[0]).mark,
  evidence: fact.by.flatMap((id) => factOf(id).evidence),
});

const inConfig = (body: JsonObject, ...path: string[]) => reach(body, "generationConfig", ...path);
const number = (value: Json | undefined): number | null =>
  typeof value === "number" || (isText(value) && /^-?\d+$/.test(value)) ? Number(value) : null;
const jsonAnswer = (body: JsonObject): boolean =>
  inConfig(body, "responseMimeType").value === "application/json";

function wrongBudget(body: JsonObject, { budget, noThinking }: GeminiFacts): Finding | null {
  const { pointer, value } = inConfig(body, "thinkingConfig", "thinkingBudget");
  const tokens = number(value);
  if (tokens === null || !budget || noThinking) return null;
  if (budget.is === null)
    return restingOn(budget, {
      pointer,
      seen: tokens,
      repair: "send thinkingLevel",
      message: "Thinking budget is not supported for this model.",
    });
  const { least, most, also } = budget.is;
  if ((tokens >= least && tokens <= most) || also.includes(tokens)) return null;
  return restingOn(budget, {
    pointer,
    seen: tokens,
    repair: `send ${least} to ${most}${also.map((one) => `, or ${one}`).join("")}`,
    message: `The thinking budget ${tokens} is invalid. Please choose a value between ${least} and ${most}.`,
  });
}

function wrongLevel(body: JsonObject, { levels, noThinking }: GeminiFacts): Finding | null {
  const { pointer, value } = inConfig(body, "thinkingConfig", "thinkingLevel");
  if (!isText(value) || noThinking || levels.is.includes(value.toUpperCase())) return null;
  return restingOn(levels, {
    pointer,
    seen: value,
    message: `Thinking level ${value.toUpperCase()} is not supported for this model.`,
    repair: levels.is.length === 0 ? "send thinkingBudget" : `send one of ${levels.is.join(", ")}`,
  });
}

function toolsBesideJson(body: JsonObject, pointers: readonly string[], what: string): Finding | null {
  const [pointer] = pointers;
  return pointer !== undefined && jsonAnswer(body)
    ? {
        pointer,
        seen: "application/json",
        message: `${what} with a response mime type: 'application/json' is unsupported`,
      }
    : null;
}

export const GEMINI_RULES: readonly Rule[] = [
  rule("gemini.thinking.budget-2.5-pro", {
    ...AT,
    repair: "send a budget that the model has",
    find: known(wrongBudget),
    example: {
      model: "gemini-2.5-pro",
      refused: thinking({ thinkingBudget: 0 }),
      accepted: thinking({ thinkingBudget: 128 }),
    },
  }),
  rule("gemini.thinking.level-before-3", {
    ...AT,
    repair: "send a level that the model has, or thinkingBudget before Gemini 3",
    find: known(wrongLevel),
    example: {
      model: "gemini-3.1-pro-preview",
      refused: thinking({ thinkingLevel: "MINIMAL" }),
      accepted: thinking({ thinkingLevel: "LOW" }),
    },
  }),
  rule("gemini.thinking.both", {
    ...AT,
    repair: "send thinkingLevel or thinkingBudget, not both",
    find: (body) => {
      const { pointer, value } = inConfig(body, "thinkingConfig", "thinkingBudget");
      return value !== undefined && inConfig(body, "thinkingConfig", "thinkingLevel").value !== undefined
        ? {
            pointer,
            seen: value,
            message: "You can only set only one of thinking budget and thinking level.",
          }
        : null;
    },
    example: {
      model: "gemini-3-flash-preview",
      refused: thinking({ thinkingBudget: 512, thinkingLevel: "LOW" }),
      accepted: thinking({ thinkingLevel: "LOW" }),
    },
  }),
  rule("gemini.thinking.non-thinking-models", {
    ...AT,
    repair: "leave thinkingConfig out: this model does not think",
    find: known((body, { noThinking }) => {
      const { pointer, value } = inConfig(body, "thinkingConfig");
      return noThinking && isObject(value) && Object.keys(value).length > 0
        ? { pointer, seen: value, message: "thinking_config is not supported for this model." }
        : null;
    }),
    example: { model: "gemini-2.0-flash", refused: thinking({ thinkingBudget: 512 }), accepted: {} },
  }),
  rule("gemini.tools.json-mime-2x", {
    ...AT,
    repair: "send tools or a JSON answer, not both, before Gemini 3",
    find: known((body, { toolsOrJson }) =>
      toolsOrJson
        ? toolsBesideJson(
            body,
            declarations(body).map(({ pointer }) => pointer),
            "Function calling",
          )
        : null,
    ),
    example: {
      model: "gemini-2.5-flash",
      refused: { ...FUNCTIONS, ...config({ responseMimeType: "application/json" }) },
      accepted: FUNCTIONS,
    },
  }),
  rule("gemini.tools.builtin-json-2x", {
    ...AT,
    repair: "send built-in tools or a JSON answer, not both, before Gemini 3",
    find: known((body, { toolsOrJson }) =>
      toolsOrJson ? toolsBesideJson(body, builtIns(body), "Tool use") : null,
    ),
    example: {
      model: "gemini-2.5-flash",
      refused: { tools: [{ googleSearch: {} }], ...config({ responseMimeType: "application/json" }) },
      accepted: { tools: [{ googleSearch: {} }] },
    },
  }),
  rule("gemini.tools.mix-2x", {
    ...AT,
    repair: "send built-in tools or functions, not both, before Gemini 3",
    find: known((body, { oneKindOfTools }) => {
      const [pointer] = builtIns(body);
      return oneKindOfTools && pointer !== undefined && declarations(body).length > 0
        ? {
            pointer,
            seen: "built-in tool beside functions",
            message: "Built-in tools and Function Calling cannot be combined in the same request.",
          }
        : null;
    }),
    example: {
      model: "gemini-2.5-flash",
      refused: { tools: [{ functionDeclarations: [{ name: "tide" }] }, { googleSearch: {} }] },
      accepted: FUNCTIONS,
    },
  }),
  rule("gemini.tools.mix-3", {
    ...AT,
    hosts: ["google-ai-studio"],
    repair: "set toolConfig.includeServerSideToolInvocations",
    find: known((body, { signedCalls }) => {
      const [pointer] = builtIns(body);
      const flag = reach(body, "toolConfig", "includeServerSideToolInvocations").value;
      return signedCalls && pointer !== undefined && declarations(body).length > 0 && flag !== true
        ? {
            pointer,
            seen: "built-in tool beside functions",
            message:
              "Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.",
          }
        : null;
    }),
    example: {
      model: "gemini-3-flash-preview",
      refused: { tools: [{ functionDeclarations: [{ name: "tide" }] }, { googleSearch: {} }] },
      accepted: {
        tools: [{ functionDeclarations: [{ name: "tide" }] }, { googleSearch: {} }],
        toolConfig: { includeServerSideToolInvocations: true },
      },
    },
  }),
  rule("gemini.sampling.removed-3.7", {
    ...AT,
    repair: "leave temperature, topP and topK out",
    find: known((body, { noSampling }) =>
      noSampling
        ? first(["temperature", "topP", "topK"], (name) => {
            const { pointer, value } = inConfig(body, name);
            return value === undefined
              ? null
              : { pointer, seen: value, message: `${name} is not supported for this model.` };
          })
        : null,
    ),
    example: {
      model: "gemini-3.7-flash",
      refused: config({ temperature: 0.5 }),
      accepted: config({ maxOutputTokens: 64 }),
    },
  }),
  rule("gemini.sampling.temperature", {
    ...AT,
    repair: "send a temperature of 0 to 2",
    find: (body) => {
      const { pointer, value } = inConfig(body, "temperature");
      const given = number(value) ?? value;
      return typeof given === "number" && (given < 0 || given > 2)
        ? { pointer, seen: given, message: "temperature must be in the range [0.0, 2.0]." }
        : null;
    },
    example: { refused: config({ temperature: 2.5 }), accepted: config({ temperature: 2 }) },
  }),
  rule("gemini.sampling.candidate-count", {
    ...AT,
    repair: "ask for one candidate",
    find: known((body, { oneCandidate }) => {
      const { pointer, value } = inConfig(body, "candidateCount");
      return oneCandidate && Number(value ?? 1) > 1
        ? { pointer, seen: value, message: "Multiple candidates is not enabled for this model" }
        : null;
    }),
    example: {
      model: "gemini-3-flash-preview",
      refused: config({ candidateCount: 2 }),
      accepted: config({ candidateCount: 1 }),
    },
  }),
  rule("gemini.stop.count", {
    ...AT,
    repair: "send at most five stop sequences, none of them empty",
    find: (body) => {
      const { pointer, value } = inConfig(body, "stopSequences");
      return Array.isArray(value) && (value.length > 5 || value.includes(""))
        ? { pointer, seen: value, message: "stop_sequences: at most 5 non-empty sequences" }
        : null;
    },
    example: {
      refused: config({ stopSequences: ["a", "b", "c", "d", "e", "f"] }),
      accepted: config({ stopSequences: ["a"] }),
    },
  }),
  rule("gemini.output.max", {
    ...AT,
    repair: "send an output limit that the model has",
    find: known((body, { outputCap }) => {
      const { pointer, value } = inConfig(body, "maxOutputTokens");
      const most = number(value);
      return most !== null && (most < 1 || (outputCap !== undefined && most > outputCap.is))
        ? {
            pointer,
            seen: most,
            message: `max_output_tokens must be within the supported range from 1 (inclusive) to ${(outputCap?.is ?? 65_536) + 1} (exclusive).`,
          }
        : null;
    }),
    example: {
      model: "gemini-2.5-flash",
      refused: config({ maxOutputTokens: 65_537 }),
      accepted: config({ maxOutputTokens: 65_536 }),
    },
  }),
  rule("gemini.cache.conflict", {
    ...AT,
    repair: "move system instruction, tools and tool config into the cached content",
    find: (body) => {
      const cached = reach(body, "cachedContent");
      if (!isText(cached.value) || cached.value === "") return null;
      return first(["systemInstruction", "tools", "toolConfig"], (name) => {
        const { pointer, value } = reach(body, name);
        return value === undefined
          ? null
          : {
              pointer,
              seen: value,
              message:
                "CachedContent can not be used with GenerateContent request setting system_instruction, tools or tool_config.",
            };
      });
    },
    example: {
      refused: { cachedContent: "cachedContents/a", ...FUNCTIONS },
      accepted: { cachedContent: "cachedContents/a" },
    },
  }),
  rule("gemini.order.last-model", {
    ...AT,
    repair: "end with a user turn or a function response",
    find: known((body, { noModelLast }) => {
      const last = geminiTurns(body).at(-1);
      return noModelLast && last?.role === "model" && last.parts.length > 0
        ? {
            pointer: last.pointer,
            seen: "model",
            message: "Requests ending with a model turn are not supported.",
          }
        : null;
    }),
    example: {
      model: "gemini-3.7-flash",
      refused: {
        contents: [
          { role: "user", parts: [{ text: "a" }] },
          { role: "model", parts: [{ text: "b" }] },
        ],
      },
      accepted: { contents: [{ role: "user", parts: [{ text: "a" }] }] },
    },
  }),
  rule("gemini.tools.server-flag-refused", {
    ...AT,
    repair: "leave includeServerSideToolInvocations out before Gemini 3",
    find: known((body, { oneKindOfTools }) => {
      const { pointer, value } = reach(body, "toolConfig", "includeServerSideToolInvocations");
      return oneKindOfTools && value === true
        ? { pointer, seen: value, message: "Tool call context circulation is not enabled for this model." }
        : null;
    }),
    example: {
      model: "gemini-2.5-flash",
      host: "google-ai-studio",
      refused: { toolConfig: { includeServerSideToolInvocations: true } },
      accepted: {},
    },
  }),
  rule("gemini.gemma.system", {
    ...AT,
    hosts: ["google-ai-studio"],
    models: /gemma-3/,
    repair: "put the system text into the first user turn",
    find: (body) => {
      const { pointer, value } = reach(body, "systemInstruction");
      return value === undefined
        ? null
        : { pointer, seen: value, message: "Developer instruction is not enabled for models/gemma-3" };
    },
    example: {
      model: "gemma-3-27b-it",
      refused: { systemInstruction: { parts: [{ text: "a" }] } },
      accepted: {},
    },
  }),
  rule("gemini.empty.system", {
    ...AT,
    repair: "give every part of the system instruction a text",
    find: (body) => {
      const parts = either(either(body, "systemInstruction"), "parts");
      const at = Array.isArray(parts) ? parts.findIndex((part) => isObject(part) && !isText(part.text)) : -1;
      return at === -1
        ? null
        : {
            pointer: step(reach(body, "systemInstruction", "parts").pointer, at),
            seen: undefined,
            message: `system_instruction.parts[${at}].data: required oneof field 'data' must have one initialized field`,
          };
    },
    example: {
      refused: { systemInstruction: { parts: [{}] } },
      accepted: { systemInstruction: { parts: [{ text: "a" }] } },
    },
  }),
];
