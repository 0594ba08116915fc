/**
 * Fields inside of requests that no generated request and no recording holds, each with the reason. A path covers what is
 * inside it; whole fields of a request stand in the table of those. Whatever is nowhere is a hole, and its test fails.
 * @module
 */
import { listed, never, type Reason, shown } from "./field-table.ts";
import type { SpokenApi } from "./holds.ts";

const HOSTED = never(
  "about tools that the host runs, asked for in its own API alone: it passes as it stands",
);
const NATIVE = never("callers of other APIs have no word for it: it travels in native bodies, as it stands");
const MEDIA = shown("mapping.formats.media");
const AGENTS = shown("mapping.formats.agents");
const WHOLE = shown("mapping.same-api.request");
const SAID = shown("mapping.meaning.anthropic-messages");
const SWEPT = never(
  "held by conversations that are generated for the contracts, which judge what becomes of it",
);
const STRICT = shown("mapping.tools.strict-definitions");
const LIMITED = shown("mapping.tools.choices");
const MARKS = shown("mapping.cache-marks");
const DETAIL = shown("mapping.images.detail");
const OLD = never("older words for tools, which hosts take in their place");

export const NESTED_NOT_GENERATED: Readonly<Record<SpokenApi, Readonly<Record<string, Reason>>>> = {
  "openai-chat": {
    "messages[].name": shown("mapping.messages.names"),
    "messages[].content[].prompt_cache_breakpoint": NATIVE,
    "messages[].content[].image_url.detail": DETAIL,
    ...listed(MEDIA, "messages[].content[].", "input_audio file"),
    ...listed(shown("mapping.messages.foreign-fields"), "messages[].", "refusal content[].refusal audio"),
    "messages[].function_call": OLD,
    ...listed(SWEPT, "", "messages[].tool_calls[].custom tool_choice.custom tools[].custom"),
    "tool_choice.allowed_tools": LIMITED,
    "tools[].function.strict": STRICT,
    "stream_options.include_obfuscation": NATIVE,
  },
  "openai-responses": {
    ...listed(NATIVE, "input[].", "content[].prompt_cache_breakpoint output[].prompt_cache_breakpoint"),
    ...listed(WHOLE, "input[].", "phase status id content[].annotations content[].logprobs summary"),
    ...listed(WHOLE, "input[].", "content[].refusal encrypted_content"),
    ...listed(MEDIA, "input[].content[].", "file_id file_data file_url filename"),
    ...listed(MEDIA, "input[].output[].", "text type detail file_id image_url file_data file_url filename"),
    ...listed(
      HOSTED,
      "input[].",
      `queries results pending_safety_checks action actions acknowledged_safety_checks caller namespace
       output.type output.file_id output.image_url output[].outcome output[].stderr output[].stdout
       execution tools result code container_id outputs environment max_output_length operation
       server_label error approval_request_id approve reason input fingerprint`,
    ),
    ...listed(HOSTED, "tool_choice.", "mode tools server_label"),
    ...listed(
      HOSTED,
      "tools[].",
      `allowed_callers defer_loading output_schema vector_store_ids filters max_num_results
       ranking_options display_height display_width environment search_context_size user_location
       server_label allowed_tools authorization connector_id headers require_approval
       server_description server_url tunnel_id container action background input_fidelity
       input_image_mask model moderation output_compression output_format partial_images quality size
       tools execution search_content_types`,
    ),
    "tools[].format": SWEPT,
  },
  "anthropic-messages": {
    ...listed(MARKS, "", "messages[].content[].cache_control.ttl tools[].cache_control"),
    "messages[].content[].content[].cache_control": MARKS,
    "messages[].content[].is_error": SAID,
    ...listed(AGENTS, "messages[].content[].content[].", "text type source"),
    ...listed(MEDIA, "messages[].content[].", "source.url source.content title context"),
    ...listed(
      NATIVE,
      "messages[].content[].",
      "citations source.file_id file_id transformations content[].citations content[].transformations",
    ),
    "system[].citations": NATIVE,
    ...listed(
      HOSTED,
      "messages[].content[].",
      `caller toolset_name content[].content content[].title content[].context content[].tool_name
       content[].tabs content[].state_changes content[].encrypted_content content[].url
       content[].page_age content.error_code content.type content.content content.url
       content.retrieved_at content.return_code content.stderr content.stdout
       content.encrypted_stdout content.error_message content.file_type content.num_lines
       content.start_line content.total_lines content.is_file_update content.lines content.new_lines
       content.new_start content.old_lines content.old_start content.tool_references`,
    ),
    "tool_choice.disable_parallel_tool_use": shown("mapping.tools.one-at-a-time"),
    "tools[].strict": STRICT,
    ...listed(NATIVE, "tools[].", "eager_input_streaming input_examples"),
    ...listed(
      HOSTED,
      "tools[].",
      `allowed_callers defer_loading type configs max_characters allowed_domains blocked_domains
       max_uses user_location citations max_content_tokens url_sources use_cache response_inclusion`,
    ),
  },
  gemini: {
    "contents[].parts[].fileData": MEDIA,
    "contents[].parts[].functionResponse.parts": SWEPT,
    "contents[].parts[].thought": shown("mapping.sealed-reasoning"),
    ...listed(
      NATIVE,
      "contents[].parts[].",
      "functionResponse.willContinue functionResponse.scheduling videoMetadata partMetadata",
    ),
    ...listed(HOSTED, "contents[].parts[].", "executableCode codeExecutionResult"),
    "tools[].functionDeclarations[].parameters": never(
      "the older place of a schema: those of callers go into parametersJsonSchema",
    ),
    ...listed(NATIVE, "tools[].functionDeclarations[].", "response responseJsonSchema behavior"),
    ...listed(
      HOSTED,
      "tools[].",
      "googleSearchRetrieval codeExecution googleSearch computerUse urlContext fileSearch googleMaps",
    ),
  },
  "bedrock-converse": {
    "messages[].content[].document": MEDIA,
    ...listed(SWEPT, "messages[].content[].toolResult.content[].", "image document"),
    ...listed(NATIVE, "messages[].content[].toolResult.content[].", "json video searchResult"),
    "messages[].content[].toolResult.status": SAID,
    ...listed(HOSTED, "messages[].content[].", "toolUse.type toolResult.type"),
    "messages[].content[].cachePoint.ttl": MARKS,
    "toolConfig.tools[].cachePoint": MARKS,
    ...listed(
      NATIVE,
      "messages[].content[].",
      `image.source.s3Location image.error video audio guardContent citationsContent searchResult
       toolAddition toolRemoval`,
    ),
    "system[].guardContent": NATIVE,
    "toolConfig.tools[].toolSpec.strict": STRICT,
    "toolConfig.tools[].systemTool": HOSTED,
  },
  "cohere-v2": {
    "messages[].content[].image_url.detail": DETAIL,
    "messages[].content[].thinking": shown("mapping.sealed-reasoning"),
    ...listed(NATIVE, "messages[].", "citations content[].document"),
  },
};
