/**
 * Whole answers of providers of the Responses API (RES-01…05).
 * @module
 */
import type { ChatCompletion } from "../../../canonical/chat.ts";
import { findReportedCost } from "../../../canonical/reported-cost.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import { answered, Unusable } from "../../_shared/refusals.ts";
import { toolNames } from "../../_shared/tool-names.ts";
import type { DecodeContext, DecodedResponse } from "../../codec.ts";
import { pick } from "../../openai-chat/answer-fields.ts";
import { type Finish, finishOf } from "../finish.ts";
import { usageOf } from "../usage.ts";
import { readItems } from "./read-items.ts";

export interface Identity {
  id: string;
  created: number;
  model: string;
}

export function readIdentity(response: JsonObject, context: DecodeContext): Identity {
  const { id, created_at: created, model } = response;
  return {
    id: textOrNull(id) ?? context.fallbackId,
    created: Number.isSafeInteger(created) && Number(created) > 0 ? Number(created) : context.nowSeconds,
    model: textOrNull(model) ?? context.endpoint.providerModelId,
  };
}

/** Documented fields beside an answer: the tier that it was given, and the host's own (RES-04). */
export const readExtras = (response: JsonObject, { traits }: DecodeContext): JsonObject =>
  pick(response, ["service_tier", ...traits.extraFields.completion]);

/** The answer to a request that goes on in the background: there is nothing of it yet, usage neither. */
const isQueued = ({ background, status }: JsonObject): boolean =>
  background === true && (status === "queued" || status === "in_progress");
const QUEUED: Finish = { finish_reason: "stop" };

/** Decodes an answer; one without output or without an end is not an answer (RES-05). */
export const decodeResponse = (body: Json, context: DecodeContext): DecodedResponse =>
  answered(() => readAnswer(body, context));

/** @throws Unusable */
function readAnswer(body: Json, context: DecodeContext): DecodedResponse {
  if (!isObject(body)) throw new Unusable("the answer is not a JSON object");
  if (!Array.isArray(body.output)) throw new Unusable("the answer has no output");
  const items = body.output.filter(isObject);
  if (items.length < body.output.length) throw new Unusable("an item of the answer is not an object");
  const identity = readIdentity(body, context);
  const names = toolNames(context.request);
  const message = readItems(items, { id: identity.id, provider: context.endpoint.provider, names });
  const finish = isQueued(body) ? QUEUED : finishOf(body, message.tool_calls !== undefined);
  if ("problem" in finish) throw new Unusable(finish.problem);
  if (items.length === 0 && finish.finish_reason === "stop" && finish !== QUEUED)
    throw new Unusable("the answer has an empty output");
  const completion: ChatCompletion = {
    ...identity,
    object: "chat.completion",
    choices: [{ index: 0, message, logprobs: null, ...finish }],
    ...readExtras(body, context),
  };
  return {
    ok: true,
    completion,
    usage: usageOf(body, context.convention),
    reportedCost: findReportedCost(body, context.convention),
  };
}
