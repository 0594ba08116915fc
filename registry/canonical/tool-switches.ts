/**
 * What Anthropic's callers set on a tool of their own beside its function. Other APIs have no words for it.
 * @module
 */
export const TOOL_SWITCHES: readonly string[] = [
  "defer_loading",
  "allowed_callers",
  "eager_input_streaming",
  "input_examples",
];
