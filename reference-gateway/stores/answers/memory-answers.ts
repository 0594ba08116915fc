/**
 * Answers of one process.
 * @module
 */
import { LRUCache } from "lru-cache";
import type { Clock } from "../../parts.ts";
import { type AnswerStore, DEFAULT_ANSWER_LIMITS, sizeOf, slotName, slotNames } from "./answer-store.ts";

export interface MemoryAnswersOptions {
  clock: Pick<Clock, "now">;
  limits?: AnswerStore["limits"];
}

export function memoryAnswers({ clock, limits = DEFAULT_ANSWER_LIMITS }: MemoryAnswersOptions): AnswerStore {
  const kept = new LRUCache<string, { text: string; until: number }>({
    maxSize: limits.maxTotalBytes,
    sizeCalculation: ({ text }) => Math.max(1, sizeOf(text)),
  });
  // Age is judged here, by the injected clock; the library would read its own.
  const read = (name: string): string | null => {
    const entry = kept.get(name);
    if (entry && entry.until > clock.now()) return entry.text;
    kept.delete(name);
    return null;
  };
  return {
    limits,
    get: async (key, slots) => slotNames(key, slots).map(read),
    put: async (key, slot, text, ttlMs) => {
      if (sizeOf(text) > limits.maxEntryBytes) return false;
      kept.set(slotName(key, slot), { text, until: clock.now() + ttlMs });
      return true;
    },
  };
}
