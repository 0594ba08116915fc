/**
 * The largest body of a shape.
 * @module
 */
import { jsonExcess } from "../../../registry/json.ts";
import { BODY_JSON } from "../../../registry/limits/structure.ts";
import type { Shape } from "./shapes.ts";

/** Ten megabytes, which is what a body may have. */
const BYTES = 10 * 1024 * 1024;

/** By how much a number that is too large is lowered. */
const LESS = 0.98;

/**
 * The largest body of a shape: as many as its cap, the bytes and the values of a body allow, with texts that fill what is left
 * of the bytes.
 */
export function bodyOf({ most, make }: Shape, model: string): { n: number; body: string } {
  const write = (n: number, letters: number): string =>
    JSON.stringify(make(n, "word ".repeat(Math.ceil(letters / 5)).slice(0, letters), model));
  let n = most;
  let bare = write(n, 0);
  while (n > 1 && (bare.length > BYTES || jsonExcess(bare, BODY_JSON) !== null)) {
    n = Math.floor(n * Math.min(LESS, BYTES / bare.length));
    bare = write(n, 0);
  }
  const texts = write(n, 1).length - bare.length;
  return { n, body: write(n, texts > 0 ? Math.floor((BYTES - bare.length) / texts) : 0) };
}

/** A body of the same shape, of a few kilobytes. */
export const smallBodyOf = ({ most, make }: Shape, model: string): string =>
  JSON.stringify(make(Math.min(most, 40), "word word ", model));
