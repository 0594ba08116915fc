import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renewReadme } from "./readme.ts";

const root = new URL("../../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), "utf8");

test("the README's tables say what is true (npm run readme renews them)", () => {
  const text = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(text).toBe(renewReadme(text));
});

test("every dependency is named with its reason, and no other", () => {
  const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
  const section = read("README.md").split("## What it is made of")[1]?.split("\nTests:")[0] ?? "";
  const named = [...section.matchAll(/^\| (.+?) \| .+ \|$/gm)]
    .flatMap(([, names = ""]) => [...names.matchAll(/`([^`]+)`/g)])
    .map(([, name]) => name);
  expect(named.sort()).toEqual(Object.keys(dependencies).sort());
});

test("every command that the pages name exists", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const page of ["README.md", "CONTRIBUTING.md", "recordings/README.md"]) {
    const named = [...read(page).matchAll(/npm run ([a-z][\w:-]*\w)/g)].map(([, name = ""]) => name);
    expect(
      named.filter((name) => !Object.hasOwn(scripts, name)),
      page,
    ).toEqual([]);
  }
});

test("every file that CONTRIBUTING names is there", () => {
  const paths = [
    ...read("CONTRIBUTING.md").matchAll(
      /`((?:registry|conformance|reference-gateway|scripts|recordings|snapshots)\/[\w./-]+)`/g,
    ),
  ];
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.map(([, path = ""]) => path).filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
