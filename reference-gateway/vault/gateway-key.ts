/**
 * Gateway keys as texts: how they are made, how strong one is, and the hash under which they are stored.
 * @module
 */
import { hash, randomInt } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const GROUPS = 4;
const GROUP_CHARS = 7;

/** Below this a key could be guessed by somebody with time. */
export const MIN_KEY_BITS = 128;

/** Fewer different characters are a pattern, not chance. */
const MIN_DIFFERENT = 8;

/** A fresh key of 144 random bits, in the form that Helicone's clients know. */
export function generateGatewayKey(): string {
  const group = () =>
    Array.from({ length: GROUP_CHARS }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `sk-helicone-${Array.from({ length: GROUPS }, group).join("-")}`;
}

/** What a character may add at most, by the classes that a key draws from. */
function alphabetOf(text: string): number {
  if (/^[0-9]*$/.test(text)) return 10;
  if (/^(?:[0-9a-f]*|[0-9A-F]*)$/.test(text)) return 16;
  const classes: readonly (readonly [RegExp, number])[] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[0-9]/, 10],
    [/[^a-zA-Z0-9]/, 4],
  ];
  return classes.reduce((sum, [kind, size]) => (kind.test(text) ? sum + size : sum), 0);
}

/**
 * At most how many random bits a key can hold: its characters by the smallest alphabet that has them, without a known
 * prefix and separators. Few different characters count as a small alphabet. Words cannot be told from chance, so this
 * finds short keys, not clever ones.
 */
export function keyBits(key: string): number {
  const random = key.replace(/^sk-(?:helicone-)?/, "").replaceAll("-", "");
  const different = new Set(random).size;
  // A random text repeats itself: of an alphabet of n characters about two thirds show up in n of them.
  const size = Math.min(alphabetOf(random), different * 2);
  return different < MIN_DIFFERENT ? 0 : Math.floor(random.length * Math.log2(size));
}

/** What is stored of a key: enough to know it again, of no use to anybody who reads it. */
export const hashOf = (key: string): string => hash("sha256", key);
