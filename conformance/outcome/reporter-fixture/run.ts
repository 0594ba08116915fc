/**
 * Runs `tests.ts` under the reporter, in a process of its own: the first argument filters by name.
 * @module
 */
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { ConformanceReporter } from "../vitest-reporter.ts";

await startVitest("test", [], {
  config: false,
  root: fileURLToPath(new URL(".", import.meta.url)),
  include: ["tests.ts"],
  watch: false,
  cache: false,
  reporters: [new ConformanceReporter()],
  testNamePattern: process.argv[2] ?? "",
});
