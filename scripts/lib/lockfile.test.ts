import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lockfileProblems } from "./lockfile.ts";

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
const lock = (packages: object) => ({ lockfileVersion: 3, packages });
const good = { version: "1.2.3", integrity: "sha512-x" };

describe("a lock file", () => {
  test("of this project is exact and whole", () => {
    expect(lockfileProblems(read("package.json"), read("package-lock.json"))).toEqual([]);
  });

  test.each([
    ["a range", { a: "^1.2.3" }, { "node_modules/a": good }, 'a is "^1.2.3"'],
    ["another version", { a: "1.2.4" }, { "node_modules/a": good }, "a is 1.2.3, package.json says 1.2.4"],
    ["a missing package", { a: "1.2.3" }, {}, "a is missing"],
    ["no hash", {}, { "node_modules/b": { version: "1.0.0" } }, "node_modules/b has no sha512"],
    ["a weak hash", {}, { "node_modules/b": { ...good, integrity: "sha1-x" } }, "has no sha512"],
    ["a link", {}, { "node_modules/b": { link: true } }, "is a link"],
    [
      "another place",
      {},
      { "node_modules/b": { ...good, resolved: "git+ssh://git@github.com/a/b.git" } },
      "somewhere else than the registry",
    ],
  ])("with %s is refused", (_what, dependencies, packages, problem) => {
    expect(lockfileProblems({ dependencies }, lock(packages))).toEqual([expect.stringContaining(problem)]);
  });
});
