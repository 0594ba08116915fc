/**
 * How much structure a caller's JSON may have (SEC-03).
 * @module
 */
import type { JsonLimits } from "../json.ts";

/**
 * A whole body. 300,000 tokens in arrays is the most that OpenAI's embeddings take in one request, and a hundred thousand
 * short messages need about as much. OpenAI's `logit_bias`, the largest map that anybody sends, holds 1,024 keys.
 */
export const BODY_JSON: JsonLimits = { depth: 64, elements: 400_000, keys: 5000 };

/** JSON as text inside a body: arguments of tool calls. */
export const NESTED_JSON: JsonLimits = { depth: 64, elements: 400_000, keys: 5000 };
