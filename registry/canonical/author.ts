/**
 * Who signed a piece of reasoning, by what stands beside it.
 * @module
 */
import { textOrNull } from "../json.ts";

/** Claude's signatures are good at every host of Claude. */
export const CLAUDE = "anthropic";

/** How relays name the formats of Claude's reasoning. */
const CLAUDE_FORMAT = "anthropic-claude-";

/**
 * The author of a piece of `reasoning_details`: the origin that it was marked with, else the format that a relay named.
 * What bears neither mark has Claude's form.
 */
export function authorOf(detail: { origin?: unknown; format?: unknown }): string {
  const origin = textOrNull(detail.origin);
  if (origin !== null) return origin;
  const format = textOrNull(detail.format);
  return format === null || format.startsWith(CLAUDE_FORMAT) ? CLAUDE : format;
}
