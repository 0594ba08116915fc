import { defineConfig } from "vitest/config";
import { ConformanceReporter } from "./conformance/outcome/vitest-reporter.ts";
import { allTags } from "./conformance/tags.ts";
import projects from "./vitest.workspace.ts";

export default defineConfig({
  test: { projects, maxWorkers: "100%", tags: allTags(), reporters: [new ConformanceReporter()] },
});
