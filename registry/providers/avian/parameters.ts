/**
 * The parameters that endpoints of Avian take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

/** Avian, which documents these and tools. */
export const AVIAN_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
] as const satisfies Parameter[];
