/**
 * A failed case as the text of its test: what was expected, what was seen, what to do, how to run it again.
 * @module
 */
import { requirement } from "../requirements/index.ts";
import { type CaseResult, placeOf } from "./result.ts";

/** One block per failed check; first lines first, since they usually explain the rest. */
export function failureText(result: CaseResult): string {
  const failed = result.checks.filter((check) => !check.ok);
  const blocks = failed.map(({ requirement: id, name, expected, seen, repair }) =>
    [
      `${id} ${requirement(id).title}`,
      `  check    ${name}`,
      `  expected ${expected}`,
      `  seen     ${seen}`,
      ...(repair === null ? [] : [`  repair   ${repair}`]),
    ].join("\n"),
  );
  const head = `${result.case} (${placeOf(result)}, ${result.mode}): ${result.outcome}${result.reason ? `: ${result.reason}` : ""}`;
  return [head, ...blocks, `again: ${result.reproduce}`].join("\n");
}
