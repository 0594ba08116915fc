import { defineConfig } from "vitest/config";
import { ConformanceReporter } from "./conformance/outcome/vitest-reporter.ts";
import { allTags } from "./conformance/tags.ts";
import { LongestFirst } from "./scripts/lib/longest-first.ts";
import projects from "./vitest.workspace.ts";

export default defineConfig({
  test: {
    projects,
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    tags: allTags(),
    reporters: [new ConformanceReporter()],
  },
});
