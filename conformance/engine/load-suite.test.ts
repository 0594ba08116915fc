import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { loadSuite } from "./load-suite.mjs";
import { declareSuite } from "./suite.ts";

const folder = mkdtempSync(join(tmpdir(), "suite-"));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("loads the suite from the bundle that npm test names", async () => {
  const file = join(folder, "suite.mjs");
  writeFileSync(file, 'export const declareSuite = () => "bundled";\n');
  vi.stubEnv("CONFORMANCE_SUITE", pathToFileURL(file).href);
  expect((await loadSuite()).declareSuite("ptb")).toBe("bundled");
});

test("loads the suite from its sources where no bundle is named", async () => {
  vi.stubEnv("CONFORMANCE_SUITE", undefined);
  expect((await loadSuite()).declareSuite).toBe(declareSuite);
});
