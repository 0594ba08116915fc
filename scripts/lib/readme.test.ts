import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renewReadme } from "./readme.ts";

test("the README's tables say what is true (npm run readme renews them)", () => {
  const text = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(text).toBe(renewReadme(text));
});
