import { describe, expect, it } from "vitest";
import { MODES } from "../../conformance/engine/case.ts";
import { colorEnv, commandText, viewsCall, vitestCall } from "./run-vitest.ts";
import type { TestOptions } from "./test-options.ts";

const options: TestOptions = {
  filter: {},
  target: "reference",
  seed: null,
  every: null,
  shard: null,
  report: null,
  stream: null,
  minProof: null,
  list: false,
  owed: false,
  changed: false,
  strict: false,
  update: false,
  watch: false,
};

const progress = { by: "area" as const, totals: { errors: 12 } };

describe("what vitest is called with", () => {
  it("is every project without a filter, and nothing left over from the caller's environment", () => {
    const { args, env } = vitestCall(options, "npm test", { runs: 12, modes: MODES, progress });
    expect(args).toEqual(["run"]);
    expect(env).toEqual({
      CONFORMANCE_ONCE: "1",
      CONFORMANCE_COMMAND: "npm test",
      CONFORMANCE_CASES: undefined,
      CONFORMANCE_PROVIDERS: undefined,
      CONFORMANCE_APIS: undefined,
      CONFORMANCE_EVERY: "12",
      CONFORMANCE_SEED: undefined,
      CONFORMANCE_STRICT: undefined,
      CONFORMANCE_REPORT: undefined,
      CONFORMANCE_MIN_PROOF: undefined,
      CONFORMANCE_STREAM: undefined,
      CONFORMANCE_PLANNED: "12",
      CONFORMANCE_PROGRESS: '{"by":"area","totals":{"errors":12}}',
    });
  });

  it("is a share: of the cases by their names, of all other tests by vitest's own", () => {
    const planned = { runs: 3, modes: MODES, progress };
    const shard = { index: 2, of: 4 };
    const { args, env } = vitestCall({ ...options, shard }, "c", planned);
    expect(args).toEqual(["run", "--shard=2/4"]);
    expect(env.CONFORMANCE_SHARD).toBe("2/4");
    const filtered = vitestCall({ ...options, shard, filter: { apis: ["gemini"] } }, "c", planned);
    expect(filtered.args).not.toContain("--shard=2/4");
    expect(filtered.env.CONFORMANCE_SHARD).toBe("2/4");
  });

  it("is the conformance project alone for another gateway", () => {
    const other = vitestCall({ ...options, target: "http://127.0.0.1:9" }, "c", {
      runs: 1,
      modes: ["byok"],
      progress,
    });
    expect(other.args).toEqual(["run", "--project", "conformance", "conformance/suite.byok.test.mjs"]);
    expect(other.env.CONFORMANCE_TARGET).toBe("http://127.0.0.1:9");
  });

  it("is the conformance project with tags and cases for a filter", () => {
    const filter = { providers: ["deepinfra"], apis: ["openai-chat"], cases: ["errors.status", "cost.tier"] };
    const call = vitestCall({ ...options, filter, seed: 0, strict: true, report: "out", update: true }, "c", {
      runs: 2,
      modes: MODES,
      progress,
    });
    expect(call.args).toEqual([
      "run",
      "--project",
      "conformance",
      "conformance/suite.ptb.test.mjs",
      "conformance/suite.byok.test.mjs",
      "--tags-filter",
      "(provider:deepinfra) && (api:openai-chat)",
      "--update",
    ]);
    expect(call.env).toEqual({
      CONFORMANCE_ONCE: "1",
      CONFORMANCE_COMMAND: "c",
      CONFORMANCE_CASES: "errors.status,cost.tier",
      CONFORMANCE_PROVIDERS: "deepinfra",
      CONFORMANCE_APIS: "openai-chat",
      CONFORMANCE_SEED: "0",
      CONFORMANCE_STRICT: "1",
      CONFORMANCE_REPORT: "out",
      CONFORMANCE_PLANNED: "2",
      CONFORMANCE_PROGRESS: JSON.stringify(progress),
    });
  });

  it("needs no tags for cases alone, and no project whose mode has nothing to run", () => {
    const filter = { cases: ["billing.wallet"] };
    const { args } = vitestCall({ ...options, filter }, "c", { runs: 1, modes: ["ptb"], progress });
    expect(args).toEqual(["run", "--project", "conformance", "conformance/suite.ptb.test.mjs"]);
  });

  it("tries a share of the combinations, all of a named case, and what was asked for", () => {
    const everyOf = (over: Partial<TestOptions>) =>
      vitestCall({ ...options, ...over }, "c", { runs: 1, modes: MODES, progress }).env.CONFORMANCE_EVERY;
    expect(everyOf({})).toBe("12");
    expect(everyOf({ filter: { areas: ["errors"] } })).toBe("12");
    expect(everyOf({ filter: { areas: ["errors"], cases: ["errors.status"] } })).toBeUndefined();
    expect(everyOf({ filter: { areas: ["errors"] }, every: 1 })).toBe("1");
    expect(everyOf({ every: 7 })).toBe("7");
  });

  it("keeps the command as one that can be pasted into a shell", () => {
    expect(commandText([])).toBe("npm test");
    expect(commandText(["--case", "cost.*", "--report", "it's"])).toBe(
      "npm test -- --case 'cost.*' --report 'it'\\''s'",
    );
  });

  it("asks for no colours where the output is a file or the log of a CI", () => {
    expect(colorEnv({}, { CI: "true" })).toEqual({ NO_COLOR: "1" });
    expect(colorEnv({ isTTY: true }, {})).toEqual({});
    expect(colorEnv({}, { FORCE_COLOR: "1" })).toEqual({});
  });
});

describe("what renews the snapshots of some providers", () => {
  it("is the tests of just their views", () => {
    const { args } = viewsCall(["groq", "xai"]);
    expect(args).toContain("--update");
    const pattern = new RegExp(args[args.indexOf("-t") + 1] ?? "");
    expect(
      ["groq (REG-11) models", "xai (REG-11) prices", "groq-cloud (REG-11) models"].map((name) =>
        pattern.test(name),
      ),
    ).toEqual([true, true, false]);
  });
});
