import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { AREAS, MODES } from "../../conformance/engine/case.ts";
import { buildPlan } from "../../conformance/engine/plan.ts";
import { renewReadme, shownRun } from "./readme.ts";

const root = new URL("../../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), "utf8");

test("the README's tables say what is true (npm run readme renews them)", () => {
  const text = read("README.md");
  const run = shownRun(fileURLToPath(new URL("report/result.json", root)));
  expect(text).toBe(renewReadme(text, run));
});

test("the README's output of a run has the counts of the plan (npm test -- --provider deepinfra, then npm run readme)", () => {
  const plan = buildPlan({ providers: ["deepinfra"] });
  const [, block = ""] = /<!-- output:start -->([\s\S]*?)<!-- output:end -->/.exec(read("README.md")) ?? [];
  const shown = [...block.matchAll(/^ {2}([a-z]+) +([\d-].*)$/gm)].map(([, area, cells = ""]) => [
    area,
    cells.split(/ +/).map((cell) => (cell === "-" ? 0 : Number(cell))),
  ]);
  const apis = [...new Set(plan.map(({ api }) => api))];
  const planned = apis.flatMap((api) =>
    AREAS.flatMap((area) => {
      const counts = MODES.flatMap((mode) => {
        const own = plan.filter((item) => item.api === api && item.case.area === area && item.mode === mode);
        const skipped = own.filter(({ verdict }) => verdict.kind === "not-applicable").length;
        return [own.length - skipped, 0, 0, skipped, 0];
      });
      return counts.some((count) => count > 0) ? [[area, counts]] : [];
    }),
  );
  expect(shown).toEqual(planned);
  expect(block).toContain(`total: ${plan.length} runs of`);
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
