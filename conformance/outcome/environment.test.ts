import { describe, expect, it } from "vitest";
import { runEnvironment } from "./environment.ts";

describe("the environment of a run", () => {
  it("has defaults, and takes an empty variable for an unset one", () => {
    const defaults = {
      cases: null,
      providers: null,
      apis: null,
      modes: ["ptb", "byok"],
      target: null,
      seed: 20261,
      every: 1,
      shard: null,
      strict: false,
      reportDirectory: "report",
      command: "npx vitest",
      planned: null,
      minProof: null,
      progress: null,
      stream: null,
    };
    expect(runEnvironment({})).toEqual(defaults);
    expect(runEnvironment({ CONFORMANCE_SEED: "", CONFORMANCE_CASES: "", PATH: "/bin" })).toEqual(defaults);
  });

  it("reads every variable", () => {
    const env = {
      CONFORMANCE_CASES: "cost.tier,errors.status",
      CONFORMANCE_PROVIDERS: "deepinfra,groq",
      CONFORMANCE_APIS: "openai-chat",
      CONFORMANCE_TARGET: "reference-http",
      CONFORMANCE_SEED: "0",
      CONFORMANCE_MODES: "byok",
      CONFORMANCE_EVERY: "7",
      CONFORMANCE_SHARD: "2/4",
      CONFORMANCE_STRICT: "1",
      CONFORMANCE_REPORT: "out",
      CONFORMANCE_COMMAND: "npm test -- --strict",
      CONFORMANCE_PLANNED: "2",
      CONFORMANCE_PROGRESS: '{"by":"area","totals":{"cost":2}}',
      CONFORMANCE_MIN_PROOF: "imported",
      CONFORMANCE_STREAM: "out/results.jsonl",
    };
    expect(runEnvironment(env)).toEqual({
      cases: ["cost.tier", "errors.status"],
      providers: ["deepinfra", "groq"],
      apis: ["openai-chat"],
      modes: ["byok"],
      target: "reference-http",
      seed: 0,
      every: 7,
      shard: { index: 2, of: 4 },
      strict: true,
      reportDirectory: "out",
      command: "npm test -- --strict",
      planned: 2,
      minProof: "imported",
      progress: { by: "area", totals: { cost: 2 } },
      stream: "out/results.jsonl",
    });
  });

  it.each(["-1", "1.5", "0x1", "4294967296", "99999999999"])("refuses the seed %s", (seed) => {
    expect(() => runEnvironment({ CONFORMANCE_SEED: seed })).toThrow(
      `CONFORMANCE_SEED: given "${seed}", allowed: an integer from 0 to 4294967295`,
    );
  });

  it.each(["0/4", "5/4", "2", "2/0", "2/1000", "a/b"])("refuses the share %s", (shard) => {
    expect(() => runEnvironment({ CONFORMANCE_SHARD: shard })).toThrow(
      `CONFORMANCE_SHARD: given "${shard}", allowed: i/n, from 1/1 to 999/999, where i is at most n`,
    );
  });

  it("refuses a mode that there is not", () => {
    expect(() => runEnvironment({ CONFORMANCE_MODES: "ptb,free" })).toThrow(
      /CONFORMANCE_MODES: given "ptb,free"/,
    );
  });

  it("refuses a strict that is neither 0 nor 1", () => {
    expect(() => runEnvironment({ CONFORMANCE_STRICT: "yes" })).toThrow(/given "yes", allowed: 0 or 1/);
  });
});
