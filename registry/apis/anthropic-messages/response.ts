/**
 * Whole answers in Anthropic's dialect (RES-01…05).
 * @module
 */

import type { ChatCompletion } from "../../canonical/chat.ts";
import { callItem, type Item, textItem } from "../../canonical/item.ts";
import { answerOf } from "../../canonical/message.ts";
import { findReportedCost } from "../../canonical/reported-cost.ts";
import { at, isGiven, isObject, type Json, type JsonObject, own, textOrNull } from "../../json.ts";
import { answered, Unusable } from "../_shared/refusals.ts";
import { type ToolNames, toolNames } from "../_shared/tool-names.ts";
import type { DecodeContext, DecodedResponse } from "../codec.ts";
import {
  annotationsOf,
  BLOCKS_FIELD,
  citationsOf,
  isForeign,
  readCall,
  renamed,
  thoughtIn,
} from "./blocks.ts";
import { mapFinish } from "./finish.ts";
import { findUsage, readUsage } from "./usage.ts";

export { encodeResponse } from "./client/write-response.ts";

/** Documented fields of a host's own beside the answer, those with a value (RES-04). */
export const pick = (source: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(
    keys.map((key) => [key, own(source, key)] as const).filter(([, value]) => isGiven(value)),
  );

/** Why a model refused, where it says so. */
export const refusalOf = (source: JsonObject): string | null =>
  textOrNull(at(source, ["stop_details", "explanation"]));

/** The blocks as items. @throws Unusable */
function readBlocks(blocks: readonly JsonObject[], id: string, names: ToolNames): Item[] {
  const items: Item[] = [];
  let calls = 0;
  for (const block of blocks) {
    if (block.type === "text") {
      const text = textOrNull(block.text) ?? "";
      items.push(textItem(text, annotationsOf(citationsOf(block), 0, text.length)));
    } else if (block.type === "tool_use") {
      const call = readCall(block, `toolu_${id}_${calls}`, names);
      if (call === null) throw new Unusable(`tool call ${calls} has no name`);
      items.push(callItem(call));
      calls += 1;
    } else items.push(...thoughtIn(block));
  }
  return items;
}

/** All blocks as they came, where the canonical message cannot say one of them. */
function keptBlocks(blocks: readonly JsonObject[], names: ToolNames): JsonObject {
  return blocks.some(isForeign) ? { [BLOCKS_FIELD]: renamed(blocks, (name) => names.fromWire(name)) } : {};
}

/** Decodes an answer; one without content or without a reason for its end is not an answer (RES-05). */
export const decodeResponse = (body: Json, context: DecodeContext): DecodedResponse =>
  answered(() => readAnswer(body, context));

/** @throws Unusable */
function readAnswer(body: Json, context: DecodeContext): DecodedResponse {
  if (!isObject(body)) throw new Unusable("the answer is not a JSON object");
  if (!Array.isArray(body.content)) throw new Unusable("the answer has no content");
  const blocks = body.content.filter(isObject);
  if (blocks.length < body.content.length)
    throw new Unusable("a content block of the answer is not an object");
  const id = textOrNull(body.id) ?? context.fallbackId;
  const names = toolNames(context.request);
  const items = readBlocks(blocks, id, names);
  const word = textOrNull(body.stop_reason);
  const hasCalls = items.some(({ type }) => type === "tool_call");
  if (word === null && !hasCalls) throw new Unusable("the answer has no stop_reason");
  const message = { ...answerOf(items), ...keptBlocks(blocks, names), refusal: refusalOf(body) };
  const sequence = textOrNull(body.stop_sequence);
  const completion: ChatCompletion = {
    id,
    object: "chat.completion",
    created: context.nowSeconds,
    model: textOrNull(body.model) ?? context.endpoint.providerModelId,
    choices: [
      {
        index: 0,
        message,
        logprobs: null,
        ...mapFinish(word ?? "tool_use", hasCalls),
        ...(sequence === null ? {} : { stop_sequence: sequence }),
      },
    ],
    ...pick(body, context.traits.extraFields.completion),
  };
  return {
    ok: true,
    completion,
    usage: readUsage(findUsage(body, context.convention), context.convention),
    reportedCost: findReportedCost(body, context.convention),
  };
}
