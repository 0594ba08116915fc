/**
 * No case can be taken away, or made another one, for a single provider: the ways there are, and what each turns red.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { operationOf } from "../../registry/apis/codec.ts";
import { providers } from "../../registry/index.ts";
import { allCases } from "../cases/index.ts";
import { type Case, MODES } from "../engine/case.ts";
import { buildPlan, verdictOf } from "../engine/plan.ts";
import { conformityOf } from "../outcome/conformity.ts";
import { grouped } from "../outcome/grouped.ts";
import { type CaseResult, placeOf } from "../outcome/result.ts";
import { wholeRun } from "../outcome/run-totals.ts";
import { newest } from "../requirements/sets/index.ts";

const slugs = Object.keys(providers);
const SOURCES = readdirSync(new URL("../cases", import.meta.url), {
  recursive: true,
  encoding: "utf8",
}).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));

const plan = buildPlan();

/** A full run in which everything held. */
const greenRun = (provider: string): CaseResult[] =>
  buildPlan({ providers: [provider] }).map((item) => ({
    case: item.case.id,
    title: item.case.title,
    requirements: item.case.requirements,
    area: item.case.area,
    provider,
    api: item.api,
    mode: item.mode,
    target: "t",
    reason: null,
    proof: [],
    durationMs: 0,
    outcome: "passed",
    checks: item.case.requirements.map((requirement) => ({
      requirement,
      name: "n",
      ok: true,
      expected: "",
      seen: "",
      repair: null,
    })),
    reproduce: "",
  }));

const greenRuns = new Map<string, readonly CaseResult[]>();
/** The same, made once for each provider: nobody changes it. */
function green(provider: string): readonly CaseResult[] {
  const results = greenRuns.get(provider) ?? greenRun(provider);
  greenRuns.set(provider, results);
  return results;
}

describe("a case is the same for all", () => {
  const atPlace = grouped(plan, placeOf);
  const places = [...atPlace.keys()];
  const planned = (place: string) =>
    (atPlace.get(place) ?? [])
      .filter((item) => !item.case.once)
      .map((item) => ({ item: item.case, mode: item.mode }));

  const operationAt = (place: string) => operationOf(atPlace.get(place)?.[0].api ?? "openai-chat");

  test.each(["chat", "embeddings"] as const)(
    "every API for %s of every provider is planned the very same cases, object for object, in each of their modes",
    (operation) => {
      const [first = "", ...others] = places.filter((place) => operationAt(place) === operation);
      const expected = planned(first);
      expect(others.length).toBeGreaterThan(1);
      for (const slug of others) {
        const own = planned(slug);
        expect(own.length, slug).toBe(expected.length);
        const other = own.filter(
          ({ item, mode }, i) => expected[i]?.item !== item || expected[i]?.mode !== mode,
        );
        expect(
          other.map(({ item }) => item.id),
          slug,
        ).toEqual([]);
      }
    },
  );

  test("no case reads who the provider is to decide anything", () => {
    const names = slugs.join("|");
    // Comparing, looking up and listing by a slug, and conditions on the slug itself.
    const decides = new RegExp(
      [
        `(?:===|!==|case|includes\\(|has\\(|startsWith\\()\\s*["'\`](?:${names})["'\`]`,
        `\\[\\s*["'\`](?:${names})["'\`][^\\]]*\\]\\.(?:includes|some|find|indexOf)`,
        `["'\`]?(?:${names})["'\`]?\\s*:\\s*(?:true|false|null|\\(\\)\\s*=>)`,
        "(?:if \\(|&&|\\|\\||\\?)\\s*[\\w.]*\\.slug\\s*(?:===|!==|\\.)",
        "\\.slug\\s*(?:===|!==)\\s*[\"'`]",
        "\\.test\\([\\w.]*\\.slug\\)",
      ].join("|"),
    );
    const reading = (file: string) => readFileSync(new URL(`../cases/${file}`, import.meta.url), "utf8");
    expect(SOURCES.filter((file) => decides.test(reading(file)))).toEqual([]);
  });
});

describe("a case that is missing is missed", () => {
  const whole = wholeRun();

  test("the whole is counted from the cases, apart from any plan", () => {
    for (const mode of MODES) {
      const items = buildPlan({ providers: ["deepinfra"], modes: [mode] });
      const chats = items.filter((item) => !item.case.once && operationOf(item.api) === "chat");
      expect(whole.runs[mode]).toBe(chats.length);
    }
  });

  test.each(slugs)("a run at %s without one of its results claims nothing", (slug) => {
    const results = green(slug);
    const own = results.filter((result) => !whole.once?.cases.includes(result.case));
    for (const all of [results, own])
      expect(conformityOf(all, newest, whole).providers[0]?.verdict).toBe("conforms");
    expect(conformityOf(own.slice(1), newest, whole).providers[0]?.verdict).toBe("partly run");
    expect(conformityOf(own.slice(0, -1), newest, whole).providers[0]?.verdict).toBe("partly run");
  });

  test("a run of everything without a case about the gateway itself claims nothing in total", () => {
    const [first] = slugs;
    const results = slugs.flatMap((slug) =>
      green(slug).filter((result) => slug === first || !whole.once?.cases.includes(result.case)),
    );
    expect(results).toHaveLength(plan.length);
    expect(conformityOf(results, newest, whole).total.verdict).toBe("conforms");
    const lacking = results.filter((result) => result.case !== whole.once?.cases[0]);
    const partly = conformityOf(lacking, newest, whole);
    expect(partly.total.verdict).toBe("partly run");
    expect(partly.providers.every(({ verdict }) => verdict === "conforms")).toBe(true);
  });

  test("a deleted recording makes its cases untested, not absent", () => {
    const { deepinfra } = providers;
    const needing = allCases.filter(
      (item): item is Case =>
        item.operation !== "embeddings" &&
        (item.needs?.scenarios ?? []).length > 0 &&
        verdictOf(item, deepinfra, deepinfra.chatApi(), () => true).kind === "run",
    );
    expect(needing.length).toBeGreaterThan(50);
    const verdicts = needing.map((item) => verdictOf(item, deepinfra, deepinfra.chatApi(), () => false).kind);
    expect(verdicts.filter((kind) => kind !== "untested")).toEqual([]);
  });
});
