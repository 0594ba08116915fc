import { describe, expect, it } from "vitest";
import type { Defect } from "../../conformance/defects/defect.ts";
import { alwaysRedLines, proofLine, verdictLines } from "./kill-matrix.ts";
import { selectDefects } from "./prove-options.ts";
import { WrongUse } from "./wrong-use.ts";

const defect = (id: string, over: Partial<Defect> = {}): Defect => ({
  id,
  title: `about ${id}`,
  seenIn: "own",
  breaks: ["AUT-07"],
  plant: (parts) => parts,
  ...over,
});
const ours = [defect("cost.a"), defect("cost.b"), defect("auth.c", { providers: ["bedrock"] })];
const own = [defect("mine.d"), defect("mine.e")];
const idsOf = (defects: readonly Defect[]): string[] => defects.map(({ id }) => id);

describe("the selection of defects", () => {
  it("is everything, one's own first", () => {
    expect(idsOf(selectDefects(ours, own, {}))).toEqual(["mine.d", "mine.e", "cost.a", "cost.b", "auth.c"]);
  });

  it.each([
    [{ defect: ["cost.b"] }, ["cost.b"]],
    [{ defect: ["mine.*"] }, ["mine.d", "mine.e"]],
    [{ defect: ["cost.", "auth.c"] }, ["cost.a", "cost.b", "auth.c"]],
    [{ area: "cost" }, ["mine.d", "mine.e", "cost.a", "cost.b"]],
    [{ provider: "groq", area: "auth" }, ["mine.d", "mine.e"]],
  ])("by %j", (options, expected) => {
    expect(idsOf(selectDefects(ours, own, options))).toEqual(expected);
  });

  it("leaves out defects of other providers than the one that is asked for", () => {
    expect(idsOf(selectDefects(ours, [], { provider: "bedrock" }))).toEqual(["cost.a", "cost.b", "auth.c"]);
    expect(idsOf(selectDefects(ours, [], { provider: "groq" }))).toEqual(["cost.a", "cost.b"]);
  });

  it.each<[string, readonly Defect[], Parameters<typeof selectDefects>[2], string]>([
    ["an unknown name", [], { defect: ["cost.aa"] }, 'unknown defect "cost.aa".'],
    ["an id that is taken", [defect("cost.a")], {}, 'the defect id "cost.a" is taken'],
    ["nothing left", [], { provider: "groq", defect: ["auth.c"] }, "no defect is selected"],
  ])("refuses %s", (_what, mine, options, said) => {
    expect(() => selectDefects(ours, mine, options)).toThrow(WrongUse);
    expect(() => selectDefects(ours, mine, options)).toThrow(said);
  });
});

describe("the kill matrix", () => {
  const kill = (requirement: string) => ({
    case: "auth.url",
    provider: "groq",
    api: "openai-chat",
    mode: "ptb" as const,
    requirements: [requirement],
  });
  const hole = { defect: defect("a.hole"), kills: [], rightly: [], faults: [] };
  const throws = { ...hole, defect: defect("a.throws"), faults: ["TypeError: no such part"] };
  const misnamed = { defect: defect("a.wrong"), kills: [kill("MAP-01")], rightly: [], faults: [] };

  it("says of each verdict what to do", () => {
    expect(verdictLines({ holes: [hole, throws], misnamed: [misnamed], decorative: ["auth.idle"] })).toEqual([
      "hole: nothing catches a.hole (about a.hole); write a case for AUT-07",
      "hole: nothing catches a.throws (about a.throws), and cases could not run under it (TypeError: no such part); repair its plant first",
      "misnamed: a.wrong breaks AUT-07 but turns only MAP-01 red; repair the case's requirement or the defect's",
      "decorative: no defect turns auth.idle red; plant one in conformance/defects, or remove the case",
    ]);
    expect(verdictLines({ holes: [], misnamed: [], decorative: [] })).toEqual([]);
  });

  it("names a case that is red without a defect, with the command that shows it", () => {
    expect(alwaysRedLines([kill("AUT-07")])).toEqual([
      "always red: auth.url fails at groq/openai-chat without any defect, so its kills prove nothing; see npm test -- --provider groq --api openai-chat --case auth.url",
    ]);
  });

  it("has a line per defect", () => {
    expect(proofLine(hole)).toMatch(/^HOLE {5}a\.hole +AUT-07/);
    expect(proofLine(misnamed)).toMatch(/^MISNAMED a\.wrong +AUT-07 +auth\.url$/);
    const killed = { ...misnamed, kills: [kill("AUT-07")], rightly: [kill("AUT-07")] };
    expect(proofLine(killed)).toMatch(/^killed {3}a\.wrong/);
  });

  it("tells a defect that a provider cannot show from one that nothing catches", () => {
    const killed = { ...misnamed, kills: [kill("AUT-07")], rightly: [kill("AUT-07")] };
    expect(proofLine(killed, "groq")).toMatch(/^killed/);
    expect(proofLine(killed, "cohere")).toMatch(/^not here a\.wrong/);
    expect(proofLine(hole, "cohere")).toMatch(/^HOLE/);
  });
});
