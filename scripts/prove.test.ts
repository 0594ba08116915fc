import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { LAUNCHER } from "./lib/launcher.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "prove-"));
afterAll(() => rmSync(folder, { recursive: true }));

const OWN = `
interface Own { id: string; title: string; breaks: string[]; plant: <Parts>(parts: Parts) => Parts }
export const defects: Own[] = [{ id: "mine.noop", title: "Nothing is wrong", breaks: ["AUT-07"], plant: (parts) => parts }];
`;

test("loads defects of one's own from a module in TypeScript", () => {
  const file = join(folder, "own.ts");
  writeFileSync(file, OWN);
  const given = ["prove", "--defects", file, "--defect", "mine.*", "--list"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...given], {
    cwd: ROOT,
    encoding: "utf8",
    timeout: 240_000,
    env: { PATH: process.env.PATH ?? "" },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("mine.noop");
});
