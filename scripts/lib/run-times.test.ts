import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { lastTime, rememberTime } from "./run-times.ts";

const folder = mkdtempSync(join(tmpdir(), "times-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the times of runs", () => {
  it("remembers the last one of each kind, and of none before the first", () => {
    const path = join(folder, "new", "times.json");
    expect(lastTime(path, "everything")).toBeNull();
    rememberTime(path, "everything", 1234.5);
    rememberTime(path, "--provider groq", 10);
    rememberTime(path, "everything", 99);
    expect([lastTime(path, "everything"), lastTime(path, "--provider groq")]).toEqual([99, 10]);
    expect(lastTime(path, "constructor")).toBeNull();
  });

  it("keeps fifty kinds, the latest ones", () => {
    const path = join(folder, "many.json");
    for (let n = 0; n < 60; n++) rememberTime(path, `kind ${n}`, 5);
    expect([lastTime(path, "kind 9"), lastTime(path, "kind 10")]).toEqual([null, 5]);
  });

  it("begins anew after a file that is none of its own", () => {
    const path = join(folder, "broken.json");
    writeFileSync(path, "{");
    expect(lastTime(path, "everything")).toBeNull();
  });
});
