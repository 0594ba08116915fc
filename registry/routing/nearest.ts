/**
 * Nearest known names, for messages that repair.
 * @module
 */
import { distance } from "fastest-levenshtein";

/** Up to `limit` names closest to what was given, best first; none that share nothing with it. */
export function nearest(given: string, known: Iterable<string>, limit = 3): string[] {
  return [...known]
    .map((name) => ({ name, score: distance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, score }) => score < Math.max(given.length, name.length) * 0.6)
    .sort((a, b) => a.score - b.score || a.name.localeCompare(b.name))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** ` Did you mean a, b?`, or nothing. */
export function suggestion(given: string, known: Iterable<string>): string {
  const names = nearest(given, known);
  return names.length === 0 ? "" : ` Did you mean ${names.join(", ")}?`;
}
