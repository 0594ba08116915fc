/**
 * Whole answers in Anthropic's dialect (RES-01…05).
 * @module
 */

import type { ChatCompletion } from "../../canonical/chat.ts";
import { callItem, type Item, textItem } from "../../canonical/item.ts";
import { answerOf } from "../../canonical/message.ts";
import { findReportedCost } from "../../canonical/reported-cost.ts";
import { at, isObject, type Json, type JsonObject, own, textOrNull } from "../../json.ts";
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
import { isGiven } from "./values.ts";

export { encodeResponse } from "./client/write-response.ts";

/** Documented fields of a host's own beside the answer, those with a value (RES-04). */
export const pick = (source: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(
    keys.map((key) => [key, own(source, key)] as const).filter(([, value]) => isGiven(value)),
  );

/** Why a model refused, where it says so. */
export const refusalOf = (source: JsonObject): string | null =>
  textOrNull(at(source, ["stop_details", "explanation"]));

/** The blocks as items, or the sentence that says what is wrong with one. */
function readBlocks(blocks: readonly JsonObject[], id: string, names: ToolNames): Item[] | string {
  const items: Item[] = [];
  let calls = 0;
  for (const block of blocks) {
    if (block.type === "text") {
      const text = textOrNull(block.text) ?? "";
      items.push(textItem(text, annotationsOf(citationsOf(block), 0, text.length)));
    } else if (block.type === "tool_use") {
      const call = readCall(block, `toolu_${id}_${calls}`, names);
      if (call === null) return `tool call ${calls} has no name`;
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
export function decodeResponse(body: Json, context: DecodeContext): DecodedResponse {
  if (!isObject(body)) return { ok: false, problem: "the answer is not a JSON object" };
  if (!Array.isArray(body.content)) return { ok: false, problem: "the answer has no content" };
  const blocks = body.content.filter(isObject);
  if (blocks.length < body.content.length)
    return { ok: false, problem: "a content block of the answer is not an object" };
  const id = textOrNull(body.id) ?? context.fallbackId;
  const names = toolNames(context.request);
  const items = readBlocks(blocks, id, names);
  if (typeof items === "string") return { ok: false, problem: items };
  const word = textOrNull(body.stop_reason);
  const hasCalls = items.some(({ type }) => type === "tool_call");
  if (word === null && !hasCalls) return { ok: false, problem: "the answer has no stop_reason" };
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
