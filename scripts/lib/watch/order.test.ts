import { describe, expect, test } from "vitest";
import type { Area, Mode } from "../../../conformance/engine/case.ts";
import { nameOfRun, ordered, type Run, SAMPLE } from "./order.ts";

const ALONE = { index: 0, of: 1 };
const NOTHING_KNOWN = {
  red: new Set<string>(),
  catches: new Map(),
  playing: new Set<string>(),
  tookMs: new Map(),
};

const run = (id: string, area: Area, mode: Mode = "ptb"): Run => ({
  case: { id, area },
  provider: "groq",
  api: "openai-chat",
  mode,
});
const ids = (runs: readonly Run[]): string[] => runs.map(({ case: { id } }) => id);

const AUTH = ["auth.a", "auth.b", "auth.c"].map((id) => run(id, "auth"));
const USAGE = ["usage.a", "usage.b"].map((id) => run(id, "usage"));

describe("the order of a watched run", () => {
  test("puts what was red the last time first, and nothing of it into the sample", () => {
    const red = new Set([nameOfRun(run("auth.c", "auth"))]);
    const found = ordered([...AUTH, ...USAGE], { ...NOTHING_KNOWN, red }, ALONE);
    expect(ids(found.red)).toEqual(["auth.c"]);
    expect(ids(found.sample)).not.toContain("auth.c");
  });

  test("keeps every run once", () => {
    const many = Array.from({ length: 30 }, (_, index) => run(`cost.${index}`, "cost"));
    const { red, sample, rest } = ordered([...AUTH, ...USAGE, ...many], NOTHING_KNOWN, ALONE);
    expect(sample).toHaveLength(SAMPLE);
    expect([...red, ...sample, ...rest].map(nameOfRun).sort()).toEqual(
      [...AUTH, ...USAGE, ...many].map(nameOfRun).sort(),
    );
  });

  test("takes one run of each area before a second one of the first", () => {
    expect(ids(ordered([...AUTH, ...USAGE], NOTHING_KNOWN, ALONE).sample).slice(0, 2)).toEqual([
      "auth.a",
      "usage.a",
    ]);
  });

  test("takes those of an area first that caught most defects in their time", () => {
    const catches = new Map([
      ["auth.b", 9],
      ["auth.c", 8],
    ]);
    const tookMs = new Map([[nameOfRun(run("auth.b", "auth")), 5_000]]);
    const { sample } = ordered(AUTH, { ...NOTHING_KNOWN, catches, tookMs }, ALONE);
    expect(ids(sample)).toEqual(["auth.c", "auth.a", "auth.b"]);
  });

  test("takes those of an area before others that play a recording", () => {
    const known = { ...NOTHING_KNOWN, playing: new Set(["auth.c"]), catches: new Map([["auth.a", 9]]) };
    expect(ids(ordered(AUTH, known, ALONE).sample)[0]).toBe("auth.c");
  });

  test("samples the APIs of a provider in turn", () => {
    const gemini = AUTH.map((own): Run => ({ ...own, api: "gemini" }));
    const { sample } = ordered([...AUTH, ...gemini], NOTHING_KNOWN, ALONE);
    expect(sample.slice(0, 2).map(({ api }) => api)).toEqual(["openai-chat", "gemini"]);
  });

  test("gives processes that run together samples of different areas", () => {
    const sampleOf = (index: number) => ordered([...AUTH, ...USAGE], NOTHING_KNOWN, { index, of: 2 }).sample;
    expect(sampleOf(0)).toEqual(AUTH);
    expect(sampleOf(1)).toEqual(USAGE);
  });
});
