import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Defect } from "../defects/defect.ts";
import { withOutbound } from "../defects/plants.ts";
import type { CaseContext } from "../engine/context.ts";
import { buildPlan } from "../engine/plan.ts";
import { Upstream } from "../upstream/server.ts";
import { judgeProofs, type Proof, proveDefect, redWhenHealthy, withoutAlwaysRed } from "./prove.ts";

const plan = buildPlan({
  providers: ["deepinfra"],
  cases: ["auth.url.no-credential", "auth.caller.refused"],
});
const defect = (id: string): Defect => ({
  id,
  title: id,
  seenIn: "own",
  breaks: ["AUT-07"],
  plant: (parts) => parts,
});
const kill = (name: string, requirement: string) => ({
  case: name,
  provider: "deepinfra",
  api: "openai-chat",
  mode: "ptb" as const,
  requirements: [requirement],
});

function proof(id: string, ...kills: ReturnType<typeof kill>[]): Proof {
  return {
    defect: defect(id),
    kills,
    rightly: kills.filter(({ requirements }) => requirements.includes("AUT-07")),
    faults: [],
  };
}

describe("a verdict on the proofs", () => {
  test("is clean when every defect is killed under its name and every case kills one", () => {
    const proofs = [
      proof("a", kill("auth.url.no-credential", "AUT-07")),
      proof("b", kill("auth.caller.refused", "AUT-07")),
    ];
    expect(judgeProofs(proofs, plan)).toEqual({ holes: [], misnamed: [], decorative: [] });
  });

  test("calls a defect that nothing catches a hole", () => {
    expect(judgeProofs([proof("a")], plan).holes.map(({ defect: { id } }) => id)).toEqual(["a"]);
  });

  test("calls a defect that is caught under another name only misnamed, and its case decorative", () => {
    const { misnamed, decorative, holes } = judgeProofs(
      [proof("a", kill("auth.url.no-credential", "AUT-01"))],
      plan,
    );
    expect(misnamed.map(({ defect: { id } }) => id)).toEqual(["a"]);
    expect([...decorative].sort()).toEqual(["auth.caller.refused", "auth.url.no-credential"]);
    expect(holes).toEqual([]);
  });
});

test("a kill by a case that is red anyway counts for nothing", () => {
  const proofs = [
    proof("a", kill("auth.url.no-credential", "AUT-07"), kill("auth.caller.refused", "AUT-07")),
  ];
  const left = withoutAlwaysRed(proofs, [kill("auth.caller.refused", "AUT-01")]);
  expect(left[0]?.rightly.map((one) => one.case)).toEqual(["auth.url.no-credential"]);
  expect(left[0]?.kills).toHaveLength(1);
});

describe("the search for a defect", () => {
  const upstream = new Upstream();
  beforeAll(() => upstream.listen());
  afterAll(() => upstream.close());

  const small = buildPlan({
    providers: ["deepinfra", "google-ai-studio"],
    cases: ["mapping.request.basic", "auth.provider.credential"],
  });
  const prove = (broken: Defect) => proveDefect(broken, { upstream, seed: 1, deadlineMs: 2_000 }, small);
  const rewritten = (find: string) =>
    withOutbound((request) => ({ ...request, url: request.url.replace(find, "") }));

  test("goes on to cases of other requirements: each compares what the provider gets", async () => {
    const plant = rewritten("?alt=sse");
    const { rightly } = await prove({
      ...defect("own.no-sse"),
      breaks: ["MAP-01"],
      providers: ["google-ai-studio"],
      plant,
    });
    expect(rightly.map((kill) => kill.case)).not.toEqual([]);
    expect(rightly.map((kill) => kill.case)).not.toContain("mapping.request.basic");
  });

  test("goes on to other providers, unless the defect names its own", async () => {
    const plant = rewritten("v1beta/");
    const found = await prove({ ...defect("own.no-version"), breaks: ["MAP-01"], plant });
    expect(found.rightly.map(({ provider }) => provider)).toEqual(["google-ai-studio"]);
    const there = { ...defect("own.there"), breaks: ["MAP-01"] as const, providers: ["deepinfra"], plant };
    expect((await prove(there)).kills).toEqual([]);
  });

  test("tells a plant that throws from a defect that nothing catches", async () => {
    const throwing = () => {
      throw new TypeError("the plant is broken");
    };
    const { kills, faults } = await prove({ ...defect("own.throws"), breaks: ["MAP-01"], plant: throwing });
    expect(kills).toEqual([]);
    expect(faults).toEqual(["TypeError: the plant is broken"]);
  });

  test("knows which kills come from cases that are red without a defect", async () => {
    const [item] = small;
    if (!item) throw new Error("nothing is planned");
    const broken = {
      ...item,
      case: {
        ...item.case,
        operation: "chat" as const,
        id: "own.always-red",
        requirements: ["MAP-01"] as const,
        run: async ({ check }: CaseContext) => check.equal("MAP-01", "no", 1, 2),
      },
    };
    const kills = [kill("own.always-red", "MAP-01"), kill("auth.provider.credential", "AUT-01")];
    const options = { upstream, seed: 1, deadlineMs: 2_000 };
    expect(await redWhenHealthy(kills, options, [...small, broken])).toEqual([kills[0]]);
  });
});
