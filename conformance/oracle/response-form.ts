/**
 * What every response of the Responses API has beside what it says, as for a caller who set nothing.
 * @module
 */
import type { JsonObject } from "../../registry/json.ts";

export const RESPONSE_FORM: JsonObject = {
  object: "response",
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  parallel_tool_calls: true,
  tool_choice: "auto",
  tools: [],
  temperature: 1,
  top_p: 1,
  store: false,
  text: { format: { type: "text" } },
};
