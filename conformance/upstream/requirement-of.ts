/**
 * Which requirement a wrong request breaks, told by the place of its first difference from the recorded one: each API has
 * places of its own for the same things.
 * @module
 */
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import type { Difference } from "../recordings/canonical.ts";
import type { RequirementId } from "../requirements/index.ts";

type Places = readonly (readonly [pattern: RegExp, requirement: RequirementId])[];

/** Outside the body, the same for all. */
const OUTSIDE: Places = [
  [/^\/credential/, "AUT-01"],
  [/^\/(?:url|method|headers)/, "MAP-01"],
];

/** The first pattern that fits counts. Pointers begin with `/body`. */
const INSIDE: Readonly<Record<UpstreamApiId, Places>> = {
  "openai-chat": [
    [/^\/body\/model/, "MAP-02"],
    [/^\/body\/(?:temperature|seed|random_seed)/, "MAP-03"],
    [/^\/body\/max_/, "MAP-04"],
    [/^\/body\/messages/, "MAP-05"],
    [/^\/body\/(?:tools|tool_choice|parallel_tool_calls)/, "MAP-06"],
    [/^\/body\/response_format/, "MAP-08"],
    [/^\/body\/stream/, "STR-06"],
    [/^\/body\/(?:stop|reasoning_effort|n)/, "MAP-10"],
  ],
  "openai-responses": [
    [/^\/body\/model/, "MAP-02"],
    [/^\/body\/(?:temperature|top_p)/, "MAP-03"],
    [/^\/body\/max_output_tokens/, "MAP-04"],
    [/^\/body\/input\/\d+\/(?:call_id|name|arguments|output)/, "MAP-06"],
    [/^\/body\/(?:input|instructions)/, "MAP-05"],
    [/^\/body\/(?:tools|tool_choice|parallel_tool_calls)/, "MAP-06"],
    [/^\/body\/text/, "MAP-08"],
    [/^\/body\/stream/, "STR-06"],
    [/^\/body\/reasoning/, "MAP-10"],
  ],
  "anthropic-messages": [
    [/^\/body\/model/, "MAP-02"],
    [/^\/body\/temperature/, "MAP-03"],
    [/^\/body\/max_tokens/, "MAP-04"],
    [/^\/body\/messages\/\d+\/content\/\d+\/(?:id|name|input|tool_use_id|is_error)/, "MAP-06"],
    [/^\/body\/messages\/\d+\/content\/\d+\/source/, "MAP-07"],
    [/^\/body\/(?:messages|system)/, "MAP-05"],
    [/^\/body\/(?:tools|tool_choice)/, "MAP-06"],
    [/^\/body\/(?:output_format|output_config\/format)/, "MAP-08"],
    [/^\/body\/stream/, "STR-06"],
    [/^\/body\/(?:stop_sequences|thinking|output_config|top_k|top_p)/, "MAP-10"],
  ],
  gemini: [
    [/^\/body\/generationConfig\/(?:temperature|seed)/, "MAP-03"],
    [/^\/body\/generationConfig\/maxOutputTokens/, "MAP-04"],
    [/^\/body\/contents\/\d+\/parts\/\d+\/function(?:Call|Response)/, "MAP-06"],
    [/^\/body\/contents\/\d+\/parts\/\d+\/(?:inlineData|fileData)/, "MAP-07"],
    [/^\/body\/(?:contents|systemInstruction)/, "MAP-05"],
    [/^\/body\/(?:tools|toolConfig)/, "MAP-06"],
    [/^\/body\/generationConfig\/response/, "MAP-08"],
    [/^\/body\/generationConfig/, "MAP-10"],
  ],
  "bedrock-converse": [
    [/^\/body\/inferenceConfig\/temperature/, "MAP-03"],
    [/^\/body\/inferenceConfig\/maxTokens/, "MAP-04"],
    [/^\/body\/messages\/\d+\/content\/\d+\/tool(?:Use|Result)/, "MAP-06"],
    [/^\/body\/messages\/\d+\/content\/\d+\/(?:image|document|video)/, "MAP-07"],
    [/^\/body\/(?:messages|system)/, "MAP-05"],
    [/^\/body\/toolConfig/, "MAP-06"],
    [/^\/body\/outputConfig/, "MAP-08"],
    [/^\/body\/(?:inferenceConfig|additionalModelRequestFields)/, "MAP-10"],
  ],
  "cohere-v2": [
    [/^\/body\/model/, "MAP-02"],
    [/^\/body\/(?:temperature|seed)/, "MAP-03"],
    [/^\/body\/max_tokens/, "MAP-04"],
    [/^\/body\/messages\/\d+\/(?:tool_calls|tool_call_id)/, "MAP-06"],
    [/^\/body\/messages\/\d+\/content\/\d+\/image_url/, "MAP-07"],
    [/^\/body\/messages/, "MAP-05"],
    [/^\/body\/(?:tools|tool_choice|strict_tools)/, "MAP-06"],
    [/^\/body\/response_format/, "MAP-08"],
    [/^\/body\/stream/, "STR-06"],
    [/^\/body\/(?:stop_sequences|thinking|p|k|logprobs|frequency_penalty|presence_penalty)/, "MAP-10"],
  ],
};

/** A field that no place of the API is for should not have been sent (MAP-09), nor anything where nothing is recorded. */
export function requirementOf(difference: Difference | null, api: UpstreamApiId | null): RequirementId {
  const pointer = difference?.pointer ?? "";
  const place = [...OUTSIDE, ...(api === null ? [] : INSIDE[api])].find(([pattern]) => pattern.test(pointer));
  return place?.[1] ?? "MAP-09";
}
