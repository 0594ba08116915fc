/**
 * Legacy completions: the limit of an answer.
 * @module
 */
import type { Rule } from "../contract.ts";
import { rule } from "./define.ts";

export const COMPLETION_RULES: readonly Rule[] = [
  rule("openai.completions.limit", {
    apis: ["openai-completions"],
    hosts: ["openai"],
    repair: "send a limit of at least 0, or leave it out",
    find: ({ max_tokens: limit }) =>
      typeof limit === "number" && limit < 0
        ? {
            pointer: "/max_tokens",
            seen: limit,
            code: "integer_below_min_value",
            message: `Invalid 'max_tokens': integer below minimum value. Expected a value >= 0, but got ${limit} instead.`,
          }
        : null,
    example: { refused: { max_tokens: -1 }, accepted: { max_tokens: 0 } },
  }),
];
