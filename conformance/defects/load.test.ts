import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { DefectFileError, loadDefects } from "./load.ts";

const folder = mkdtempSync(join(tmpdir(), "defects-"));
afterAll(() => rmSync(folder, { recursive: true }));

let next = 0;
function moduleOf(text: string): string {
  const file = join(folder, `own-${next++}.mjs`);
  writeFileSync(file, text);
  return file;
}

test("a module's defects are loaded, with a default for where they were seen", async () => {
  const file = moduleOf(
    'export const defects = [{ id: "mine.noop", title: "t", breaks: ["AUT-07"], plant: (parts) => parts }];',
  );
  expect(await loadDefects(file)).toMatchObject([{ id: "mine.noop", seenIn: "outside", breaks: ["AUT-07"] }]);
});

test.each([
  ["no list", "export const other = 1;", "must export `defects`"],
  [
    "an unknown requirement",
    'export const defects = [{ id: "a.b", title: "t", breaks: ["AUT-77"], plant: (p) => p }];',
    "defects.0.breaks.0: an id of the catalogue",
  ],
  [
    "no plant",
    'export const defects = [{ id: "a.b", title: "t", breaks: ["AUT-07"] }];',
    "defects.0.plant: a function",
  ],
  ["a broken module", "export const = ;", "cannot be loaded"],
])("%s is refused with file, place and what is allowed", async (_name, text, said) => {
  const file = moduleOf(text);
  await expect(loadDefects(file)).rejects.toThrow(DefectFileError);
  await expect(loadDefects(file)).rejects.toThrow(said);
});

test("a missing file is refused by name", async () => {
  await expect(loadDefects(join(folder, "nowhere.ts"))).rejects.toMatchObject({
    message: expect.stringContaining("nowhere.ts: cannot be loaded"),
    cause: expect.any(Error),
  });
});

test("the module of ten defects in the documentation can be used as it is", async () => {
  const defects = await loadDefects(fileURLToPath(new URL("../../docs/ten-defects.mjs", import.meta.url)));
  expect(defects).toHaveLength(10);
  expect(defects.every(({ id }) => id.startsWith("mine."))).toBe(true);
});
