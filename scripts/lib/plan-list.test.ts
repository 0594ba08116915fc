import { describe, expect, it } from "vitest";
import { type Planned, renderPlan } from "./plan-list.ts";

const item = (over: Partial<Planned>): Planned => ({
  case: { id: "errors.status", requirements: ["ERR-02", "ERR-04"] },
  provider: "deepinfra",
  api: "openai-chat",
  mode: "ptb",
  verdict: { kind: "run" },
  ...over,
});

describe("the list of the plan", () => {
  it("has one line per case and verdict, with modes, requirements and whether it applies", () => {
    const tools = { id: "mapping.tools.parallel", requirements: ["MAP-06"] };
    const tier = { id: "cost.tier", requirements: ["CST-02"] };
    const text = renderPlan([
      item({}),
      item({ mode: "byok" }),
      item({ case: tools, verdict: { kind: "unsupported", capability: "tools" } }),
      item({ case: tier, verdict: { kind: "not-applicable", reason: "no tiers" } }),
      item({ provider: "groq", verdict: { kind: "untested", reason: "no recording", repair: "write it" } }),
    ]);
    expect(text).toBe(`deepinfra/openai-chat
  errors.status           ptb byok  ERR-02 ERR-04  runs
  mapping.tools.parallel  ptb       MAP-06         checks that it is refused: no tools
  cost.tier               ptb       CST-02         not applicable: no tiers

groq/openai-chat
  errors.status           ptb  ERR-02 ERR-04  untested: no recording; write it

5 runs of 3 cases: 3 run (1 as checks of a refusal), 1 not applicable, 1 untested
`);
  });
});
