/**
 * Whole answers in the OpenAI chat dialect (RES-01…05).
 * @module
 */
import type { AssistantMessage, ChatChoice, ChatCompletion, ToolCallOut } from "../../canonical/chat.ts";
import { readWords } from "../../canonical/price-words.ts";
import { findReportedCost } from "../../canonical/reported-cost.ts";
import { type UsageReading, withTerms } from "../../canonical/usage.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";
import { customArguments } from "../_shared/custom-text.ts";
import { answered, Unusable } from "../_shared/refusals.ts";
import { type ToolNames, toolNames } from "../_shared/tool-names.ts";
import type { ApiTraits, DecodeContext, DecodedResponse, RenderContext } from "../codec.ts";
import {
  pick,
  readChoiceExtras,
  readContent,
  readExtras,
  readIdentity,
  readReasoning,
} from "./answer-fields.ts";
import { type CallForm, callFor, callFormOf, firstForm } from "./client/other-kinds.ts";
import { FINISH_ERROR, mapFinish } from "./finish.ts";
import { findUsage, readUsage, WORD_PLACES, writeUsage } from "./usage.ts";

/** The field of a message that holds calls of kinds that only this API has a place for. */
const UNKNOWN_CALLS = "unknown_calls";

/** A call of a tool that takes free text, as the function that stands for it. */
const functionOf = ({ type, function: fn, custom }: JsonObject): Json | undefined =>
  type === "custom" && isObject(custom)
    ? { name: custom.name, arguments: customArguments(String(custom.input ?? "")) }
    : fn;

/** Is it a call of a kind that nobody knows yet? */
const isUnknown = (call: Json): boolean =>
  isObject(call) && typeof call.type === "string" && !["function", "custom", ""].includes(call.type);

function readToolCall(call: Json, position: number, id: string, names: ToolNames): ToolCallOut {
  const source: JsonObject = isObject(call) ? call : {};
  const { id: given } = source;
  const fn = functionOf(source);
  const name = isObject(fn) ? textOrNull(fn.name) : null;
  if (!isObject(fn) || name === null) throw new Unusable(`tool call ${position} has no function name`);
  const args = isObject(fn.arguments) ? JSON.stringify(fn.arguments) : textOrNull(fn.arguments);
  return {
    id: textOrNull(given) ?? `call_${id}_${position}`,
    type: "function",
    function: { name: names.fromWire(name), arguments: args ?? "{}" },
  };
}

/** The message of a choice; a filtered one may have none at all. */
function messageOf(choice: Json): JsonObject | null {
  // Stryker disable next-line ConditionalExpression: a word has neither message nor finish, so there is no message either way
  if (!isObject(choice)) return null;
  if (isObject(choice.message)) return choice.message;
  return choice.finish_reason === "content_filter" ? {} : null;
}

function readChoice(
  choice: Json,
  position: number,
  id: string,
  names: ToolNames,
  context: DecodeContext,
): ChatChoice {
  const source = messageOf(choice);
  if (!isObject(choice) || source === null) throw new Unusable(`choice ${position} has no message`);
  const listed = Array.isArray(source.tool_calls) ? source.tool_calls : [];
  const calls = listed.filter((call) => !isUnknown(call));
  const unknown = listed.filter(isUnknown);
  const tool_calls = calls.map((call, i) => readToolCall(call, i, id, names));
  // A host that leaves the word empty gave a whole answer all the same; one without any word did not.
  const word = choice.finish_reason === "" ? "" : textOrNull(choice.finish_reason);
  if (word === FINISH_ERROR) throw new Unusable(`choice ${position} finished with an error`);
  if (word === null && listed.length === 0) throw new Unusable(`choice ${position} has no finish_reason`);
  const finish = mapFinish(word ?? "tool_calls", listed.length > 0);
  const reasoning = readReasoning(source);
  const message: AssistantMessage = {
    role: "assistant",
    content: readContent(source.content),
    refusal: textOrNull(source.refusal),
    ...(reasoning === null ? {} : { reasoning_content: reasoning }),
    ...(tool_calls.length === 0 ? {} : { tool_calls }),
    ...(unknown.length === 0 ? {} : { [UNKNOWN_CALLS]: unknown }),
    ...pick(source, ["annotations", "audio", "function_call", ...context.traits.extraFields.message]),
  };
  return {
    index: typeof choice.index === "number" ? choice.index : position,
    message,
    logprobs: choice.logprobs ?? null,
    finish_reason: finish.reason,
    ...(finish.native === undefined ? {} : { native_finish_reason: finish.native }),
    ...readChoiceExtras(choice, context.traits.extraFields.choice),
  };
}

/** Decodes an answer; one without usable choices is not an answer, and the problem says what is missing. */
export function decodeResponse(body: Json, context: DecodeContext): DecodedResponse {
  if (!isObject(body)) return { ok: false, problem: "the answer is not a JSON object" };
  if (!Array.isArray(body.choices) || body.choices.length === 0) {
    return { ok: false, problem: "the answer has no choices" };
  }
  const identity = readIdentity(body, context);
  const names = toolNames(context.request);
  const listed = body.choices;
  return answered(() => {
    const choices = listed.map((choice, i) => readChoice(choice, i, identity.id, names, context));
    return {
      ok: true,
      completion: {
        id: identity.id,
        object: "chat.completion",
        created: identity.created,
        model: identity.model,
        choices,
        ...readExtras(body, context),
      },
      usage: withTerms(readUsage(findUsage(body, context.convention), context.convention), {
        words: readWords(body, WORD_PLACES),
      }),
      reportedCost: findReportedCost(body, context.convention),
    };
  });
}

/** The documented extras that a provider puts into its usage object (RES-04). */
export function usageExtras(raw: unknown, traits: ApiTraits): JsonObject {
  return isObject(raw) ? pick(raw, traits.extraFields.usage) : {};
}

/** A choice with its calls as the caller declared the tools, those of unknown kinds among them. */
function written(choice: JsonObject, form: CallForm): JsonObject {
  const { message: told } = choice;
  // Most answers call nothing, and are written as they are.
  if (isObject(told) && !Object.hasOwn(told, "tool_calls") && !Object.hasOwn(told, UNKNOWN_CALLS))
    if (!form.first) return choice;
  const { [UNKNOWN_CALLS]: unknown, ...message } = isObject(choice.message) ? choice.message : {};
  const known = Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject) : [];
  const calls = [...known.map((call) => callFor(call, form)), ...(Array.isArray(unknown) ? unknown : [])];
  const said = calls.length === 0 ? message : { ...message, tool_calls: calls };
  return { ...choice, ...(form.first ? firstForm(said, choice.finish_reason) : { message: said }) };
}

/** The completion for the caller: usage that adds up, or none where the provider gave none that does (USE-06). */
export function encodeResponse(
  completion: ChatCompletion,
  usage: UsageReading,
  context: RenderContext,
): JsonObject {
  const form = callFormOf(context.body);
  const choices = completion.choices.map((choice) => written(choice as unknown as JsonObject, form));
  const body = { ...completion, choices } as unknown as JsonObject;
  if (usage.kind !== "known") return body;
  return { ...body, usage: { ...writeUsage(usage.usage), ...context.usageExtras(usage.raw) } };
}
