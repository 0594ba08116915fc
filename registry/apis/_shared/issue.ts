/**
 * What is wrong with a caller's request, from zod's issues: the place as callers write it, and one sentence (ERR-08).
 * @module
 */
import type { z } from "zod";
import type { DecodedRequest } from "../codec.ts";

/** `messages[0].content`. */
export function place(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === "number" ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    "",
  );
}

/** The most telling issue: inside a union the branch that got furthest. */
function deepest(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string } {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const nested = issue.errors.flat().map(deepest);
  const best = nested.reduce((a, b) => (b.path.length > a.path.length ? b : a), {
    path: [] as PropertyKey[],
    message: issue.message,
  });
  return { path: [...issue.path, ...best.path], message: best.message };
}

/**
 * The refusal of a body that a schema did not take.
 * @param isUnsupported tells places whose wrong value is legal somewhere, only not here
 */
export function refusalOf(
  error: z.ZodError,
  isUnsupported: (param: string) => boolean = () => false,
): DecodedRequest & { ok: false } {
  const [first] = error.issues;
  const { path, message } = first ? deepest(first) : { path: [], message: "not a chat request" };
  const param = place(path);
  return {
    ok: false,
    param: param || null,
    message: `${param || "the body"}: ${message}`,
    unsupported: isUnsupported(param),
  };
}
