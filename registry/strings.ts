/**
 * Small work on text that takes linear time whatever the text is.
 * @module
 */

/** The text without every `character` at its end: `/0+$/` takes quadratic time on many zeros that do not end it. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}

/** The text without every `character` at its beginning. */
export function withoutLeading(text: string, character: string): string {
  let start = 0;
  while (start < text.length && text[start] === character) start += 1;
  return text.slice(start);
}
