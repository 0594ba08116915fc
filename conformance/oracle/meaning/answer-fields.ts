/**
 * Fields of answers that no generated answer and no recording holds, each with the reason. A path covers what is inside it.
 * Whatever stands neither here, nor there, is a hole, and its test fails.
 * @module
 */
import { listed, never, type Reason, shown } from "./field-table.ts";
import type { SpokenApi } from "./holds.ts";

const ECHO = never("what the caller asked for, said back: it is the caller's own already");
const HOSTED = never(
  "made by tools that the host runs, which are asked for in its own API alone: it passes as it stands",
);
const CITED = never(
  "another place to cite: the text that it stands at is generated, its own numbers are not",
);
const NATIVE = never("callers of other APIs cannot ask for it: it travels in native answers, as it stands");
const STATE = shown("mapping.same-api.state");

export const ANSWERS_NOT_GENERATED: Readonly<Record<SpokenApi, Readonly<Record<string, Reason>>>> = {
  "openai-chat": {
    "choices[].logprobs.refusal": never("likelihoods of a refusal: no other API has them, none is recorded"),
    "choices[].message.audio": shown("billing.unpriced.audio-output"),
    "choices[].message.function_call": never("the older word for tool_calls, which hosts send in its place"),
    "choices[].message.tool_calls[].custom": never("a tool of free text, which callers get as a function"),
    moderation: NATIVE,
  },
  "openai-responses": {
    output_text: never("made by the client library from the parts, never sent"),
    conversation: STATE,
    previous_response_id: STATE,
    prompt: STATE,
    moderation: NATIVE,
    ...listed(
      ECHO,
      "",
      `
      instructions prompt_cache_key prompt_cache_options safety_identifier user
    `,
    ),
    ...listed(ECHO, "reasoning.", "context generate_summary mode summary"),
    "text.format.description": ECHO,
    ...listed(ECHO, "tool_choice.", "mode tools type name server_label"),
    ...listed(
      ECHO,
      "tools[].",
      `
      allowed_callers defer_loading output_schema vector_store_ids filters max_num_results
      ranking_options display_height display_width environment search_context_size
      user_location server_label allowed_tools authorization connector_id headers
      require_approval server_description server_url tunnel_id container action background
      input_fidelity input_image_mask model moderation output_compression output_format
      partial_images quality size format tools execution search_content_types
    `,
    ),
    ...listed(CITED, "output[].content[].annotations[].", "file_id filename index container_id"),
    ...listed(
      never("likelihoods are asked for by include, which callers of other APIs cannot say"),
      "output[].content[].logprobs[].",
      "token bytes logprob top_logprobs",
    ),
    "output[].phase": shown("mapping.same-api.request"),
    ...listed(
      HOSTED,
      "output[].",
      `
      queries results caller namespace output created_by action actions pending_safety_checks
      code acknowledged_safety_checks fingerprint result execution tools container_id outputs
      environment error max_output_length operation server_label approval_request_id approve
      reason input
    `,
    ),
  },
  "anthropic-messages": {
    ...listed(
      CITED,
      "content[].citations[].",
      `
      document_index document_title file_id source start_char_index end_char_index
      search_result_index start_page_number end_page_number start_block_index end_block_index
    `,
    ),
    ...listed(HOSTED, "content[].", "content tool_use_id file_id toolset_name caller.tool_id"),
    container: HOSTED,
    "usage.server_tool_use": shown("cost.searches.billed"),
    ...listed(NATIVE, "", "diagnostics usage.speed"),
  },
  gemini: {
    ...listed(
      HOSTED,
      "candidates[].content.parts[].",
      `
      functionResponse executableCode codeExecutionResult fileData videoMetadata partMetadata
    `,
    ),
    "candidates[].content.parts[].inlineData": NATIVE,
    ...listed(CITED, "candidates[].", "citationMetadata groundingAttributions urlContextMetadata"),
    ...listed(
      CITED,
      "candidates[].groundingMetadata.",
      `
      groundingChunks[].web groundingChunks[].maps groundingChunks[].retrievedContext.text
      searchEntryPoint groundingSupports[].segment.partIndex
      groundingSupports[].confidenceScores retrievalMetadata
    `,
    ),
    "candidates[].groundingMetadata.googleMapsWidgetContextToken": CITED,
    "candidates[].groundingMetadata.webSearchQueries": shown("cost.searches.billed"),
    "candidates[].tokenCount": never("the count of one candidate, which the usage tells of all"),
    ...listed(
      never("numbers of tokens in the host's own vocabulary, for which no other API has a place"),
      "candidates[].logprobsResult.",
      "chosenCandidates[].tokenId topCandidates[].candidates[].tokenId logProbabilitySum",
    ),
    "promptFeedback.safetyRatings": NATIVE,
  },
  "bedrock-converse": {
    ...listed(
      NATIVE,
      "output.message.content[].",
      `
      image document video audio guardContent cachePoint searchResult toolAddition toolRemoval
    `,
    ),
    ...listed(HOSTED, "output.message.content[].", "toolUse.type toolResult"),
    ...listed(
      CITED,
      "output.message.content[].citationsContent.citations[].",
      `
      source sourceContent[].text location.web.domain location.documentChar
      location.documentPage location.documentChunk location.searchResultLocation
    `,
    ),
    ...listed(NATIVE, "", "additionalModelResponseFields performanceConfig"),
    ...listed(
      NATIVE,
      "trace.",
      `
      guardrail.modelOutput guardrail.inputAssessment guardrail.actionReason promptRouter
    `,
    ),
    serviceTier: shown("billing.unpriced.priority-tier"),
  },
  "cohere-v2": {
    "message.citations[].content_index": CITED,
    "usage.billed_units.search_units": never("the host's other APIs count in these"),
    "usage.billed_units.classifications": never("the host's other APIs count in these"),
  },
};
