/**
 * The leak hunt looks where the cases cannot: into reports, recordings and snapshots; and it finds what it is shown.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createChecks } from "../engine/check.ts";
import { buildPlan } from "../engine/plan.ts";
import { runCase } from "../engine/runner.ts";
import { renderConsole } from "../outcome/console.ts";
import { renderJunit } from "../outcome/junit.ts";
import { buildReport } from "../outcome/report.ts";
import type { CheckResult } from "../outcome/result.ts";
import { referenceTarget } from "../targets/reference.ts";
import { received, Upstream } from "../upstream/server.ts";
import { CANARY, canaries } from "./canaries.ts";
import { sweep, type Traces } from "./sweep.ts";

const upstream = new Upstream();
beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

const nothing: Traces = { requests: [], replies: [], logs: [], records: [] };

/** What the sweep says about traces: found or clean. */
function clean(traces: Partial<Traces>): boolean {
  const results: CheckResult[] = [];
  sweep({ ...nothing, ...traces }, createChecks(results));
  return results.every(({ ok }) => ok);
}

const planted = [
  canaries.gatewayKey.a,
  canaries.platform("groq"),
  canaries.vault("b", "openai"),
  ...Object.values(canaries.stray),
];

describe("the sweep finds each secret", () => {
  test.each(planted)("%s", (secret) => {
    const headers = new Headers({ authorization: `Bearer ${secret}` });
    const request = received({ method: "POST", url: "https://host.example/", headers, body: "" });
    expect(clean({ requests: [{ request, credential: "" }] })).toBe(false);
    expect(clean({ requests: [{ request, credential: secret }] })).toBe(true);
    const inUrl = received({
      ...request,
      url: `https://host.example/?key=${secret}`,
      headers: new Headers(),
    });
    expect(clean({ requests: [{ request: inUrl, credential: secret }] })).toBe(false);
    expect(clean({ replies: [{ where: "a response", text: `no ${secret}!` }] })).toBe(false);
    expect(clean({ logs: [`{"key":"${secret}"}`] })).toBe(false);
    expect(clean({ records: [{ deep: [{ key: secret, money: 1n }] }] })).toBe(false);
  });
});

test.each(["", "x", "xy", "xyz"])("a secret that somebody has coded after %j is found as well", (before) => {
  const bytes = Buffer.from(`${before}${canaries.vault("a", "groq")}`);
  const backwards = [...bytes.toString()].reverse().join("");
  for (const text of [
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    backwards,
  ]) {
    expect(clean({ logs: [`{"header":"Basic ${text}"}`] })).toBe(false);
    expect(clean({ records: [{ header: text }] })).toBe(false);
  }
});

test("no report of a run holds a secret, in whatever form", async () => {
  const plan = buildPlan({ providers: ["deepinfra"], cases: ["auth.", "errors.leak.", "errors.attempts."] });
  const results = [];
  for (const item of plan) {
    const options = { target: referenceTarget(), upstream, seed: 7, deadlineMs: 20_000 };
    results.push(await runCase(item, options));
  }
  expect(results.length).toBeGreaterThan(20);
  const report = buildReport(results, { command: "npm test", seed: 7, strict: true });
  const texts = [JSON.stringify(report), renderConsole(report), renderJunit(report)];
  expect(report.ok).toBe(true);
  expect(texts.flatMap((text) => text.match(CANARY) ?? [])).toEqual([]);
});

test("a failed check names a secret by its place, and does not show it", () => {
  const results: CheckResult[] = [];
  const check = createChecks(results);
  check.equal(
    "AUT-01",
    "key",
    `Bearer ${canaries.platform("groq")}`,
    `Bearer ${canaries.vault("a", "groq")}`,
  );
  expect(results[0]).toMatchObject({ seen: '"Bearer <platform groq>"', expected: '"Bearer <vault a groq>"' });
});

test.each(["recordings", "snapshots"])("nothing in %s holds a secret", (folder) => {
  const root = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => new RegExp(CANARY.source, "i").test(readFileSync(file, "latin1")));
  expect(found).toEqual([]);
});
