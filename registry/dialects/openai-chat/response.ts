/**
 * Whole answers in the OpenAI chat dialect (RES-01…05).
 * @module
 */
import type { AssistantMessage, ChatChoice, ToolCallOut } from "../../chat.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";
import type { DecodeContext, DecodedResponse } from "../dialect.ts";
import { type ToolNames, toolNames } from "../tool-names.ts";
import { pick, readExtras, readIdentity, readReasoning } from "./fields.ts";
import { FINISH_ERROR, mapFinish } from "./finish.ts";
import { findReportedCost, findUsage, readUsage } from "./usage.ts";

/** Thrown inside this file only; becomes `{ ok: false }` at its edge. */
class Unusable extends Error {}

function readToolCall(call: Json, position: number, id: string, names: ToolNames): ToolCallOut {
  const fn = isObject(call) && isObject(call.function) ? call.function : null;
  const name = fn && textOrNull(fn.name);
  if (!isObject(call) || !fn || !name) throw new Unusable(`tool call ${position} has no function name`);
  const args = isObject(fn.arguments) ? JSON.stringify(fn.arguments) : textOrNull(fn.arguments);
  return {
    id: textOrNull(call.id) ?? `call_${id}_${position}`,
    type: "function",
    function: { name: names.fromWire(name), arguments: args ?? "{}" },
  };
}

function readContent(content: Json | undefined): string | null {
  if (!Array.isArray(content)) return typeof content === "string" ? content : null;
  return content.map((part) => (isObject(part) ? (textOrNull(part.text) ?? "") : "")).join("");
}

function readChoice(
  choice: Json,
  position: number,
  id: string,
  names: ToolNames,
  context: DecodeContext,
): ChatChoice {
  if (!isObject(choice) || !isObject(choice.message)) throw new Unusable(`choice ${position} has no message`);
  const source = choice.message;
  const calls = Array.isArray(source.tool_calls) ? source.tool_calls : [];
  const tool_calls = calls.map((call, i) => readToolCall(call, i, id, names));
  const word = textOrNull(choice.finish_reason);
  if (word === FINISH_ERROR) throw new Unusable(`choice ${position} finished with an error`);
  if (word === null && tool_calls.length === 0) throw new Unusable(`choice ${position} has no finish_reason`);
  const finish = mapFinish(word ?? "tool_calls", tool_calls.length > 0);
  const reasoning = readReasoning(source);
  const message: AssistantMessage = {
    role: "assistant",
    content: readContent(source.content),
    refusal: textOrNull(source.refusal),
    ...(reasoning === null ? {} : { reasoning_content: reasoning }),
    ...(tool_calls.length === 0 ? {} : { tool_calls }),
    ...pick(source, ["annotations", "audio", "function_call", ...context.traits.extraFields.message]),
  };
  return {
    index: typeof choice.index === "number" ? choice.index : position,
    message,
    logprobs: choice.logprobs ?? null,
    finish_reason: finish.reason,
    ...(finish.native === undefined ? {} : { native_finish_reason: finish.native }),
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
  try {
    const choices = body.choices.map((choice, i) => readChoice(choice, i, identity.id, names, context));
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
      usage: readUsage(findUsage(body, context.convention), context.convention),
      reportedCost: findReportedCost(body, context.convention),
    };
  } catch (error) {
    if (error instanceof Unusable) return { ok: false, problem: error.message };
    throw error;
  }
}

/** The usage object for the caller, with the provider's documented extras (RES-04, USE-06). */
export function usageExtras(raw: unknown, context: Pick<DecodeContext, "traits">): JsonObject {
  return isObject(raw) ? pick(raw, context.traits.extraFields.usage) : {};
}
