/**
 * The order of test files: those that take minutes first, so that no core idles while the last one ends.
 * @module
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Projects whose files take minutes, the longest first. */
const LONG: readonly string[] = ["proof", "conformance"];

/** Lower is earlier. */
export const rankOf = (project: string): number =>
  LONG.includes(project) ? LONG.indexOf(project) : LONG.length;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.sort((a, b) => rankOf(a.project.name) - rankOf(b.project.name));
  }
}
