/**
 * Every good recording: the record of the gateway has exactly the classes that a person worked out (USE-01, USE-02).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { isScenarioId, type ScenarioId, scenarios } from "../../recordings/scenarios.ts";
import { lastNumber } from "../_shared/bill.ts";
import { play } from "../_shared/support.ts";

/** Scenarios whose answer is good; those that break off are the business of other areas. */
export const GOOD_SCENARIOS: readonly ScenarioId[] = Object.keys(scenarios)
  .filter(isScenarioId)
  .filter((id) => /^(?:chat|stream)\./.test(id) && !id.startsWith("stream.error"));

const WHY: Partial<Record<ScenarioId, string>> = {
  "chat.cached": "cached tokens are a part of the prompt here; counted beside it they are billed twice",
  "chat.cache-write": "cache writes must leave the uncached input as well as cache reads do",
  "chat.reasoning": "reasoning is a part of the completion here; added on top it is billed twice",
  "chat.reasoning.outside": "reasoning beside the completion is billed nothing when only completion is read",
  "chat.null-details": "null details mean none, not an unknown shape",
  "stream.usage.x-groq-only": "usage in the provider's own field only is recorded as a free call",
  "stream.usage.twice": "the same usage in two places is one usage",
  "stream.moderation-after-usage": "a later chunk with null usage must not wipe what was reported",
};

export const recordedUsage: readonly Case[] = GOOD_SCENARIOS.map((scenario) => ({
  id: `usage.classes.${scenario}`,
  area: "usage",
  title: `${scenarios[scenario].title}: each token is in exactly one class`,
  why: WHY[scenario] ?? "a token in two classes is billed twice, one in none is free",
  requirements: ["USE-01", "USE-02"],
  needs: { scenarios: [scenario] },
  run: async (context) => {
    const { session, recording } = await play(context, scenario);
    const reading = (await session.lastRecord())?.usage;
    const expected = recording.meta.expect?.usage;
    context.check.that("USE-02", "classes-written-down", expected !== undefined, {
      expected: "expect.usage in recording.json, worked out by hand",
      seen: expected,
      repair: `write expect.usage into recordings/${recording.meta.id}/recording.json`,
    });
    const repair = "see the provider's usage convention: what lies inside prompt and completion?";
    context.check.equal("USE-01", "kind", reading?.kind, "known", repair);
    const classes = reading?.kind === "known" ? reading.usage : {};
    context.check.equal("USE-01", "classes", classes, expected, repair);
    const sum = Object.values(classes).reduce((total, count) => total + count, 0);
    const total = lastNumber(recording, "total_tokens");
    if (total !== null) context.check.equal("USE-02", "classes-sum-to-the-total", sum, Number(total), repair);
  },
}));
