/**
 * Requests in the Converse dialect: the canonical chat, narrowed to what this endpoint takes.
 * @module
 */

import { lacksThinking } from "../../accepts/open-turn.ts";
import type { ChatRequest } from "../../canonical/chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import { isObject, type Json, type JsonObject, own, without } from "../../json.ts";
import { STRUCTURAL } from "../../parameters.ts";
import { keptParameters, maxTokensOf } from "../_shared/parameters.ts";
import { pathSegment } from "../_shared/path-segment.ts";
import { toolNames } from "../_shared/tool-names.ts";
import { type EncodeContext, type EncodedRequest, UnsupportedInput } from "../codec.ts";
import { additionalFields, MODEL_FIELDS, thinks } from "./upstream/additional.ts";
import { type ContentTraits, encodeMessages } from "./upstream/write-messages.ts";
import { encodeToolConfig } from "./upstream/write-tools.ts";

export { decodeRequest } from "./client/read-request.ts";

/** The model is one segment of the path: the colons and slashes of ids and ARNs are encoded (MAP-01). */
export const path = ({ providerModelId }: Endpoint, stream: boolean): string =>
  `model/${pathSegment(providerModelId)}/${stream ? "converse-stream" : "converse"}`;

/** A native body says nothing of model and streaming: the path does. */
export const addressNative = (body: JsonObject, _providerModelId: string): JsonObject =>
  without(body, ["model", "modelId", "stream"]);

/** Parameters that this dialect has a place for, besides the model's own fields. */
const PLACES: readonly string[] = [
  ...STRUCTURAL,
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "stop",
  "tools",
  "tool_choice",
  "response_format",
  "structured_outputs",
  "reasoning_effort",
  "thinking",
  "service_tier",
  "metadata",
  ...MODEL_FIELDS,
];

/** Models refuse these while they think. */
const SAMPLING = ["temperature", "top_p", "top_k"];

/** A cache that has no price is no cache: models without one refuse cache points. */
const hasCache = ({ priced, tiers }: Endpoint): boolean =>
  !priced || tiers[0] === undefined || tiers[0].rates.cacheRead !== undefined;

const contentTraits = ({ endpoint, traits }: EncodeContext): ContentTraits => ({
  caching: traits.cacheControl && hasCache(endpoint),
  thinking: endpoint.capabilities.has("reasoning") || endpoint.supportedParameters.includes("thinking"),
});

/** OpenAI counts temperature to 2, Converse to 1: hotter than the hottest is the hottest. */
const MAX_TEMPERATURE = 1;

function inferenceConfig(kept: JsonObject): JsonObject {
  const stop = typeof kept.stop === "string" ? [kept.stop] : kept.stop;
  const config: JsonObject = {
    maxTokens: maxTokensOf(kept),
    temperature:
      typeof kept.temperature === "number" ? Math.min(kept.temperature, MAX_TEMPERATURE) : undefined,
    topP: kept.top_p ?? undefined,
    stopSequences: stop ?? undefined,
  };
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}

/** The schema travels as text. @throws UnsupportedInput for JSON without a schema, which Converse has no word for */
function outputConfig(format: Json | undefined): JsonObject | null {
  if (!isObject(format) || format.type === "text") return null;
  const named = isObject(format.json_schema) ? format.json_schema : null;
  if (format.type !== "json_schema" || named === null)
    throw new UnsupportedInput("response_format", "Bedrock takes JSON output by schema only (json_schema)");
  const { name, description, schema } = named;
  return {
    textFormat: {
      type: "json_schema",
      structure: {
        jsonSchema: {
          name: String(name),
          ...(typeof description === "string" && description !== "" ? { description } : {}),
          schema: JSON.stringify(schema ?? { type: "object" }),
        },
      },
    },
  };
}

const TIERS: Readonly<Record<string, string>> = { default: "default", flex: "flex", priority: "priority" };

/** Texts by name, as Bedrock has them in its invocation logs. */
function requestMetadata(metadata: Json | undefined): JsonObject | null {
  if (!isObject(metadata)) return null;
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)]));
}

const nonEmpty = (name: string, value: JsonObject | JsonObject[] | null): JsonObject =>
  value === null || Object.keys(value).length === 0 ? {} : { [name]: value };

/**
 * The body for one attempt. The caller's request is read, never changed (MAP-13); what the endpoint or this dialect has no
 * place for is left out and listed (MAP-09). Streaming is a matter of the path.
 * @throws UnsupportedInput
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const { endpoint } = context;
  const names = toolNames(request);
  const traits = contentTraits(context);
  const { kept, dropped } = keptParameters(request, endpoint);
  for (const [name, value] of Object.entries(kept))
    if (!PLACES.includes(name) && value !== null) dropped.push(name);

  const asked = maxTokensOf(kept);
  const limit = typeof asked === "number" ? asked : endpoint.maxCompletionTokens;
  const { fields, lostEffort } = additionalFields(
    kept,
    endpoint,
    limit,
    lacksThinking(request.messages as unknown as JsonObject[]),
  );
  if (lostEffort) dropped.push("reasoning_effort");
  const refused = thinks(fields) ? SAMPLING.filter((name) => (kept[name] ?? null) !== null) : [];
  dropped.push(...refused);

  const tier = typeof kept.service_tier === "string" ? own(TIERS, kept.service_tier) : undefined;
  const { system, messages } = encodeMessages(request, names, traits);
  const toolConfig = encodeToolConfig(kept, request, names, traits.caching);
  // Calls in the history keep the tools declared, and then nothing forbids the model to call them.
  if (kept.tool_choice === "none" && toolConfig !== null) dropped.push("tool_choice");
  return {
    body: {
      messages,
      ...nonEmpty("system", system),
      ...nonEmpty("inferenceConfig", inferenceConfig(without(kept, refused))),
      ...nonEmpty("toolConfig", toolConfig),
      ...nonEmpty("outputConfig", outputConfig(kept.response_format)),
      ...nonEmpty("additionalModelRequestFields", without(fields, refused)),
      ...(tier === undefined ? {} : { serviceTier: { type: tier } }),
      ...nonEmpty("requestMetadata", requestMetadata(kept.metadata)),
    },
    dropped,
  };
}
