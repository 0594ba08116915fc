/**
 * Where two texts first and last differ, for marking.
 * @module
 */

export interface Marked {
  /** What both begin with. */
  before: string;
  /** What is this text's own. */
  own: string;
  /** What both end with. */
  after: string;
}

/** Splits two texts at their first and their last difference; characters are never cut in two. */
export function markDifference(expected: string, seen: string): { expected: Marked; seen: Marked } {
  const left = [...expected];
  const right = [...seen];
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shorter - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  const split = (text: readonly string[]): Marked => ({
    before: text.slice(0, start).join(""),
    own: text.slice(start, text.length - end).join(""),
    after: text.slice(text.length - end).join(""),
  });
  return { expected: split(left), seen: split(right) };
}
