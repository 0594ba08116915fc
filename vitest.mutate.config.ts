/**
 * What kills mutants: tests as one project in one worker, which StrykerJS drives (`npm run mutate`). Which files and
 * what is mutated it is told in MUTATE_TESTS and MUTATE_PATH.
 * @module
 */
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const include: string[] = JSON.parse(process.env.MUTATE_TESTS ?? '["registry/**/*.test.ts"]');

/** `registry/canonical/usage.ts` has its tests beside it, a folder within. */
const near = (process.env.MUTATE_PATH ?? "").replace(/\.ts$/, "");

/** The nearest tests first, cases last: the first red test ends the trial of a mutant. Left alone, the slowest lead. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      moduleId.includes(`/${near}`) ? 0 : moduleId.includes("/conformance/") ? 2 : 1;
    return [...files].sort((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

export default defineConfig({
  test: {
    include,
    isolate: false,
    testTimeout: 60_000,
    reporters: [],
    sequence: { sequencer: NearestFirst },
  },
});
