import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import type { MutantRunOptions } from "@stryker-mutator/api/test-runner";
import { describe, expect, test } from "vitest";
import { CasesRunner } from "./cases-runner.ts";
import type { Killer } from "./killers.ts";

interface Board {
  activeMutant?: string;
  currentTestId?: string;
  mutantCoverage?: { static: object; perTest: Record<string, Record<string, number>> };
  hitCount?: number;
}
const board = (globalThis as unknown as Record<string, Board>)[INSTRUMENTER_CONSTANTS.NAMESPACE] as Board;

/** A case that is red while one of these mutants is on, as StrykerJS's code would make it. */
const killer = (id: string, ...mutants: string[]): Killer => ({
  id,
  verdict: async () =>
    board.activeMutant !== undefined && mutants.includes(board.activeMutant) ? "red" : "green",
});

async function runnerOf(...killers: Killer[]): Promise<CasesRunner> {
  const runner = new CasesRunner(async () => killers);
  await runner.init();
  return runner;
}

const trying = (id: string, more: Partial<MutantRunOptions> = {}) =>
  ({ activeMutant: { id }, ...more }) as MutantRunOptions;

describe("mutants in a running process", () => {
  test("are killed by the first case that is red, and survive where none is", async () => {
    const runner = await runnerOf(killer("ebb", "m2"), killer("flow", "m1", "m2"));
    expect(await runner.mutantRun(trying("m1"))).toMatchObject({ status: "killed", killedBy: ["flow"] });
    expect(await runner.mutantRun(trying("m3"))).toEqual({ status: "survived", nrOfTests: 2 });
    // What has killed comes first.
    expect(await runner.mutantRun(trying("m2"))).toMatchObject({ killedBy: ["flow"] });
    expect(board.activeMutant).toBeUndefined();
  });

  test("meet only the cases that reach them", async () => {
    const runner = await runnerOf(killer("ebb"), killer("flow", "m1"));
    expect(await runner.mutantRun(trying("m1", { testFilter: ["ebb"] }))).toEqual({
      status: "survived",
      nrOfTests: 1,
    });
  });

  test("that run for ever are stopped, and count as such", async () => {
    const endless: Killer = {
      id: "ebb",
      verdict: async () => {
        if (board.hitCount !== undefined) board.hitCount = 11;
        return "red";
      },
    };
    const runner = await runnerOf(endless);
    expect(await runner.mutantRun(trying("m1", { hitLimit: 10 }))).toMatchObject({ status: "timeout" });
  });

  test("are killed by what hangs, and the next one gets a new process", async () => {
    const hanging: Killer = {
      id: "ebb",
      verdict: async () => (board.activeMutant === "m1" ? "hung" : "green"),
    };
    const runner = await runnerOf(hanging);
    expect(await runner.mutantRun(trying("m1"))).toMatchObject({ status: "killed", killedBy: ["ebb"] });
    await expect(runner.mutantRun(trying("m2"))).rejects.toThrow("may still be running");
  });

  test("do not suffer for what an earlier one has spoilt: a new process tries them again", async () => {
    let spoilt = false;
    const ebb: Killer = {
      id: "ebb",
      verdict: async () => {
        spoilt ||= board.activeMutant === "m1";
        return spoilt ? "red" : "green";
      },
    };
    const runner = await runnerOf(ebb);
    // In a new process it can only have been this one.
    expect(await runner.mutantRun(trying("m1"))).toMatchObject({ status: "killed" });
    await expect(runner.mutantRun(trying("m2"))).rejects.toThrow("ebb is red without a mutant");
  });
});

describe("a run without mutants", () => {
  test("tells which case reaches which code, and which is red", async () => {
    const reaching: Killer = {
      id: "ebb",
      verdict: async () => {
        board.mutantCoverage = { static: {}, perTest: { [String(board.currentTestId)]: { m1: 1 } } };
        return "green";
      },
    };
    const red: Killer = { id: "flow", verdict: async () => "red" };
    const result = await (await runnerOf(reaching, red)).dryRun();
    expect(result).toMatchObject({
      status: "complete",
      tests: [
        { id: "ebb", status: 0 },
        { id: "flow", status: 1, failureMessage: "red without a mutant" },
      ],
      mutantCoverage: { perTest: { ebb: { m1: 1 } } },
    });
    expect(board.currentTestId).toBeUndefined();
  });
});
