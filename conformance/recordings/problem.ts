/**
 * One sentence for anything wrong with a recording: file, field, what was given, what is allowed.
 * @module
 */
import type { z } from "zod";

/** A recording that cannot be trusted. The message names file, field, given value and what is allowed. */
export class RecordingError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "RecordingError";
  }
}

export interface Problem {
  file: string;
  field: string;
  given: unknown;
  allowed: string;
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** @example "recordings/x/recording.json: response.status: given 99, allowed: at least 100" */
export const describeProblem = ({ file, field, given, allowed }: Problem): string =>
  `${file}: ${field}: given ${show(given)}, allowed: ${allowed}`;

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    input,
  );
}

/** The problems that a failed parse found, with the values that were given. */
export function problemsOf(file: string, input: unknown, error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) =>
      describeProblem({
        file,
        field: path.join(".") || "(whole file)",
        given: valueAt(input, path),
        allowed: issue.message,
      }),
    );
  });
}
