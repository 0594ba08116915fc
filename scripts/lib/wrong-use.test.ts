import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const FOLDER = fileURLToPath(new URL("..", import.meta.url));
const commands = readdirSync(FOLDER).filter(
  (file) => file.endsWith(".ts") && readFileSync(`${FOLDER}${file}`, "utf8").includes("new Command("),
);

test.each(commands)(
  "has %s end wrong options itself: commander alone ends them with the code of failures",
  (file) => {
    expect(readFileSync(`${FOLDER}${file}`, "utf8")).toContain(".exitOverride(");
  },
);

test.each([
  [["readme", "--no-such-option"], "unknown option '--no-such-option'"],
  [["readme", "word"], "too many arguments"],
  [["serve", "--replya"], "Did you mean --replay?"],
  [["test", "grok"], "npm test -- --provider groq"],
  [["corpus"], "missing required argument 'path'"],
])("ends %j with 2 and says what is wrong", (args, said) => {
  const { status, stderr } = spawnSync(process.execPath, [`${FOLDER}run.mjs`, ...args], { encoding: "utf8" });
  expect(stderr).toContain(said);
  expect(status).toBe(2);
});
