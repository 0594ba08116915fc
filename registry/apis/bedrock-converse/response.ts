/**
 * Whole answers in the Converse dialect (RES-01…05).
 * @module
 */

import type { AssistantMessage } from "../../canonical/chat.ts";
import {
  callItem,
  type Item,
  imageItem,
  reasoningItem,
  textItem,
  thoughtItem,
} from "../../canonical/item.ts";
import { answerOf } from "../../canonical/message.ts";
import { readWords } from "../../canonical/price-words.ts";
import { withTerms } from "../../canonical/usage.ts";
import { at, isObject, type Json, type JsonObject, own, textOrNull } from "../../json.ts";
import { answered, Unusable } from "../_shared/refusals.ts";
import { type ToolNames, toolNames } from "../_shared/tool-names.ts";
import type { DecodeContext, DecodedResponse } from "../codec.ts";
import {
  annotationOf,
  argumentsOf,
  BLOCKS_FIELD,
  citationsIn,
  citedText,
  detailOf,
  isServerTool,
  isSigned,
} from "./blocks.ts";
import { failureMessage, isFailure, mapFinish } from "./finish.ts";
import { imageUrl } from "./media.ts";
import { findUsage, readUsage, WORD_PLACES } from "./usage.ts";

export { encodeResponse } from "./client/write-response.ts";

/** The blocks of an answer as items. */
class Reader {
  readonly items: Item[] = [];
  /** The blocks that the canonical message has no place for. */
  readonly foreign: JsonObject[] = [];
  calls = 0;
  private readonly isSigned: boolean;
  private readonly id: string;
  private readonly names: ToolNames;

  /** @param isSigned whether the thinking of the answer comes in signed pieces, which have to come back */
  constructor(id: string, names: ToolNames, isSigned: boolean) {
    this.id = id;
    this.names = names;
    this.isSigned = isSigned;
  }

  private cited(block: JsonObject, cited: JsonObject): void {
    const text = citedText(cited);
    const annotations = citationsIn(cited).map((citation) => annotationOf(citation, 0, text.length));
    const addressed = annotations.filter((annotation) => annotation !== null);
    this.items.push(textItem(text, addressed));
    // Its place is that of the text.
    if (addressed.length < annotations.length) this.foreign.push(block);
  }

  private keep(block: JsonObject): void {
    this.items.push({ type: "other", part: block, index: this.foreign.length });
    this.foreign.push(block);
  }

  private think(content: JsonObject): void {
    const thought = reasoningItem(detailOf(content));
    this.items.push(this.isSigned ? thought : thoughtItem(thought.text));
  }

  private call(block: JsonObject, use: JsonObject): void {
    const name = textOrNull(use.name);
    if (isServerTool(use)) this.keep(block);
    else if (name === null) throw new Unusable(`tool call ${this.calls} has no name`);
    else {
      const id = textOrNull(use.toolUseId) ?? `tooluse_${this.id}_${this.calls}`;
      const fn = { name: this.names.fromWire(name), arguments: argumentsOf(use.input) };
      this.items.push(callItem({ id, function: fn }));
      this.calls += 1;
    }
  }

  add(block: JsonObject): void {
    const url = imageUrl(block.image);
    if (typeof block.text === "string") this.items.push(textItem(block.text));
    else if (isObject(block.toolUse)) this.call(block, block.toolUse);
    else if (isObject(block.reasoningContent)) this.think(block.reasoningContent);
    else if (isObject(block.citationsContent)) this.cited(block, block.citationsContent);
    else if (url !== null) this.items.push(imageItem({ type: "image_url", image_url: { url } }));
    else this.keep(block);
  }

  message(): AssistantMessage {
    const message = answerOf(this.items);
    if (message.content === null && this.calls === 0) message.content = "";
    return this.foreign.length === 0 ? message : { ...message, [BLOCKS_FIELD]: this.foreign };
  }
}

/** The service tier under OpenAI's name, and Bedrock's own documented fields under theirs (RES-04). */
export function readExtras(body: JsonObject, context: Pick<DecodeContext, "traits">): JsonObject {
  const tier = textOrNull(at(body, ["serviceTier", "type"]));
  const keys = context.traits.extraFields.completion.filter((key) => (own(body, key) ?? null) !== null);
  return {
    ...(tier === null ? {} : { service_tier: tier }),
    ...Object.fromEntries(keys.map((key) => [key, body[key]])),
  };
}

/** Decodes an answer; one without a message or without a reason for its end is not an answer (RES-05). */
export const decodeResponse = (body: Json, context: DecodeContext): DecodedResponse =>
  answered(() => readAnswer(body, context));

/** @throws Unusable */
function readAnswer(body: Json, context: DecodeContext): DecodedResponse {
  if (!isObject(body)) throw new Unusable("the answer is not a JSON object");
  const content = at(body, ["output", "message", "content"]);
  if (!Array.isArray(content)) throw new Unusable("the answer has no message");
  if (!content.every(isObject)) throw new Unusable("a content block of the answer is not an object");
  const thoughts = content.flatMap(({ reasoningContent: said }) => (isObject(said) ? [detailOf(said)] : []));
  const reader = new Reader(context.fallbackId, toolNames(context.request), thoughts.some(isSigned));
  for (const block of content) reader.add(block);
  const hasCalls = reader.calls > 0;
  const word = textOrNull(body.stopReason) ?? (hasCalls ? "tool_use" : null);
  if (word === null) throw new Unusable("the answer has no stopReason");
  if (isFailure(word)) throw new Unusable(failureMessage(word));
  return {
    ok: true,
    completion: {
      id: context.fallbackId,
      object: "chat.completion",
      created: context.nowSeconds,
      // Bedrock names neither model nor answer.
      model: context.endpoint.providerModelId,
      choices: [{ index: 0, message: reader.message(), logprobs: null, ...mapFinish(word, hasCalls) }],
      ...readExtras(body, context),
    },
    usage: withTerms(readUsage(findUsage(body, context.convention), context.convention), {
      words: readWords(body, WORD_PLACES),
    }),
    reportedCost: null,
  };
}
