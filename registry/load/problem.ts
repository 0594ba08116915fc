/**
 * One sentence for anything wrong with checked data: where, which field, what was given, what is allowed.
 * @module
 */
import type { z } from "zod";

export interface Problem {
  /** A file, or an entry in one. */
  file: string;
  /** The entry of the file. */
  entry?: string;
  field: string;
  given: unknown;
  allowed: string;
}

/** A value in a line, cut. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** @example "recordings/x/recording.json: response.status: given 99, allowed: at least 100" */
export const describeProblem = ({ file, entry, field, given, allowed }: Problem): string =>
  `${file}${entry === undefined ? "" : ` "${entry}"`}: ${field}: given ${shown(given)}, allowed: ${allowed}`;

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    input,
  );
}

/** The problems that a failed parse found, with the values that were given. */
export function problemsIn(
  place: Pick<Problem, "file" | "entry">,
  input: unknown,
  error: z.ZodError,
): Problem[] {
  return error.issues.flatMap((issue) => {
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({
      ...place,
      field: path.join(".") || "(whole file)",
      given: valueAt(input, path),
      allowed: issue.message,
    }));
  });
}

/** The same as lines. */
export const problemsOf = (file: string, input: unknown, error: z.ZodError): string[] =>
  problemsIn({ file }, input, error).map(describeProblem);
