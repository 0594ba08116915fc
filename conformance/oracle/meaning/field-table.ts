/**
 * Fields of requests that no generated one ever holds, each with the reason: a written case that sends it, or why nobody can.
 * Whatever stands neither here nor in a generated request is a hole, and its test fails.
 * @module
 */
import type { SpokenApi } from "./holds.ts";

/** A case that sends the field, by its id; or why no caller of another API can. */
export type Reason = { case: string } | { because: string };

export const shown = (id: string): Reason => ({ case: id });
export const never = (because: string): Reason => ({ because });

/** The same reason for several names, which stand apart by blanks. */
export const listed = (reason: Reason, prefix: string, names: string): Record<string, Reason> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [`${prefix}${name}`, reason]),
  );

const PARAMETERS = shown("mapping.parameters.supported");
const ABOUT = shown("mapping.parameters.about-the-request");
const FORMAT = shown("mapping.request.json-schema");
const EFFORT = shown("mapping.request.reasoning-effort");
const WHOLE = shown("mapping.same-api.request");
const STATE = shown("mapping.same-api.state");
const AUDIO = shown("billing.unpriced.audio-output");
const TIER = shown("billing.unpriced.priority-tier");

const OLD = never("older words for tools and tool_choice, which hosts take in their place");
const SPELLING = never("another spelling of a field that is generated, or is listed here");
const NATIVE = never("callers of other APIs have no word for it: it travels in native bodies, as it stands");
const IN_PATH = never("the model stands in the path");
/** No endpoint lists it: it is dropped, and the answer names it. */
const UNLISTED = shown("mapping.parameters.dropped-and-listed");

export const NOT_GENERATED: Readonly<Record<SpokenApi, Readonly<Record<string, Reason>>>> = {
  "openai-chat": {
    function_call: OLD,
    functions: OLD,
    logit_bias: PARAMETERS,
    logprobs: PARAMETERS,
    top_logprobs: PARAMETERS,
    verbosity: PARAMETERS,
    n: PARAMETERS,
    user: PARAMETERS,
    response_format: FORMAT,
    reasoning_effort: EFFORT,
    parallel_tool_calls: shown("mapping.tools.one-at-a-time"),
    audio: AUDIO,
    modalities: AUDIO,
    service_tier: TIER,
    prediction: shown("billing.unpriced.prediction"),
    web_search_options: shown("billing.unpriced.web-search"),
    metadata: ABOUT,
    store: ABOUT,
    prompt_cache_key: ABOUT,
    safety_identifier: UNLISTED,
    moderation: NATIVE,
    prompt_cache_options: NATIVE,
    prompt_cache_retention: UNLISTED,
  },
  "openai-responses": {
    background: shown("mapping.same-api.background"),
    context_management: STATE,
    conversation: STATE,
    previous_response_id: STATE,
    prompt: STATE,
    instructions: WHOLE,
    metadata: WHOLE,
    parallel_tool_calls: WHOLE,
    prompt_cache_key: WHOLE,
    safety_identifier: WHOLE,
    truncation: WHOLE,
    reasoning: EFFORT,
    text: FORMAT,
    user: PARAMETERS,
    top_logprobs: PARAMETERS,
    service_tier: TIER,
    stream_options: shown("mapping.same-api.stream"),
    moderation: NATIVE,
    prompt_cache_options: NATIVE,
    prompt_cache_retention: NATIVE,
  },
  "anthropic-messages": {
    cache_control: NATIVE,
    metadata: PARAMETERS,
    thinking: EFFORT,
    output_config: FORMAT,
    service_tier: TIER,
    container: NATIVE,
    speed: NATIVE,
    inference_geo: NATIVE,
    diagnostics: NATIVE,
    user_profile_id: NATIVE,
    workspace_id: NATIVE,
  },
  gemini: {
    model: IN_PATH,
    system_instruction: SPELLING,
    tool_config: SPELLING,
    generation_config: SPELLING,
    safety_settings: SPELLING,
    cached_content: SPELLING,
    safetySettings: NATIVE,
    cachedContent: NATIVE,
  },
  "bedrock-converse": {
    additionalModelRequestFields: EFFORT,
    outputConfig: FORMAT,
    requestMetadata: ABOUT,
    serviceTier: TIER,
    guardrailConfig: NATIVE,
    promptVariables: NATIVE,
    performanceConfig: NATIVE,
    additionalModelResponseFieldPaths: NATIVE,
  },
  "cohere-v2": {
    response_format: FORMAT,
    thinking: EFFORT,
    k: PARAMETERS,
    logprobs: PARAMETERS,
    strict_tools: shown("mapping.tools.strict-definitions"),
    documents: NATIVE,
    citation_options: NATIVE,
    safety_mode: NATIVE,
    priority: NATIVE,
  },
};
