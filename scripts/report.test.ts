/**
 * `report.html` in a real browser, opened from disk: of a red run, with texts that try to break out, and of two runs. Without
 * Chromium nothing here runs, and the report says so.
 * @module
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allDefects } from "../conformance/defects/index.ts";
import { buildPlan } from "../conformance/engine/plan.ts";
import { runCase } from "../conformance/engine/runner.ts";
import { reportJson } from "../conformance/outcome/compact.ts";
import { caseResult, check } from "../conformance/outcome/fixtures.ts";
import { MAX_BYTES } from "../conformance/outcome/html/render.tsx";
import { buildReport } from "../conformance/outcome/report.ts";
import type { CaseResult } from "../conformance/outcome/result.ts";
import { sourcesAt } from "../conformance/outcome/sources.ts";
import { referenceTarget } from "../conformance/targets/reference.ts";
import { Upstream } from "../conformance/upstream/server.ts";
import { axeFindings } from "./lib/axe.ts";
import { CHROMIUM, PAGE_MS } from "./lib/chromium.ts";
import { writeHtml } from "./lib/report-command.ts";
import { WrongUse } from "./lib/wrong-use.ts";

const PICTURES = fileURLToPath(new URL("../report/pictures/", import.meta.url));
const HOSTILE = `"><img src=x onerror="document.title='broken'"></script><script>document.title='broken'</script>`;

const folder = mkdtempSync(join(tmpdir(), "report-"));
const upstream = new Upstream();
let red: CaseResult;
beforeAll(async () => {
  upstream.listen();
  red = await sentInWrongHeader();
});
afterAll(() => {
  upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A real red case: the provider's key goes out as `x-api-key`. */
async function sentInWrongHeader(): Promise<CaseResult> {
  const defect = allDefects.find(({ id }) => id === "auth.wrong-header");
  const [item] = buildPlan({ providers: ["deepinfra"], modes: ["ptb"], cases: ["auth.provider.credential"] });
  if (defect === undefined || item === undefined) throw new Error("the defect or its case is gone");
  const target = referenceTarget(defect.plant);
  return runCase(item, { target, upstream, seed: 7, deadlineMs: 20_000 });
}

function result(name: string, results: readonly CaseResult[]): string {
  const meta = { command: `npm test -- ${HOSTILE}`, seed: 7, strict: false, sources: sourcesAt() };
  const path = join(folder, `${name}.json`);
  writeFileSync(path, reportJson(buildReport(results, meta)));
  return path;
}

const hostile = (): CaseResult =>
  caseResult({
    case: "errors.hostile",
    title: HOSTILE,
    outcome: "failed",
    checks: [
      check({ requirement: "ERR-01", name: HOSTILE, expected: HOSTILE, seen: `${HOSTILE}\u001b[31m` }),
    ],
    reason: HOSTILE,
    exchange: [{ leg: "gateway to provider", head: HOSTILE, headers: [[HOSTILE, HOSTILE]], body: HOSTILE }],
  });

const write = (name: string, results: readonly CaseResult[], compare?: string) =>
  writeHtml(result(name, results), {
    out: join(folder, `${name}.html`),
    ...(compare === undefined ? {} : { compare }),
  });

describe("npm run report", () => {
  test("shows no planted secret, whatever went over the wire", () => {
    expect(red).toMatchObject({ outcome: "failed" });
    expect(JSON.stringify(red.exchange)).toContain("<platform deepinfra>");
    const { path } = write("secrets", [red]);
    expect(readFileSync(path, "utf8")).not.toContain("canary0");
  });

  test("stays below its size when everything failed in its own way", () => {
    const long = "<&>".repeat(900);
    const message = { leg: "gateway to caller" as const, head: "500", headers: [], body: long };
    const results = Array.from({ length: 600 }, (_, index) =>
      caseResult({
        case: `errors.failed-${index}`,
        outcome: "failed",
        checks: [check({ requirement: "ERR-01", seen: `${index} ${"<".repeat(280)}` })],
        exchange: Array.from({ length: 8 }, () => message),
      }),
    );
    const { path, bytes } = write("large", results);
    expect(statSync(path).size).toBe(bytes);
    expect(bytes).toBeLessThan(MAX_BYTES);
    expect(readFileSync(path, "utf8")).toContain("more causes are in result.json");
  });

  test("says what is wrong with a file that is no result", () => {
    const wrong = (name: string, text: string): unknown => {
      const path = join(folder, name);
      writeFileSync(path, text);
      try {
        return writeHtml(path);
      } catch (error) {
        expect(error).toBeInstanceOf(WrongUse);
        return (error as Error).message;
      }
    };
    expect(wrong("cut.json", "{")).toMatch(/cut\.json is no JSON/);
    expect(wrong("old.json", '{"schemaVersion":2}')).toMatch(/no result of this version \(schemaVersion 4\)/);
    expect(() => writeHtml(join(folder, "nowhere"))).toThrow(/there is no such file/);
  });
});

describe.skipIf(CHROMIUM === undefined)("report.html", () => {
  let browser: Browser;
  let page: Page;
  const open = async (path: string) => {
    await page.goto("about:blank");
    await page.goto(pathToFileURL(path).href, { timeout: PAGE_MS });
  };

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? "",
      args: ["--no-sandbox"],
      timeout: PAGE_MS,
    });
    page = await browser.newPage();
    mkdirSync(PICTURES, { recursive: true });
  });
  afterAll(() => browser?.close());

  test("leads from a red cell to the broken line in three clicks", async () => {
    await open(write("red", [red, caseResult()]).path);
    await page.getByRole("link", { name: "1 of 1 failed" }).click();
    expect(await page.locator("tr[data-runs]:visible").count()).toBe(1);
    await page.getByRole("link", { name: "cause 1" }).click();
    const cause = page.locator("#cause-0");
    const line = await cause.locator("pre .here").textContent();
    const [, file = "", number] =
      /look at\s*(registry\/\S+?):(\d+)/.exec((await cause.textContent()) ?? "") ?? [];
    expect(file).toBe("registry/providers/deepinfra/index.ts");
    const source = readFileSync(new URL(`../${file}`, import.meta.url), "utf8").split("\n");
    expect(line).toContain(source[Number(number) - 1]);
    expect(await cause.locator("mark").first().textContent()).not.toBe("");
    await cause.getByText("On the wire").click();
    expect(await cause.locator("details[open] pre").last().isVisible()).toBe(true);
  });

  test("shows what was seen as text, and lets no script of a result run", async () => {
    await open(write("hostile", [hostile(), red]).path);
    expect(await page.title()).toBe("Conformance: red");
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.locator("#cause-1, #cause-0").allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining("<img src=x")]),
    );
    expect(await page.content()).toContain("\\u{1b}[31m");
  });

  test("finds cases by words and requirement, by outcome and by area", async () => {
    const results = [
      caseResult({ case: "errors.passes" }),
      caseResult({ case: "errors.skipped", outcome: "not-applicable", reason: "one region" }),
      caseResult({ case: "cost.sum", area: "cost", title: "Sums exactly", requirements: ["CST-02"] }),
    ];
    await open(write("filters", results).path);
    const visible = () => page.locator("tr[data-runs]:visible code").allTextContents();
    await page.getByLabel("Case, title or requirement").fill("cst-02 exactly");
    expect(await visible()).toEqual(["cost.sum"]);
    await page.getByLabel("Case, title or requirement").fill("");
    await page.getByLabel("Outcome").selectOption("N");
    expect(await visible()).toEqual(["errors.skipped"]);
    expect(await page.getByRole("status").textContent()).toBe("1 of 3 cases");
    await page.getByLabel("Outcome").selectOption("");
    await page.getByLabel("Area", { exact: true }).selectOption("cost");
    expect(await visible()).toEqual(["cost.sum"]);
  });

  test("leads from a requirement to its cases and defects", async () => {
    await open(write("requirements", [red]).path);
    await page
      .locator("#cause-0")
      .getByRole("link", { name: /^AUT-01 MUST/ })
      .click();
    const requirement = page.locator("#requirement-AUT-01");
    await requirement.getByText("auth.wrong-header").waitFor({ timeout: PAGE_MS });
    await requirement.getByRole("link", { name: "auth.provider.credential" }).click();
    expect(await page.evaluate(() => location.hash)).toBe("#case-auth.provider.credential");
  });

  test("compares with an earlier run", async () => {
    const before = result("before", [{ ...red, outcome: "passed", checks: [] }, hostile()]);
    await open(write("after", [red, { ...hostile(), outcome: "passed", checks: [] }], before).path);
    const text = (await page.locator("main").textContent()) ?? "";
    expect(text).toContain("New failures: 1");
    expect(text).toContain("Repaired: 1");
  });

  test("is all there to read without scripts", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const reader = await context.newPage();
    await reader.goto(pathToFileURL(write("plain", [red, caseResult()]).path).href, { timeout: PAGE_MS });
    expect(await reader.locator("tr[data-runs]:visible").count()).toBe(2);
    expect(await reader.locator("#cause-0").isVisible()).toBe(true);
    await context.close();
  });

  test.each(["light", "dark"] as const)(
    "has nothing serious for axe to find, and fits 360 pixels, in %s",
    async (colorScheme) => {
      const { path } = write("axe", [red, hostile(), caseResult()], result("earlier", [caseResult()]));
      for (const width of [360, 1280]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await open(path);
        await page.screenshot({ path: join(PICTURES, `report-${width}-${colorScheme}.png`) });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide).toBeLessThanOrEqual(width);
        expect(await axeFindings(page)).toEqual([]);
      }
    },
    120_000,
  );
});
