/**
 * Choices as candidates, for callers of this dialect.
 * @module
 */
import type { ChatChoice, FinishReason } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { isObject, type JsonObject, textOrNull } from "../../../json.ts";
import type { RenderContext } from "../../codec.ts";
import { googleOf, type Identity, writeExtras } from "../answer-fields.ts";
import { groundingOf } from "../citations.ts";
import { finishWord } from "../finish.ts";
import { writeLogprobs } from "../logprobs.ts";
import { modelParts, type PartWriter } from "../model-parts.ts";
import { writeUsage } from "../usage.ts";

/** For callers: their own names, and arguments as they came. */
export const FOR_CALLERS: PartWriter = {
  toWire: (name) => name,
  oddArguments: (text) => ({ arguments: text }),
  missingSignature: () => null,
  tellsUnsigned: true,
};

/** The candidate's fields beside its content: Google's own extras, or grounding from another provider's citations. */
export function candidateFields(message: { [key: string]: unknown }, text: string): JsonObject {
  const own = writeExtras(googleOf(message));
  const cited = own.groundingMetadata || own.citationMetadata ? null : groundingOf(message.annotations, text);
  return { ...own, ...(cited === null ? {} : { groundingMetadata: cited }) };
}

/** How a candidate ends; a refusal that is no text of the model is its message. */
export function finishFields(reason: FinishReason, native: unknown, refusal: string | null): JsonObject {
  const filtered = reason === "content_filter" && refusal !== null;
  return { finishReason: finishWord(reason, native), ...(filtered ? { finishMessage: refusal } : {}) };
}

export function writeCandidate(choice: ChatChoice): JsonObject {
  const { message, finish_reason: reason, index } = choice;
  const refusal = textOrNull(message.refusal);
  const native = "native_finish_reason" in choice ? choice.native_finish_reason : null;
  const said = reason === "content_filter" ? { ...message, refusal: null } : message;
  const parts = modelParts(said, FOR_CALLERS);
  const logprobs = writeLogprobs(choice.logprobs);
  return {
    content: parts.length === 0 ? { role: "model" } : { role: "model", parts },
    ...finishFields(reason, native, refusal),
    ...candidateFields(message, typeof message.content === "string" ? message.content : ""),
    ...(logprobs === null ? {} : { logprobsResult: logprobs }),
    index,
  };
}

export function writeIdentity(identity: Identity, { requestId }: RenderContext): JsonObject {
  const { id, created, model } = identity;
  return {
    modelVersion: model,
    responseId: id || requestId,
    createTime: new Date(created * 1000).toISOString(),
  };
}

/** The usage with the provider's documented extras; nothing where it is not known. */
export function writeCounts(usage: UsageReading, context: RenderContext): JsonObject {
  if (usage.kind !== "known") return {};
  const extras = isObject(usage.raw) ? context.usageExtras(usage.raw) : {};
  return { usageMetadata: { ...writeUsage(usage.usage), ...extras } };
}
