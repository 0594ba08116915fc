import type { TestCase, TestModule } from "vitest/node";
import { isRed } from "./red.ts";

/** Whether the conformance report shows why a test failed. */
export function isExplained(test: TestCase, strict: boolean): boolean {
  const { conformance } = test.meta();
  const { errors = [] } = test.result();
  // A second error comes from a hook, not from the case: vitest must show it.
  return conformance !== undefined && isRed(conformance, strict) && errors.length === 1;
}

/** What a thrown value says, on one line. */
function firstLine({ message }: { message: string }): string {
  return message.trimStart().split("\n", 1)[0] ?? "";
}

/**
 * What failed outside the conformance cases, a line each: the file, the test, the first line of its error.
 * @param errors those that belong to no test
 */
export function unexplainedFailures(
  modules: readonly TestModule[],
  errors: readonly { message: string }[],
  strict: boolean,
): string[] {
  const ofModules = modules.flatMap((module) => {
    const tests = [...module.children.allTests("failed")].filter((test) => !isExplained(test, strict));
    return [
      ...module.errors().map((error) => `${module.relativeModuleId}: ${firstLine(error)}`),
      ...tests.map((test) => {
        // A case's own error stands in the report: what came after it is what nobody told.
        const error = test.result().errors?.at(-1);
        return `${module.relativeModuleId} > ${test.fullName}: ${error ? firstLine(error) : "no error told"}`;
      }),
    ];
  });
  return [...ofModules, ...errors.map(firstLine)];
}
