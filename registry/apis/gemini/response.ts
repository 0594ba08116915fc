/**
 * Whole answers of Gemini (RES-01…05).
 * @module
 */
import type { AssistantMessage, ChatChoice, ChatCompletion } from "../../canonical/chat.ts";
import { callItem, type Item, othersOf } from "../../canonical/item.ts";
import { answerOf } from "../../canonical/message.ts";
import type { UsageReading } from "../../canonical/usage.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";
import { answered, Unusable } from "../_shared/refusals.ts";
import type { ToolNames } from "../_shared/tool-names.ts";
import type { DecodeContext, DecodedResponse, RenderContext } from "../codec.ts";
import {
  blockOf,
  extraContent,
  functionNames,
  googleOf,
  type Identity,
  readExtras,
  readIdentity,
} from "./answer-fields.ts";
import { CallIds } from "./call-ids.ts";
import { annotationsOf } from "./citations.ts";
import { writeCandidate, writeCounts, writeIdentity } from "./client/write-candidate.ts";
import { callsAreInvalid, mapFinish } from "./finish.ts";
import { groundingOf } from "./grounding.ts";
import { readLogprobs } from "./logprobs.ts";
import { argumentsOf, type CallPart, itemOf, partsOf, readPart, signed } from "./upstream/write-parts.ts";
import { findUsage, readUsage } from "./usage.ts";

/** The parts of a candidate as items; those without a place in OpenAI's form stand beside the message too. */
function readParts(candidate: JsonObject, names: ToolNames, ids: CallIds): Item[] {
  const items: Item[] = [];
  let others = 0;
  const invalid = callsAreInvalid(textOrNull(candidate.finishReason));
  for (const part of partsOf(candidate))
    for (const piece of readPart(part)) {
      if (piece.kind === "other" || (piece.kind === "call" && invalid))
        items.push({ type: "other", part, index: others++ });
      else if (piece.kind === "call") items.push(readCall(piece.call, names, ids));
      else items.push(itemOf(piece));
    }
  return items;
}

function readCall(call: CallPart, names: ToolNames, ids: CallIds): Item {
  if (call.name === null) throw new Unusable("a function call has no name");
  const fn = { name: names.fromWire(call.name), arguments: argumentsOf(call) };
  return callItem({ id: ids.take(call.id), function: fn, ...signed(call.signature) });
}

/** @param refusal why the answer was withheld */
function readMessage(
  candidate: JsonObject,
  items: readonly Item[],
  refusal: string | null,
): AssistantMessage {
  const hasCalls = items.some(({ type }) => type === "tool_call");
  // An empty text says nothing beside calls.
  const told = items.filter((item) => !hasCalls || item.type !== "text" || item.text !== "");
  const message = answerOf(told, { signsTexts: true });
  const annotations = annotationsOf(candidate, message.content ?? "");
  return {
    ...message,
    refusal,
    ...(annotations.length === 0 ? {} : { annotations }),
    ...extraContent(readExtras(candidate, othersOf(items))),
  };
}

function readCandidate(candidate: Json, position: number, names: ToolNames, ids: CallIds): ChatChoice {
  if (!isObject(candidate)) throw new Unusable(`candidate ${position} is not an object`);
  const word = textOrNull(candidate.finishReason);
  if (word === null) throw new Unusable(`candidate ${position} has no finishReason`);
  const items = readParts(candidate, names, ids);
  const finish = mapFinish(
    word,
    items.some(({ type }) => type === "tool_call"),
  );
  const refusal = finish.reason === "content_filter" ? textOrNull(candidate.finishMessage) : null;
  return {
    index: typeof candidate.index === "number" ? candidate.index : position,
    message: readMessage(candidate, items, refusal),
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
  return answered(() => {
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
  });
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
