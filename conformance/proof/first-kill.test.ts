import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Defect } from "../defects/defect.ts";
import { withOutbound } from "../defects/plants.ts";
import { buildPlan } from "../engine/plan.ts";
import { Upstream } from "../upstream/server.ts";
import { firstCaught, firstKill, type KnownKills, runName, worthKnowing } from "./first-kill.ts";
import type { Kill, Proof } from "./prove.ts";

const upstream = new Upstream();
beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

const options = { upstream, seed: 1, deadlineMs: 2_000 };
const plan = buildPlan({
  providers: ["deepinfra"],
  cases: ["mapping.request.basic", "auth.provider.credential", "auth.caller.refused"],
});
const planted = (id: string, plant: Defect["plant"], breaks: Defect["breaks"]): Defect => ({
  id,
  title: id,
  seenIn: "own",
  breaks,
  plant,
});
const wrongPath = planted(
  "own.path",
  withOutbound((request) => ({ ...request, url: `${request.url}/` })),
  ["MAP-01"],
);
const harmless = planted("own.nothing", (parts) => parts, ["MAP-01"]);
const basic = "mapping.request.basic at deepinfra/openai-chat [byok]";
const remembering = (name: string): KnownKills => ({ "own.path": [name] });

describe("a defect", () => {
  test("is caught by the run that caught it last time", async () => {
    const { rightly } = await firstKill(wrongPath, options, plan, remembering(basic));
    expect(rightly).toMatchObject([{ case: "mapping.request.basic", mode: "byok" }]);
  });

  test.each([
    ["of nothing", {}],
    ["of a run that does not catch it", remembering("auth.caller.refused at deepinfra/openai-chat [ptb]")],
    ["of a run that is gone", remembering("gone at nowhere/openai-chat [ptb]")],
  ])("is looked for everywhere after a memory %s", async (_which, known: KnownKills) => {
    expect((await firstKill(wrongPath, options, plan, known)).rightly).toHaveLength(1);
  });

  test("stays a hole whatever is remembered of it", async () => {
    const known = { "own.nothing": [basic] };
    expect(await firstKill(harmless, options, plan, known)).toMatchObject({ kills: [], rightly: [] });
  });
});

describe("a case", () => {
  const caught = (id: string, known: KnownKills) =>
    firstCaught(id, [harmless, wrongPath], options, plan, known);

  test.each([
    ["remembered", remembering(basic)],
    ["forgotten", {}],
  ])("catches the defect that is %s", async (_which, known: KnownKills) => {
    expect(await caught("mapping.request.basic", known)).toBe(wrongPath);
  });

  test("is decorative where no defect turns it red, whatever is remembered", async () => {
    const known = remembering("auth.caller.refused at deepinfra/openai-chat [ptb]");
    expect(await caught("auth.caller.refused", known)).toBeNull();
  });
});

test("remembers a kill of every defect and of every case, by the name of its run", () => {
  const kill = (name: string): Kill => ({
    case: name,
    provider: "groq",
    api: "openai-chat",
    mode: "ptb",
    requirements: ["MAP-01"],
  });
  const proof = (id: string, ...rightly: Kill[]): Proof => ({
    defect: { ...harmless, id },
    kills: rightly,
    rightly,
    faults: [],
  });
  expect(worthKnowing([proof("b", kill("x"), kill("y")), proof("a", kill("y"), kill("x"))])).toEqual({
    a: ["y at groq/openai-chat [ptb]"],
    b: ["x at groq/openai-chat [ptb]", "y at groq/openai-chat [ptb]"],
  });
  expect(plan.map(runName)).toContain(basic);
});
