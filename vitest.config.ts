import { defineConfig } from "vitest/config";
import { allTags } from "./conformance/engine/tags.ts";
import { ConformanceReporter } from "./conformance/outcome/vitest-reporter.ts";
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
