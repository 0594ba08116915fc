import { describe, expect, it } from "vitest";
import { AREAS, MODES } from "../../conformance/engine/case.ts";
import { filterText, isFiltered, parseOptions, type RawOptions } from "./test-options.ts";
import { WrongUse } from "./wrong-use.ts";

const known = {
  providers: ["deepinfra", "groq", "openai"],
  apis: ["openai-chat", "anthropic-messages"],
  modes: MODES,
  areas: AREAS,
  cases: ["cost.tier.boundary", "cost.tier.basis", "errors.status"],
  targets: ["reference"],
};

const parse = (raw: RawOptions) => parseOptions(raw, known);

describe("the options of npm test", () => {
  it("select everything when none is given", () => {
    const options = parse({});
    expect(options).toMatchObject({
      filter: {},
      target: "reference",
      seed: null,
      every: null,
      shard: null,
      report: null,
      strict: false,
    });
    expect(isFiltered(options.filter)).toBe(false);
  });

  it("take names repeated or in a list, each once", () => {
    const { filter } = parse({ provider: ["groq,deepinfra", "groq"], mode: ["ptb"], area: ["cost, errors"] });
    expect(filter).toEqual({ providers: ["groq", "deepinfra"], modes: ["ptb"], areas: ["cost", "errors"] });
    expect(isFiltered(filter)).toBe(true);
    expect(filterText(filter)).toBe("--provider groq,deepinfra --mode ptb --area cost,errors");
  });

  it.each([
    ["cost.tier.boundary", ["cost.tier.boundary"]],
    ["cost.", ["cost.tier.boundary", "cost.tier.basis"]],
    ["cost.tier.b*", ["cost.tier.boundary", "cost.tier.basis"]],
    ["errors.status,cost.tier.basis", ["errors.status", "cost.tier.basis"]],
    ["*", known.cases],
  ])("take the case pattern %s", (pattern, cases) => {
    expect(parse({ case: [pattern] }).filter.cases).toEqual(cases);
  });

  it.each([
    [
      { provider: ["depinfra"] },
      'unknown provider "depinfra". Did you mean deepinfra?',
      "deepinfra, groq, openai.",
    ],
    [{ mode: ["byoc"] }, 'unknown mode "byoc". Did you mean byok?', "Allowed: ptb, byok."],
    [{ area: ["error"] }, 'unknown area "error". Did you mean errors', "registry, routing, auth"],
    [
      { case: ["errors.statuses"] },
      'unknown case "errors.statuses". Did you mean errors.status',
      "cost.tier.basis",
    ],
    [{ case: ["cost"] }, 'unknown case "cost".', "Allowed: cost.tier.boundary"],
    [{ case: ["nothing.*"] }, 'unknown case "nothing.*".', "Allowed: "],
    [{ target: "referense" }, 'unknown target "referense". Did you mean reference?', "Allowed: reference."],
    [{ target: "ftp://localhost:8787" }, "the address of a gateway", "http:// or https://"],
    [{ provider: ["constructor"] }, 'unknown provider "constructor".', "Allowed: deepinfra, groq, openai."],
    [{ provider: ["groq,"] }, "--provider has an empty name", '"groq,"'],
    [{ seed: "1.5" }, '--seed "1.5"', "an integer from 0 to 4294967295"],
    [{ report: "" }, "--report", "the path of a directory"],
    [
      { watch: true, shard: "1/2", list: true },
      "--watch runs without --shard, --list.",
      "Allowed beside it: --provider, --api",
    ],
  ])("refuse %j and say what is allowed", (raw, problem, allowed) => {
    expect(() => parse(raw)).toThrow(WrongUse);
    expect(() => parse(raw)).toThrow(problem);
    expect(() => parse(raw)).toThrow(allowed);
  });
});
