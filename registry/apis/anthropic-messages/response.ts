/**
 * Whole answers in Anthropic's dialect (RES-01…05).
 * @module
 */

import type { AssistantMessage, ChatCompletion, ReasoningDetail, ToolCallOut } from "../../canonical/chat.ts";
import { TurnOrder } from "../../canonical/item-order.ts";
import { findReportedCost } from "../../canonical/reported-cost.ts";
import { at, isObject, type Json, type JsonObject, own, textOrNull } from "../../json.ts";
import { type ToolNames, toolNames } from "../_shared/tool-names.ts";
import type { DecodeContext, DecodedResponse } from "../codec.ts";
import {
  annotationsOf,
  BLOCKS_FIELD,
  citationsOf,
  detailOf,
  isForeign,
  isSigned,
  readCall,
  renamed,
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

class Reader {
  text: string | null = null;
  reasoning = "";
  problem: string | null = null;
  readonly details: ReasoningDetail[] = [];
  readonly calls: ToolCallOut[] = [];
  readonly annotations: JsonObject[] = [];
  private readonly order = new TurnOrder();
  private readonly id: string;
  private readonly names: ToolNames;

  constructor(id: string, names: ToolNames) {
    this.id = id;
    this.names = names;
  }

  add(block: JsonObject): void {
    const detail = detailOf(block);
    if (detail !== null) {
      if (detail.type === "reasoning.text") {
        this.reasoning += detail.text;
        this.order.thinking(detail.text);
      }
      if (isSigned(detail)) {
        this.details.push(detail);
        this.order.signed();
      } else this.order.close();
    } else if (block.type === "text") {
      const start = this.text?.length ?? 0;
      this.text = (this.text ?? "") + (textOrNull(block.text) ?? "");
      this.order.text(textOrNull(block.text) ?? "");
      this.annotations.push(...annotationsOf(citationsOf(block), start, this.text.length));
    } else if (block.type === "tool_use") {
      const call = readCall(block, `toolu_${this.id}_${this.calls.length}`, this.names);
      if (call === null) this.problem = `tool call ${this.calls.length} has no name`;
      else {
        this.calls.push(call);
        this.order.piece("tool_call");
      }
    }
  }

  message(blocks: readonly JsonObject[]): AssistantMessage {
    const kept = blocks.some(isForeign) ? renamed(blocks, (name) => this.names.fromWire(name)) : null;
    return {
      role: "assistant",
      content: this.text,
      refusal: null,
      ...(this.reasoning === "" ? {} : { reasoning_content: this.reasoning }),
      ...(this.details.length === 0 ? {} : { reasoning_details: this.details }),
      ...(this.calls.length === 0 ? {} : { tool_calls: this.calls }),
      ...(this.annotations.length === 0 ? {} : { annotations: this.annotations }),
      ...(kept === null ? {} : { [BLOCKS_FIELD]: kept }),
      ...this.order.field(),
    };
  }
}

/** Decodes an answer; one without content or without a reason for its end is not an answer (RES-05). */
export function decodeResponse(body: Json, context: DecodeContext): DecodedResponse {
  if (!isObject(body)) return { ok: false, problem: "the answer is not a JSON object" };
  if (!Array.isArray(body.content)) return { ok: false, problem: "the answer has no content" };
  const blocks = body.content.filter(isObject);
  if (blocks.length < body.content.length)
    return { ok: false, problem: "a content block of the answer is not an object" };
  const id = textOrNull(body.id) ?? context.fallbackId;
  const reader = new Reader(id, toolNames(context.request));
  for (const block of blocks) reader.add(block);
  if (reader.problem !== null) return { ok: false, problem: reader.problem };
  const word = textOrNull(body.stop_reason);
  const hasCalls = reader.calls.length > 0;
  if (word === null && !hasCalls) return { ok: false, problem: "the answer has no stop_reason" };
  const message = reader.message(blocks);
  const sequence = textOrNull(body.stop_sequence);
  const completion: ChatCompletion = {
    id,
    object: "chat.completion",
    created: context.nowSeconds,
    model: textOrNull(body.model) ?? context.endpoint.providerModelId,
    choices: [
      {
        index: 0,
        message: { ...message, refusal: refusalOf(body) },
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
