import { describe, expect, test } from "vitest";
import type { Defect } from "./defects/defect.ts";
import { buildPlan } from "./plan.ts";
import { judgeProofs, type Proof } from "./prove.ts";

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
  requirements: [requirement],
});

function proof(id: string, ...kills: ReturnType<typeof kill>[]): Proof {
  return {
    defect: defect(id),
    kills,
    rightly: kills.filter(({ requirements }) => requirements.includes("AUT-07")),
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
    expect(judgeProofs([proof("a")], plan).holes.map(({ id }) => id)).toEqual(["a"]);
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
