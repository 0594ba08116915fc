import { defineConfig } from "vitest/config";
import { allTags } from "./conformance/engine/tags.ts";
import { ConformanceReporter } from "./conformance/outcome/vitest-reporter.ts";
import { LongestFirst } from "./scripts/lib/longest-first.ts";
import projects from "./vitest.workspace.ts";

export default defineConfig({
  test: {
    projects,
    maxWorkers: "100%",
    // Files that did not change are not compiled again by the next run: most of the time of a watched or repeated one.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: LongestFirst },
    tags: allTags(),
    reporters: [new ConformanceReporter()],
  },
});
