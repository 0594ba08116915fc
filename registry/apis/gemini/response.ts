/**
 * Whole answers of Gemini (RES-01…05).
 * @module
 */
import type {
  AssistantMessage,
  ChatChoice,
  ChatCompletion,
  ReasoningDetail,
  ToolCallOut,
} from "../../canonical/chat.ts";
import { TurnOrder } from "../../canonical/item-order.ts";
import type { UsageReading } from "../../canonical/usage.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";
import type { ToolNames } from "../_shared/tool-names.ts";
import type { DecodeContext, DecodedResponse, RenderContext } from "../codec.ts";
import { CallIds } from "./call-ids.ts";
import { annotationsOf } from "./citations.ts";
import { writeCandidate, writeCounts, writeIdentity } from "./client/write-candidate.ts";
import {
  blockOf,
  extraContent,
  functionNames,
  googleOf,
  type Identity,
  readExtras,
  readIdentity,
} from "./fields.ts";
import { callsAreInvalid, mapFinish } from "./finish.ts";
import { groundingOf } from "./grounding.ts";
import { readLogprobs } from "./logprobs.ts";
import { argumentsOf, imageOf, partsOf, readPart, signed } from "./upstream/parts.ts";
import { findUsage, readUsage } from "./usage.ts";

/** Thrown inside this file only; becomes `{ ok: false }` at its edge. */
class Unusable extends Error {}

interface Read {
  texts: string[];
  details: ReasoningDetail[];
  calls: ToolCallOut[];
  images: JsonObject[];
  others: JsonObject[];
  order: TurnOrder;
}

/** A signature beside a text or a picture stands for what is before it; thinking bears its own. */
function readDetail({ details, order }: Read, detail: ReasoningDetail): void {
  details.push(detail);
  if (detail.type === "reasoning.text") order.signed();
  else order.signature();
}

function readParts(candidate: JsonObject, names: ToolNames, ids: CallIds): Read {
  const read: Read = { texts: [], details: [], calls: [], images: [], others: [], order: new TurnOrder() };
  const invalid = callsAreInvalid(textOrNull(candidate.finishReason));
  for (const part of partsOf(candidate)) {
    for (const piece of readPart(part)) {
      if (piece.kind === "text") {
        read.texts.push(piece.text);
        read.order.text(piece.text);
      } else if (piece.kind === "reasoning") readDetail(read, piece.detail);
      else if (piece.kind === "image") {
        read.images.push(imageOf(piece.url));
        read.order.piece("image");
      } else if (piece.kind === "other" || invalid) {
        read.order.other(read.others.length);
        read.others.push(part);
      } else {
        read.order.piece("tool_call");
        const { call } = piece;
        if (call.name === null) throw new Unusable("a function call has no name");
        read.calls.push({
          id: ids.take(call.id),
          type: "function",
          function: { name: names.fromWire(call.name), arguments: argumentsOf(call) },
          ...signed(call.signature),
        });
      }
    }
  }
  return read;
}

function messageOf(candidate: JsonObject, read: Read, refusal: string | null): AssistantMessage {
  const { texts, details, calls, images, others, order } = read;
  const text = texts.join("");
  // Stryker disable next-line ConditionalExpression: a detail without a text joins as an empty one
  const thoughts = details.map((detail) => (detail.type === "reasoning.text" ? detail.text : "")).join("");
  const annotations = annotationsOf(candidate, text);
  return {
    role: "assistant",
    content: texts.length === 0 || (text === "" && calls.length > 0) ? null : text,
    refusal,
    ...(thoughts === "" ? {} : { reasoning_content: thoughts }),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(images.length === 0 ? {} : { images }),
    ...(annotations.length === 0 ? {} : { annotations }),
    ...extraContent(readExtras(candidate, others)),
    ...order.field(),
  };
}

function readCandidate(candidate: Json, position: number, names: ToolNames, ids: CallIds): ChatChoice {
  if (!isObject(candidate)) throw new Unusable(`candidate ${position} is not an object`);
  const word = textOrNull(candidate.finishReason);
  if (word === null) throw new Unusable(`candidate ${position} has no finishReason`);
  const read = readParts(candidate, names, ids);
  const finish = mapFinish(word, read.calls.length > 0);
  const refusal = finish.reason === "content_filter" ? textOrNull(candidate.finishMessage) : null;
  return {
    index: typeof candidate.index === "number" ? candidate.index : position,
    message: messageOf(candidate, read, refusal),
    logprobs: readLogprobs(candidate),
    finish_reason: finish.reason,
    ...(finish.native === undefined ? {} : { native_finish_reason: finish.native }),
  };
}

/** The answer to a prompt that was refused: nothing was said, and the reason is shown. */
function blockedChoice({ reason, refusal, feedback }: NonNullable<ReturnType<typeof blockOf>>): ChatChoice {
  const message: AssistantMessage = {
    role: "assistant",
    content: null,
    refusal,
    ...extraContent({ prompt_feedback: feedback }),
  };
  const native = { native_finish_reason: reason };
  return { index: 0, message, logprobs: null, finish_reason: "content_filter", ...native };
}

function readChoices(body: JsonObject, { id }: Identity, names: ToolNames): ChatChoice[] {
  if (Array.isArray(body.candidates) && body.candidates.length > 0) {
    const ids = new CallIds(id);
    return body.candidates.map((candidate, i) => readCandidate(candidate, i, names, ids));
  }
  const block = blockOf(body);
  if (block === null) throw new Unusable("the answer has no candidates");
  return [blockedChoice(block)];
}

/** Decodes an answer; one without candidates is one only if the prompt was blocked. */
export function decodeResponse(body: Json, context: DecodeContext): DecodedResponse {
  if (!isObject(body)) return { ok: false, problem: "the answer is not a JSON object" };
  const identity = readIdentity(body, context);
  try {
    const choices = readChoices(body, identity, functionNames(context.request));
    const completion: ChatCompletion = {
      id: identity.id,
      object: "chat.completion",
      created: identity.created,
      model: identity.model,
      choices,
    };
    const { convention } = context;
    const usage = readUsage(findUsage(body, convention), convention, groundingOf(body));
    return { ok: true, completion, usage, reportedCost: null };
  } catch (error) {
    // Stryker disable next-line ConditionalExpression: nothing else is thrown there
    if (error instanceof Unusable) return { ok: false, problem: error.message };
    throw error;
  }
}

/** The answer for a caller of this dialect. */
export function encodeResponse(
  completion: ChatCompletion,
  usage: UsageReading,
  context: RenderContext,
): JsonObject {
  const { choices } = completion;
  const blocks = choices.map(({ message }) => googleOf(message).prompt_feedback);
  const block = blocks.find((feedback) => feedback !== undefined);
  const said = block === undefined ? { candidates: choices.map(writeCandidate) } : { promptFeedback: block };
  return { ...said, ...writeCounts(usage, context), ...writeIdentity(completion, context) };
}
