/**
 * Generated price lists of a few days, walked through in time: what is charged the moment before and at each change, at home
 * and in a region, and for an advisor inside the answer (CST-07, CST-10, CST-11, CST-12).
 * @module
 */
import fc from "fast-check";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import { expectedCost } from "../../oracle/price.ts";
import { listThere, momentsOf, outlivingRise, type Timeline, timelines } from "../../oracle/timelines.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { CASE_EPOCH } from "../../targets/manual-clock.ts";
import { regionOf } from "../_shared/bill.ts";
import { Ledger } from "../_shared/ledger.ts";
import { classesOf } from "../_shared/support.ts";
import { watch } from "../billing/reserve.ts";
import { reshaped } from "./made-up.ts";

const TIMELINES = 6;
const WEEK_MS = 7 * 86_400_000;
const TOLD = { prompt: 1000, cached: 300, completion: 100 };
const ADVISED = { input: 2000, output: 10 };

interface Place {
  deployment: "default" | "away";
  region: string | undefined;
  requirement: RequirementId;
}

/** At home, where that is somewhere, and at a deployment that is pinned to the region. */
function placesOf(context: CaseContext): Place[] {
  const home = regionOf(context);
  return [
    { deployment: "default", region: home, requirement: home === undefined ? "CST-12" : "CST-10" },
    { deployment: "away", region: home ?? "eu", requirement: "CST-10" },
  ];
}

/** Usage with an advisor's tokens beside the answer's, where the API tells of any. */
function usageOf(context: CaseContext, endpoint: Endpoint, hasAdvisor: boolean): JsonObject {
  const usage = context.wire.usage(TOLD);
  if (!hasAdvisor) return usage;
  const { input: input_tokens, output: output_tokens } = ADVISED;
  const advisor = { type: "advisor_message", model: endpoint.providerModelId, input_tokens, output_tokens };
  const own = {
    type: "message",
    input_tokens: usage.input_tokens ?? 0,
    output_tokens: usage.output_tokens ?? 0,
  };
  return { ...usage, iterations: [own, advisor] };
}

interface Walked {
  context: CaseContext;
  ledger: Ledger;
  session: Session;
  endpoint: Endpoint;
  timeline: Timeline;
}

/** One answer at one moment. */
async function compareAt(
  { context, ledger, session, endpoint, timeline }: Walked,
  { deployment, region, requirement }: Place,
  label: string,
): Promise<void> {
  const hasAdvisor = context.api.id === "anthropic-messages";
  const ms = session.gateway.clock.now();
  const list = listThere(timeline, region, ms);
  const model = `${endpoint.model}/${endpoint.provider}/${deployment}`;
  const answer = context.simulate.completion("Out.", usageOf(context, endpoint, hasAdvisor));
  const { reply, during, charged } = await watch(session, ask(model), answer);
  const cost = (await session.lastRecord())?.cost ?? null;
  if (list === null) {
    const isRefused = context.mode === "ptb";
    const told = [reply.status, during === null, charged];
    ledger.compare("CST-12", "without-a-price", label, told, [isRefused ? 400 : 200, isRefused, 0n]);
    if (!isRefused) ledger.compare("CST-12", "unpriced", label, cost?.computed?.kind, "unpriced");
    return;
  }
  const own = expectedCost(list, classesOf(context.wire, TOLD));
  const expected = own + (hasAdvisor ? expectedCost(list, ADVISED) : 0n);
  const computed = cost?.computed?.kind === "priced" ? cost.computed.total : null;
  ledger.compare(requirement, "computed", label, computed, expected);
  const owed = cost?.counted === "reported" ? cost.amount : expected;
  ledger.compare("CST-07", "charged", label, charged, context.mode === "ptb" ? owed : 0n);
  const reserved = during?.reserved ?? 0n;
  const short = context.mode === "ptb" && own > reserved ? own - reserved : 0n;
  ledger.compare("BIL-01", "reserved-too-little", label, short, 0n);
}

async function walk(context: CaseContext, ledger: Ledger, timeline: Timeline, nth: number): Promise<void> {
  const places = placesOf(context);
  const { endpoint, data } = reshaped(context, ({ unpriced: _none, free: _paid, ...config }) => ({
    ...config,
    pricing: [...timeline.pricing],
    modifiers: [...timeline.modifiers],
    deployments: { default: {}, away: { region: places[1]?.region } },
  }));
  const session = await context.open({ data, direct: true });
  const { clock } = session.gateway;
  const walked = { context, ledger, session, endpoint, timeline };
  for (const ms of momentsOf(timeline, CASE_EPOCH, CASE_EPOCH + WEEK_MS)) {
    clock.advance(ms - clock.now());
    for (const place of places) {
      const label = `${nth} ${new Date(ms).toISOString()} ${place.deployment}`;
      await compareAt(walked, place, label);
      context.count(1);
    }
  }
}

export const timelineCases: readonly Case[] = [
  {
    id: "cost.timeline",
    area: "cost",
    title:
      "Charges at every change of generated price lists, a millisecond before it and at it, the price of that moment and place",
    why: "an announced price is taken a minute early, and a rise in a region bills the spring as well",
    requirements: ["CST-07", "CST-10", "CST-12", "BIL-01"],
    run: async (context) => {
      const ledger = new Ledger();
      const region = regionOf(context) ?? "eu";
      const drawn = fc.sample(timelines(CASE_EPOCH, region), { seed: context.seed, numRuns: TIMELINES });
      const all = [outlivingRise(CASE_EPOCH, region), ...drawn].map((timeline, nth) => ({ timeline, nth }));
      const kindOf = ({ nth }: { nth: number }) => (nth === 0 ? "written" : "drawn");
      for (const { timeline, nth } of context.sample(all, { least: 1, kindOf }))
        await walk(context, ledger, timeline, nth);
      ledger.report(context.check);
    },
  },
];
