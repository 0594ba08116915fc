/**
 * The parameters that endpoints of LemonFox take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

/** LemonFox, whose page lists these and neither tools nor formats. */
export const LEMONFOX_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "stop",
  "frequency_penalty",
  "presence_penalty",
] as const satisfies Parameter[];
