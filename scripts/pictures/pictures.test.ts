/**
 * The pictures of the documentation show what the pages are now. What they show is compared by digests of its HTML and
 * style, which need no browser; where there is one, the pictures are taken once more.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { CHROMIUM } from "../lib/chromium.ts";
import { digestsOf, FOLDER, MAX_BYTES, PICTURES, renderPages } from "./list.ts";
import { takePictures } from "./take.ts";

const NAMES = PICTURES.map(({ name }) => `${name}.webp`).sort();
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".webp"));
const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

describe("the pictures of the documentation", () => {
  const kept: unknown = JSON.parse(readFileSync(join(FOLDER, "digests.json"), "utf8"));

  test("show the pages as they are now (npm run pictures takes them anew)", async () => {
    expect(kept).toEqual(digestsOf(await renderPages()));
  });

  test("are all there, no other, WebP, and small together", () => {
    expect(files.sort()).toEqual(NAMES);
    const contents = files.map((file) => readFileSync(join(FOLDER, file)));
    for (const content of contents)
      expect([content.toString("latin1", 0, 4), content.toString("latin1", 8, 12)]).toEqual(["RIFF", "WEBP"]);
    expect(contents.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(MAX_BYTES);
  });

  test("stand in the README or in a page of docs/, and no page names another", () => {
    const named = ["README.md", "docs/dashboard.md", "docs/reports.md"].flatMap((page) =>
      [...read(page).matchAll(/pictures\/([\w-]+\.webp)/g)].map(([, name]) => name),
    );
    expect([...new Set(named)].sort()).toEqual(NAMES);
  });

  test.skipIf(CHROMIUM === undefined)(
    "come out the same when they are taken once more",
    async () => {
      const { files: taken, digests } = await takePictures(CHROMIUM ?? "");
      expect(digests).toEqual(kept);
      expect([...taken.keys()].map((name) => `${name}.webp`).sort()).toEqual(NAMES);
      for (const bytes of taken.values()) expect(bytes.length).toBeGreaterThan(5_000);
    },
    240_000,
  );
});
