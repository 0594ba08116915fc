/**
 * The order of test files: those that take minutes first, so that no core idles while the last one ends.
 * @module
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Projects whose files take minutes, the longest first. */
const LONG: readonly string[] = ["proof", "conformance"];

/** Files of the other projects that take about a minute say so in their name. */
const SLOW = /\.slow\.test\.ts$/;

/** Lower is earlier: long projects, then slow files, then the others. */
export function rankOf(project: string, file: string): number {
  if (LONG.includes(project)) return LONG.indexOf(project);
  return SLOW.test(file) ? LONG.length : LONG.length + 1;
}

const rankOfFile = ({ project, moduleId }: TestSpecification): number => rankOf(project.name, moduleId);

/** The project whose files share out their tests themselves (`--shard`): every share has them. */
const SHARED_OUT = "conformance";

export class LongestFirst extends BaseSequencer {
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isShared = ({ project }: TestSpecification): boolean => project.name === SHARED_OUT;
    const others = await super.shard(files.filter((file) => !isShared(file)));
    return [...files.filter(isShared), ...others];
  }

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.sort((a, b) => rankOfFile(a) - rankOfFile(b));
  }
}
