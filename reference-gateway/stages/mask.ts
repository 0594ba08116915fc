/**
 * Keys that a provider echoes inside an answer never reach the caller (ERR-06, SEC-01): their bytes become `*`, as many as
 * they were. Nothing is held back but what may be the beginning of a key, so streams are not delayed.
 * @module
 */
import { LRUCache } from "lru-cache";
import { spellingsOf } from "../../registry/safety/spellings.ts";

/** Most secrets whose spellings are kept: more than are in use at once, and they are short. */
const MAX_KEPT = 1_000;
const kept = new LRUCache<string, readonly Buffer[]>({ max: MAX_KEPT });

/** The spellings of one secret as bytes, found once while it is in use: they are needed for every answer. */
function needlesOf(secret: string): readonly Buffer[] {
  const known = kept.get(secret);
  if (known) return known;
  const needles = spellingsOf([secret]).map((spelling) => Buffer.from(spelling));
  kept.set(secret, needles);
  return needles;
}

const STAR = "*".charCodeAt(0);
const NOTHING: Buffer = Buffer.alloc(0);

/** The same bytes, not copied. */
const viewOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export class SecretMask {
  private readonly needles: readonly Buffer[];
  private held: Buffer = NOTHING;
  /** Was there something to mask? */
  found = false;

  constructor(secrets: Iterable<string>) {
    this.needles = [...secrets].flatMap(needlesOf).sort((a, b) => b.length - a.length);
  }

  /** The next bytes, without what may be the beginning of a key. */
  push(chunk: Uint8Array): Uint8Array {
    if (this.needles.length === 0) return chunk;
    const came = this.held.length === 0 ? viewOf(chunk) : Buffer.concat([this.held, chunk]);
    const bytes = this.isIn(came) ? this.masked(Buffer.from(came)) : came;
    const keep = this.beginning(bytes);
    this.held = keep === 0 ? NOTHING : Buffer.from(bytes.subarray(bytes.length - keep));
    return bytes.subarray(0, bytes.length - keep);
  }

  private isIn(bytes: Buffer): boolean {
    return this.needles.some((needle) => bytes.indexOf(needle) !== -1);
  }

  /** What was held back, at the end. */
  end(): Uint8Array {
    const { held } = this;
    this.held = NOTHING;
    return held;
  }

  private masked(bytes: Buffer): Buffer {
    for (const needle of this.needles) {
      for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + needle.length)) {
        bytes.fill(STAR, at, at + needle.length);
        this.found = true;
      }
    }
    return bytes;
  }

  /** How many bytes at the end may be the beginning of a key that goes on in the next chunk. */
  private beginning(bytes: Buffer): number {
    let longest = 0;
    for (const needle of this.needles) {
      for (let length = Math.min(needle.length - 1, bytes.length); length > longest; length--) {
        const start = bytes.length - length;
        if (bytes[start] === needle[0] && bytes.compare(needle, 0, length, start) === 0) longest = length;
      }
    }
    return longest;
  }
}

/** Nearly all answers hold none, and are neither copied nor changed. */
function holdsAny(bytes: Buffer, secrets: Iterable<string>): boolean {
  for (const secret of secrets)
    for (const needle of needlesOf(secret)) if (bytes.indexOf(needle) !== -1) return true;
  return false;
}

/** A whole body without the secrets, and whether it held one. */
export function maskWhole(body: Uint8Array, secrets: Iterable<string>): { body: Uint8Array; found: boolean } {
  if (!holdsAny(viewOf(body), secrets)) return { body, found: false };
  const mask = new SecretMask(secrets);
  const masked = Buffer.concat([mask.push(body), mask.end()]);
  return { body: masked, found: mask.found };
}
