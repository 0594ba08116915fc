/**
 * Wrappers that change nothing are caught by nothing: else a kill would show what the wrapper spoils by itself, and prove nothing
 * of the fault that it plants.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPlan, isRun, type PlanItem } from "../engine/plan.ts";
import { runCase } from "../engine/runner.ts";
import { isRed } from "../outcome/red.ts";
import { placeOf } from "../outcome/result.ts";
import { type Around, type Plant, referenceTarget } from "../targets/reference.ts";
import { Upstream } from "../upstream/server.ts";
import { mapJson, withReading, withUsage } from "./dialect-plants.ts";
import { unchanged, withAnswer, withBody, withOutbound, withRequest } from "./plants.ts";
import { withRecord } from "./record-plants.ts";
import { answering } from "./responses.ts";
import { mapResponseEvents } from "./responses-upstream-streams.ts";
import { mapChunks, mapEvents, mapText, withBytes, withEvents } from "./stream-plants.ts";

const same = <T>(value: T): T => value;

const WRAPPERS: readonly [string, Plant, Around?][] = [
  ["requests", withRequest(same)],
  ["bodies", withBody(same)],
  ["outbound requests", withOutbound(same)],
  ["answers", withAnswer(same)],
  ["bytes", withBytes(same)],
  ["texts", mapText(same)],
  ["JSON of events", mapJson(() => same)],
  ["events of responses", mapResponseEvents(same)],
  ["what was read", withEvents(same)],
  ["each event", mapEvents(same)],
  ["chunks", mapChunks(same)],
  ["readings", withReading(same)],
  ["usage", withUsage(same)],
  ["records", withRecord(same)],
  ["answers of the responses API", unchanged, answering(same, same)],
];

/** Generated answers, with whatever characters, line ends and breaks there are. */
const CASES = [
  "response.meaning.openai-chat",
  "response.meaning.openai-responses",
  "billing.told.cut-anywhere",
];
const PLACES = ["deepinfra/openai-chat", "openai/openai-responses"];
const isAsked = (item: PlanItem): boolean =>
  isRun(item) && item.mode === "ptb" && CASES.includes(item.case.id) && PLACES.includes(placeOf(item));

const upstream = new Upstream();
beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

test.each(WRAPPERS)(
  "a wrapper of %s that changes nothing is caught by no case",
  async (_what, plant, around) => {
    const target = referenceTarget(plant, around);
    const items = buildPlan({ cases: CASES, providers: ["deepinfra", "openai"] }).filter(isAsked);
    expect(items.length).toBe(CASES.length * PLACES.length);
    const red: string[] = [];
    for (const item of items) {
      const result = await runCase(item, { target, upstream, seed: 7, deadlineMs: 5_000, every: 3 });
      const failed = result.checks.filter(({ ok }) => !ok);
      if (isRed(result, true))
        red.push(...failed.map(({ name, seen }) => `${item.case.id} ${name}: ${seen}`));
    }
    expect(red).toEqual([]);
  },
);
