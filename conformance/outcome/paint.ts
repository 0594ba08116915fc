/**
 * Colours of a terminal.
 * @module
 */
export type Style = "red" | "green" | "yellow" | "dim" | "bold";
const CODES: Record<Style, number> = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };
export type Paint = (style: Style, text: string) => string;

export const paintWith =
  (color: boolean): Paint =>
  (style, text) =>
    color ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

/** Colour only on a terminal, and never against NO_COLOR. */
export function wantsColor(stream: { isTTY?: boolean }, env: Record<string, string | undefined>): boolean {
  return stream.isTTY === true && (env.NO_COLOR ?? "") === "";
}
