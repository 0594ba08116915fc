/**
 * Messages about names that are not known: what was given, the nearest ones, and all that are allowed.
 * @module
 */
import { suggestion } from "../../registry/routing/nearest.ts";

/** @example "unknown provider \"depinfra\". Did you mean deepinfra? Allowed: deepinfra, groq, openai." */
export function unknownName(kind: string, given: string, allowed: readonly string[]): string {
  const list = allowed.length === 0 ? "none" : allowed.join(", ");
  return `unknown ${kind} ${JSON.stringify(given)}.${suggestion(given, allowed)} Allowed: ${list}.`;
}
