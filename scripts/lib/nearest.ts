/**
 * Messages about names that are not known: what was given, the nearest ones, and all that are allowed.
 * @module
 */
import { nearest, suggestion } from "../../registry/routing/nearest.ts";

/** Of more names than this only the nearest are told: a wall of names hides them. */
const MANY = 60;
const NEAR = 5;

/** @example "unknown provider \"depinfra\". Did you mean deepinfra? Allowed: deepinfra, groq, openai." */
export function unknownName(kind: string, given: string, allowed: readonly string[]): string {
  if (allowed.length > MANY) {
    const near = nearest(given, allowed, NEAR);
    const meant = near.length === 0 ? "" : ` Nearest: ${near.join(", ")}.`;
    return `unknown ${kind} ${JSON.stringify(given)}.${meant} All ${allowed.length}: npm test -- --list`;
  }
  const list = allowed.length === 0 ? "none" : allowed.join(", ");
  return `unknown ${kind} ${JSON.stringify(given)}.${suggestion(given, allowed)} Allowed: ${list}.`;
}
