/**
 * Requests to Gemini: the canonical form as `generateContent` takes it (MAP-01…14).
 * @module
 */

import { acceptsOf } from "../../authors/accepts.ts";
import type { ChatRequest } from "../../canonical/chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import { type JsonObject, own, without } from "../../json.ts";
import { keptParameters } from "../_shared/parameters.ts";
import { pathSegment } from "../_shared/path-segment.ts";
import { withMediaBeside } from "../_shared/result-media.ts";
import type { EncodeContext, EncodedRequest } from "../codec.ts";
import { functionNames } from "./answer-fields.ts";
import { generationConfig } from "./generation-config.ts";
import { encodeToolChoice, encodeTools } from "./tools.ts";
import { encodeMessages } from "./upstream/write-messages.ts";

export { decodeRequest } from "./client/read-request.ts";

/** Ids that name their own collection, such as tuned models. */
const COLLECTION = /^(?:models|tunedModels|endpoints)\/[\w.-]+$/;

/** The model is part of the path, and the verb says whether it streams; without `alt=sse` a stream is a JSON list. */
export function path({ providerModelId: id }: Pick<Endpoint, "providerModelId">, stream: boolean): string {
  const name = COLLECTION.test(id) ? id : `models/${pathSegment(id).replaceAll("%40", "@")}`;
  return stream ? `${name}:streamGenerateContent?alt=sse` : `${name}:generateContent`;
}

const SERVICE_TIERS: Readonly<Record<string, string>> = { default: "standard", auto: "standard" };

/**
 * The body for one attempt. Model and stream are in the path.
 * @throws UnsupportedInput for what Gemini has no place for
 */
export function encodeRequest(request: ChatRequest, { endpoint }: EncodeContext): EncodedRequest {
  const { kept, dropped } = keptParameters(request, endpoint);
  const names = functionNames(request);
  const tools = encodeTools(kept, names);
  const declared = tools.some((tool) => tool.functionDeclarations !== undefined);
  // A choice among no functions is a 400.
  const toolConfig = declared ? encodeToolChoice(kept.tool_choice, names) : null;
  const config = generationConfig(kept, endpoint);
  const tier = kept.service_tier;
  // A moving alias stands for the newest generation sooner or later, and that refuses unsigned calls.
  const signs = endpoint.reasoning === "level" || endpoint.model.endsWith("-latest");
  const isTextOnly = acceptsOf(endpoint)?.mediaInResults === false;
  const placed = isTextOnly ? { ...request, messages: withMediaBeside(request.messages) } : request;
  const { contents, systemInstruction } = encodeMessages(placed, names, signs);
  const body: JsonObject = {
    ...(systemInstruction === undefined ? {} : { systemInstruction }),
    contents,
    ...(tools.length === 0 ? {} : { tools }),
    ...(toolConfig === null ? {} : { toolConfig }),
    ...(config === null ? {} : { generationConfig: config }),
    ...(typeof tier === "string" ? { serviceTier: own(SERVICE_TIERS, tier) ?? tier } : {}),
  };
  return { body, dropped };
}

/** A native body: the path names model and verb, so neither stands in the body (MAP-14). */
export const addressNative = (body: JsonObject, _providerModelId: string): JsonObject =>
  without(body, ["model", "stream"]);
