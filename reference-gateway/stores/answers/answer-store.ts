/**
 * Where answers are kept for the cache (CAC-01). A store knows texts under keys; what they say is the cache's business.
 * It may forget anything at any time, and never gives what is too old.
 * @module
 */

/** What is stored is bounded; the least recently used goes first. */
export interface AnswerLimits {
  /** Largest text, in bytes. */
  maxEntryBytes: number;
  /** All texts of a store together, in bytes. */
  maxTotalBytes: number;
}

export const DEFAULT_ANSWER_LIMITS: AnswerLimits = {
  maxEntryBytes: 1024 * 1024,
  maxTotalBytes: 256 * 1024 * 1024,
};

/** Both methods reject when the store cannot be reached. */
export interface AnswerStore {
  readonly limits: AnswerLimits;
  /** The texts of the first `slots` slots of a key; `null` where there is none or it is too old. */
  get(key: string, slots: number): Promise<(string | null)[]>;
  /** Keeps a text, which is JSON and so holds no NUL, for `ttlMs`; `false`, and nothing kept, where it is larger than an entry may be. */
  put(key: string, slot: number, text: string, ttlMs: number): Promise<boolean>;
}

/** The name of one slot. Keys are hashes and hold no colon of their own after the first. */
export const slotName = (key: string, slot: number): string => `${key}:${slot}`;

export const slotNames = (key: string, slots: number): string[] =>
  Array.from({ length: slots }, (_, slot) => slotName(key, slot));

export const sizeOf = (text: string): number => Buffer.byteLength(text);
