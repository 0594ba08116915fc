/**
 * The Responses API as its author offers it, for the hosts that take it over.
 * @module
 */
import { OPENAI_SCHEMAS } from "../../accepts/subsets.ts";
import type { ApiTraits, StateKind } from "../../apis/codec.ts";
import type { UsageConvention } from "../../canonical/usage.ts";

export const RESPONSES_TRAITS: ApiTraits = {
  maxTokensField: "max_completion_tokens",
  developerRole: "developer",
  // What it runs itself, and free-text tools, have no form in other APIs; whoever wants them speaks this one.
  hostedTools: /(?!)/,
  userLength: 64,
  schemas: OPENAI_SCHEMAS,
  jsonInWords: true,
  leastOutput: 16,
  toolCallIds: { pattern: /^[\s\S]{1,64}$/, length: 64 },
  messageNames: false,
  cacheControl: false,
  extraFields: { completion: ["moderation"], message: [], usage: [] },
};

export const RESPONSES_USAGE: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  reasoning: "inside-completion",
  total: "binding",
  stream: "replace",
  paths: [["usage"]],
  evidence:
    "272 recorded responses: total = input + output, cached + written ≤ input, reasoning ≤ output; 4020 = 8 + 4012 written",
};

/** What rests on state, at hosts that keep none. */
export const STATELESS: readonly StateKind[] = [
  "previous_response_id",
  "conversation",
  "prompt",
  "background",
  "item_reference",
];

/**
 * The Responses API as hosts offer that take it over for models of other makers: what is known of OpenAI's own account (lengths
 * of ids, schemas, the least output) is not known of theirs.
 */
export const COMPATIBLE_RESPONSES: ApiTraits = {
  maxTokensField: "max_completion_tokens",
  developerRole: "system",
  hostedTools: /(?!)/,
  messageNames: false,
  cacheControl: false,
  extraFields: { completion: [], message: [], usage: [] },
};
