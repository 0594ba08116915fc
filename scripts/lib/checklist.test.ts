import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caseResult, check } from "../../conformance/outcome/fixtures.ts";
import { buildReport } from "../../conformance/outcome/report.ts";
import { checklistMarkdown, checklistOf, owedText, providerOf } from "./checklist.ts";
import { WrongUse } from "./wrong-use.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLASS = "registry/providers/groq/index.ts";
const ENDPOINTS = "registry/authors/openai/gpt-oss/endpoints.ts";
const groq = providerOf("groq");
const meta = { command: "npm test", seed: 7, strict: false };
const mine = (over: Parameters<typeof caseResult>[0]) => caseResult({ provider: "groq", ...over });

/** A checkout with a class and an entry that are not finished, no snapshots, and a README that does not name it. */
let unfinished = "";
beforeAll(() => {
  unfinished = mkdtempSync(join(tmpdir(), "checklist-"));
  cpSync(join(ROOT, "registry/authors"), join(unfinished, "registry/authors"), { recursive: true });
  mkdirSync(dirname(join(unfinished, CLASS)), { recursive: true });
  const text = readFileSync(join(ROOT, CLASS), "utf8");
  writeFileSync(join(unfinished, CLASS), text.replace("Open-weight models on", "TODO: models on"));
  const entries = readFileSync(join(ROOT, ENDPOINTS), "utf8");
  const at = entries.indexOf('"gpt-oss-120b:groq"');
  const later = entries.slice(at).replace("openai/gpt-oss-120b", "TODO/gpt-oss-120b");
  writeFileSync(join(unfinished, ENDPOINTS), entries.slice(0, at) + later);
  writeFileSync(join(unfinished, "README.md"), "# Nothing\n");
});
afterAll(() => rmSync(unfinished, { recursive: true, force: true }));

const at = (root: string, report: ReturnType<typeof buildReport> | null = null, today = "2026-11-28") =>
  checklistOf(groq, { root, report, today });
const named = (items: ReturnType<typeof at>, name: string) => items.find((item) => item.name === name);

describe("the deployment checklist (ADD-02)", () => {
  it("finds what a person left open, with its file and line", () => {
    const items = at(unfinished);
    expect(named(items, "class")).toMatchObject({
      done: false,
      settle: expect.stringMatching(`^${CLASS}:\\d+$`),
    });
    expect(named(items, "endpoints")).toMatchObject({
      done: false,
      text: "1 entries say TODO",
      settle: expect.stringMatching(`^${ENDPOINTS}:\\d+$`),
    });
    expect(named(items, "snapshots")).toMatchObject({
      done: false,
      settle: "npm test -- --provider groq -u",
    });
    expect(named(items, "documentation")).toMatchObject({ done: false, settle: "npm run readme" });
  });

  it("is satisfied with a provider of this repository, but for what nobody saw on the wire", () => {
    const open = at(ROOT).filter(({ done }) => done === false);
    // The day of its prices has passed: they are from the first of July, and trusted for 90 days.
    expect(open.map(({ name }) => name)).toEqual(["prices", "knowledge of the host"]);
  });

  it("asks for prices to be looked at again once their day has passed", () => {
    expect(named(at(ROOT, null, "2026-07-02"), "prices")).toMatchObject({ done: true });
    expect(named(at(ROOT), "prices")).toMatchObject({
      done: false,
      text: expect.stringMatching(/^9 are to be looked at again: .*gpt-oss-120b:groq/),
    });
  });

  it("takes from the last run what it showed, and knows nothing of what did not run", () => {
    const failed = mine({ area: "fallback", outcome: "failed", checks: [check({ requirement: "FBK-01" })] });
    const items = at(ROOT, buildReport([mine({}), failed, mine({ provider: "xai", mode: "byok" })], meta));
    expect(named(items, "pass-through billing")).toMatchObject({ done: false, text: "1 of 2 passed" });
    expect(named(items, "fallback")).toMatchObject({ done: false, text: "0 of 1 passed" });
    expect(named(items, "keys of callers")).toMatchObject({ done: null, text: "not run" });
  });

  it("says what is open first, and how to settle it", () => {
    const text = owedText("groq", at(unfinished));
    expect(text).toMatch(
      /^groq owes \d of \d+\n {2}\[ \] class: 1 lines say TODO\n {8}registry\/providers\/groq/,
    );
    expect(text.indexOf("[x]")).toBeGreaterThan(text.indexOf("[ ] documentation"));
  });

  it("is a list of tasks in Markdown", () => {
    expect(checklistMarkdown("groq", at(unfinished))).toMatch(/^## Deployment of groq\n\n- \[ \] class: /);
  });

  it("refuses a provider that does not exist", () => {
    expect(() => providerOf("constructor")).toThrow(WrongUse);
  });
});
