import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

const TESTS = `
import { describe, expect, test } from "vitest";
test("ebb", () => expect({ tide: 1 }).toEqual({ tide: expect.any(Number) }));
describe("the harbour", () => {
  test.each([[1, 1], [1, 2]])("has %s", (a, b) => expect(a).toBe(b));
  test("opens late", async () => expect(Promise.reject(new Error("fog"))).rejects.toThrow("fog"));
});
describe.each(["flow"])("flow", (word) => {
  test("is a word", () => expect(word).toBe("ebb"));
});
test("never ends", () => new Promise(() => setInterval(() => {}, 1000)));
`;

/** How each ends, asked twice: in a process of its own, since vitest cannot be replaced in one of vitest's. */
async function verdictsIn(folder: string): Promise<Record<string, string[]>> {
  const killers = pathToFileURL(join(root, "scripts/mutation/killers.ts")).href;
  const script = `
    const { openKillers } = await import(${JSON.stringify(killers)});
    const found = {};
    for (const { id, verdict } of await openKillers([{ tests: ${JSON.stringify(relative(root, folder))} }]))
      found[id.replace(/ [0-9a-f]{8}$/, "")] = [await verdict(), await verdict()];
    console.log(JSON.stringify(found));
    process.exit();`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return JSON.parse(stdout);
}

test("unit tests can be called again and again, and are red where vitest would find them red", async () => {
  // Within the project, whose modules they are; the folder of reports is nobody's source.
  mkdirSync(join(root, "report"), { recursive: true });
  const folder = mkdtempSync(join(root, "report/killers-"));
  try {
    writeFileSync(join(folder, "tide.test.ts"), TESTS);
    expect(await verdictsIn(folder)).toEqual({
      "tide.test.ts ebb": ["green", "green"],
      "tide.test.ts the harbour > has %s #0": ["green", "green"],
      "tide.test.ts the harbour > has %s #1": ["red", "red"],
      "tide.test.ts the harbour > opens late": ["green", "green"],
      "tide.test.ts flow #0 > is a word": ["red", "red"],
      "tide.test.ts never ends": ["red", "red"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
