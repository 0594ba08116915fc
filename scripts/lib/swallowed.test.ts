import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { swallowed, swallowedText } from "./swallowed.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OPTIONS = ["--provider", "--list", "--min-proof", "--target"];

test("finds the options that npm's environment tells of, and not those that are npm's too", () => {
  const env = { npm_config_provider: "groq", npm_config_min_proof: "true", npm_config_target: "20.0.0" };
  expect(swallowed(env, OPTIONS)).toEqual(["--provider", "--min-proof"]);
  expect(swallowed({ npm_config_list: "" }, OPTIONS)).toEqual([]);
});

test("says what to type instead", () => {
  expect(swallowedText(["--provider"])).toBe(
    "npm took --provider for an option of its own. Options of the tests stand after --: npm test -- --provider …",
  );
});

test("ends npm test at once where npm took an option, in place of running everything", async () => {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const ended = await promisify(execFile)("npm", ["--silent", "test", "--provider=groq"], {
    cwd: ROOT,
    env,
  }).then(
    () => ({ code: 0, stderr: "" }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  );
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain("error: npm took --provider for an option of its own.");
});
