import { expect, test } from "vitest";
import { ALONE, dealt } from "./deal.ts";
import { buildPlan, isRun } from "./plan.ts";

const plan = buildPlan({ providers: ["deepinfra", "groq", "anthropic"], cases: ["cost.exact."] });
const positions = dealt(plan);
const runs = plan.filter(isRun);
const nameOf = ({ case: { id }, api }: (typeof runs)[number]) => `${id} ${api}`;

test("gives each run of a case on an API a place of its own among all of them", () => {
  for (const name of new Set(runs.map(nameOf))) {
    const own = runs.filter((item) => nameOf(item) === name);
    const places = own.map((item) => positions(item).among);
    expect(places, name).toEqual(own.map((_, index) => ({ index, of: own.length })));
  }
});

test("gives the modes of a provider a place each among themselves", () => {
  const own = runs.filter((item) => nameOf(item) === "cost.exact.every-endpoint openai-chat");
  const atGroq = own.filter(({ provider }) => provider === "groq");
  expect(atGroq.map((item) => positions(item).atProvider)).toEqual([
    { index: 0, of: 2 },
    { index: 1, of: 2 },
  ]);
});

test("leaves a run alone that its plan does not have", () => {
  const [stranger] = buildPlan({ providers: ["mistral"], cases: ["cost.exact."] }).filter(isRun);
  expect(stranger && positions(stranger)).toEqual(ALONE);
});
