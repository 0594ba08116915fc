/**
 * What Google bills for its searches: until Gemini 2.5 each answer that any was made for, from Gemini 3 on each query,
 * which is what the API's usage means unless told (ai.google.dev/gemini-api/docs/pricing; Portkey-AI/models@f654307e has
 * the fees).
 * @module
 */
import type { UsageConvention } from "../../canonical/usage.ts";

export const SEARCHED_BY_ANSWER = { searches: "answer" } satisfies Partial<UsageConvention>;
