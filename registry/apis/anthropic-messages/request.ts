/**
 * Requests in Anthropic's dialect (MAP-01…13).
 * @module
 */
import type { ChatRequest } from "../../canonical/chat.ts";
import { isGiven, isObject, type Json, type JsonObject } from "../../json.ts";
import { keptParameters, maxTokensOf } from "../_shared/parameters.ts";
import { type EncodeContext, type EncodedRequest, UnsupportedInput } from "../codec.ts";
import { isBlank } from "./parts.ts";
import { writeConversation } from "./upstream/write-messages.ts";
import { clashing, writeThinking } from "./upstream/write-thinking.ts";
import { writeTools } from "./upstream/write-tools.ts";

export { beside, decodeRequest } from "./client/read-request.ts";

/** The path below the base URL; the model stands in the body. */
export const path = (): string => "messages";

/** A native body with the model it goes to (MAP-14). */
export const addressNative = (body: JsonObject, providerModelId: string): JsonObject => ({
  ...body,
  model: providerModelId,
});

/** OpenAI counts temperature to 2, Anthropic to 1: hotter than the hottest is the hottest. */
const MAX_TEMPERATURE = 1;

/** OpenAI's words for the tier of a request. */
const SERVICE_TIERS: Readonly<Record<string, string>> = {
  auto: "auto",
  default: "standard_only",
  standard_only: "standard_only",
};

function schemaFormat(format: Json | undefined): JsonObject | null {
  if (!isObject(format) || format.type === "text") return null;
  const named = isObject(format.json_schema) ? format.json_schema : {};
  if (format.type !== "json_schema" || !isObject(named.schema))
    throw new UnsupportedInput("response_format", "only json_schema with a schema has a native form");
  return { type: "json_schema", schema: named.schema };
}

interface Written {
  fields: JsonObject;
  dropped: string[];
}

function writeSampling(kept: JsonObject, thinking: Json | undefined): Written {
  const clashes = clashing(kept, thinking);
  const dropped = [...clashes];
  const fields: JsonObject = {};
  for (const name of ["temperature", "top_p", "top_k"]) {
    const value = kept[name];
    if (!isGiven(value) || clashes.includes(name)) continue;
    fields[name] = name === "temperature" ? Math.min(Number(value), MAX_TEMPERATURE) : value;
  }
  const stops = typeof kept.stop === "string" ? [kept.stop] : Array.isArray(kept.stop) ? kept.stop : [];
  // The provider refuses sequences of nothing but white space.
  const spoken = stops.filter((stop) => typeof stop === "string" && !isBlank(stop));
  if (spoken.length > 0) fields.stop_sequences = spoken;
  if (spoken.length < stops.length) dropped.push("stop");
  return { fields, dropped };
}

function writeIdentity(kept: JsonObject): Written {
  const fields: JsonObject = {};
  const dropped: string[] = [];
  const { user, metadata, service_tier: tier } = kept;
  const userId = user ?? (isObject(metadata) ? metadata.user_id : undefined);
  if (typeof userId === "string") fields.metadata = { user_id: userId };
  if (typeof tier === "string") {
    const word = Object.hasOwn(SERVICE_TIERS, tier) ? SERVICE_TIERS[tier] : undefined;
    if (word === undefined) dropped.push("service_tier");
    else fields.service_tier = word;
  }
  return { fields, dropped };
}

/**
 * The body for one attempt. The caller's request is read, never changed (MAP-13); falsy values survive (MAP-03).
 * @throws UnsupportedInput for what the dialect cannot say
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const { endpoint } = context;
  const { kept, dropped } = keptParameters(request, endpoint);
  const max_tokens = Number(maxTokensOf(kept) ?? endpoint.maxCompletionTokens);
  const { system, messages } = writeConversation(request, context);
  const thinking = writeThinking(request, kept, endpoint, max_tokens);
  const sampling = writeSampling(kept, thinking.thinking);
  const identity = writeIdentity(kept);
  const format = schemaFormat(kept.response_format);
  const output_config: JsonObject = {
    ...(thinking.effort === undefined ? {} : { effort: thinking.effort }),
    ...(format === null ? {} : { format }),
  };
  const body: JsonObject = {
    model: endpoint.providerModelId,
    max_tokens,
    ...(system === undefined ? {} : { system }),
    messages,
    ...writeTools(request, kept, context),
    ...(thinking.thinking === undefined ? {} : { thinking: thinking.thinking }),
    ...(Object.keys(output_config).length === 0 ? {} : { output_config }),
    ...sampling.fields,
    ...identity.fields,
    ...(typeof kept.stream === "boolean" ? { stream: kept.stream } : {}),
  };
  const more = [...sampling.dropped, ...identity.dropped, thinking.dropped].filter(
    (name) => name !== undefined,
  );
  return { body, dropped: [...dropped, ...more] };
}
