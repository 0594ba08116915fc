/**
 * What a passed answer tells of its price, in every API and wherever that API has a place for it: the bytes pass as they
 * are, and the record knows model, usage, cost and times as if the gateway had made the call itself (PRX-07, OBS-01).
 * @module
 */
import { APPROVED_DOMAINS } from "../../../registry/domains/index.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import { times } from "../../../registry/pricing/modifiers/write.ts";
import type { Case, Needs } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import type { Answer } from "../../oracle/meaning/answer.ts";
import { answers } from "../../oracle/meaning/generate.ts";
import type { Recording } from "../../recordings/load.ts";
import { answerOf } from "../../upstream/replay.ts";
import type { CameBack } from "../../upstream/target-side.ts";
import { recordedCost } from "../_shared/bill.ts";
import { habitsOf, owed, spokenAt, upstreamIdOf } from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";
import { openPassing, type Passing } from "../_shared/pass.ts";
import { type Sent, sendSlowly, streamOf, UNTIL_END_MS, UNTIL_FIRST_MS, wholeOf } from "../_shared/passed.ts";
import { isStreamed, textsOnWire } from "../_shared/support.ts";
import { sayings, saysWords, wordsOf } from "../_shared/words.ts";
import { NEW, OLD, PERIODS } from "../cost/declared.ts";
import { reshaped } from "../cost/made-up.ts";
import { GOOD_SCENARIOS } from "../usage/recorded.ts";

/** Is the cost of calls to the provider's own hosts computed? `null` where they are no approved domain. */
export const costSupport = (slug: string): boolean | null =>
  APPROVED_DOMAINS.find((row) => row.slug === slug)?.costSupport ?? null;

/** The call of a recording as its client makes it at the provider itself. */
export function callOf({ meta, requestBody }: Recording) {
  const { origin, pathname, search } = new URL(meta.request.url);
  return {
    target: origin,
    method: "POST",
    path: `${pathname}${search}`,
    body: JSON.stringify(requestBody),
    fields: [["Content-Type", "application/json"]] as [string, string][],
  };
}

/** The model by the name that the call has for it: a deployment may be called anything, so there the answer's own word counts. */
function calledAt(recording: Recording): string {
  const isDeployment = new URL(recording.meta.request.url).pathname.includes("/deployments/");
  return (
    (isDeployment ? textsOnWire(recording, "model").find((name) => name !== "") : undefined) ??
    recording.meta.model
  );
}

/** What the record must say of an answer. */
export interface Expected {
  endpoint: Endpoint;
  model: string;
  isStream: boolean;
  isWhole: boolean;
  /** Classes; `unknown` where none were told. */
  usage: unknown;
  /** In pico-USD; `null` where nothing is known, or nothing is computed. */
  cost: bigint | null;
  upstreamId: string | null;
  laterMs: number;
}

/** Compares what the caller got and what the record says with what was sent. */
export async function compare(
  { session }: Passing,
  ledger: Ledger,
  label: string,
  came: CameBack,
  content: Uint8Array,
  expected: Expected,
): Promise<void> {
  const { endpoint, model, isStream, isWhole, usage, cost, upstreamId, laterMs } = expected;
  const record = await session.lastRecord();
  ledger.compare(
    "PRX-01",
    "bytes",
    label,
    came.body.toString("latin1"),
    Buffer.from(content).toString("latin1"),
  );
  ledger.compare("PRX-01", "broken", label, came.broken, !isWhole);
  const seen = record?.usage.kind === "known" ? record.usage.usage : record?.usage.kind;
  ledger.compare("PRX-07", "usage", label, seen, usage);
  ledger.compare("PRX-07", "cost", label, record?.cost?.amount ?? null, cost);
  const { provider, deployment, api } = endpoint;
  ledger.compare("PRX-07", "served", label, record?.served, {
    provider,
    model: endpoint.model,
    endpoint: endpoint.id,
    deployment,
    api,
    mode: "byok",
    upstreamRequestId: upstreamId,
  });
  const about = [record?.model, record?.stream, record?.outcome, record?.status, record?.cached];
  ledger.compare("OBS-01", "about", label, about, [
    model,
    isStream,
    isWhole ? "success" : "failed",
    200,
    false,
  ]);
  ledger.compare("OBS-01", "error", label, record?.error?.code ?? null, isWhole ? null : "upstream_broken");
  const times = [record?.firstTokenMs, record?.latencyMs];
  ledger.compare("OBS-01", "times", label, times, [UNTIL_FIRST_MS, UNTIL_FIRST_MS + laterMs]);
}

const ANSWERS = 8;
/** Places at which each answer breaks off. */
const CUTS = 3;

interface Passed {
  said: Answer;
  /** `null` for an answer that comes to its end. */
  cut: number | null;
  label: string;
}

/** Generated answers, each once to its end and broken off in some places. */
function generated(context: CaseContext, stream: boolean): readonly Passed[] {
  const all = answers(spokenAt(context), { calls: false, stream }, context.seed, ANSWERS);
  const passed = all.flatMap((said, nth) =>
    Array.from({ length: CUTS + 1 }, (_, i): Passed => {
      const cut = i === 0 ? null : (said.order >>> (5 * i)) & 0x3ff;
      return { said, cut, label: `${nth}-${i}` };
    }),
  );
  return context.sample(passed, { kindOf: ({ cut }) => (cut === null ? "whole" : "cut") });
}

async function told(context: CaseContext, recording: Recording, stream: boolean): Promise<void> {
  const passing = await openPassing(context);
  const endpoint = context.endpointOf(recording);
  const { model } = recording.meta;
  const ledger = new Ledger();
  for (const { said: drawn, cut, label } of generated(context, stream)) {
    // Whatever stands for the model in generated answers: this one was asked for.
    const said = { ...drawn, model };
    const habits = habitsOf(endpoint, [], said.order % 2 === 0);
    const sent: Sent = stream
      ? streamOf(context, said, habits, cut)
      : wholeOf(context, said, habits, cut === null);
    const upstreamId = upstreamIdOf(said);
    const came = await sendSlowly(passing, callOf(recording), sent, {
      fields: [["x-request-id", upstreamId]],
    });
    const isPriced = costSupport(endpoint.provider) && sent.told !== null;
    await compare(passing, ledger, label, came, sent.bytes, {
      endpoint,
      model,
      upstreamId,
      laterMs: UNTIL_END_MS,
      isWhole: sent.isWhole,
      isStream: sent.isStream,
      usage: sent.told?.counts ?? "unknown",
      cost: isPriced ? owed(context, endpoint, sent.told) : null,
    });
    context.count(1);
  }
  ledger.report(context.check);
}

async function recorded(context: CaseContext): Promise<void> {
  const passing = await openPassing(context);
  const ledger = new Ledger();
  for (const recording of context.sample(context.recordings(GOOD_SCENARIOS), { own: true })) {
    const endpoint = context.endpointOf(recording);
    const answer = answerOf(recording);
    const headers = new Headers(answer.kind === "answer" ? answer.headers : []);
    const type = headers.get("content-type") ?? "";
    const bytes = Buffer.from(recording.responseBody);
    const sent = { type, encoding: "identity", bytes, isStream: isStreamed(recording), isWhole: true };
    const upstreamId = "up-recorded";
    const came = await sendSlowly(passing, callOf(recording), sent, {
      fields: [["x-request-id", upstreamId]],
    });
    await compare(passing, ledger, recording.meta.scenario, came, bytes, {
      endpoint,
      model: calledAt(recording),
      upstreamId,
      laterMs: UNTIL_END_MS,
      isWhole: true,
      isStream: isStreamed(recording),
      usage: recording.meta.expect?.usage,
      cost: costSupport(endpoint.provider) ? recordedCost(context, recording) : null,
    });
    context.count(1);
  }
  ledger.report(context.check);
}

const DAY_MS = 86_400_000;

/** A stream that runs past a change of prices pays those of its start; the next one pays the new ones. */
async function dated(context: CaseContext): Promise<void> {
  const recording = context.recording("stream.basic");
  const endpoint = context.endpointOf(recording);
  // Only the prices that stand here: surcharges of a region would come on top.
  const { data } = reshaped(
    context,
    ({ modifiers: _surcharges, ...config }) => ({ ...config, pricing: PERIODS }),
    endpoint,
  );
  const passing = await openPassing(context, { data });
  const [drawn] = answers(spokenAt(context), { calls: false, stream: true }, context.seed, 1);
  if (!drawn) throw new Error("nothing was generated");
  const usages = [{ counts: { input: 1000, output: 100 }, accepted: 0, breakdown: false, ticks: 0 }];
  // A host that reports its own price would be believed.
  const habits = { ...habitsOf(endpoint, [], true), price: null };
  const sent = streamOf(context, { ...drawn, usages, model: recording.meta.model }, habits, null);
  const cost = async (): Promise<unknown> => {
    await sendSlowly(passing, callOf(recording), sent, { later: 2 });
    return (await passing.session.lastRecord())?.cost?.amount;
  };
  // One millisecond before the new prices hold; they do when the first answer has ended.
  passing.session.gateway.clock.advance(DAY_MS - 1);
  context.check.equal("PRX-07", "begun the day before", await cost(), picoOfUsd(OLD.usd));
  context.check.equal("PRX-07", "begun on the day itself", await cost(), picoOfUsd(NEW.usd));
}

/** What an answer says of its price is heard wherever it stands, in answers that nobody translates too. */
async function said(context: CaseContext): Promise<void> {
  const recording = context.recording("chat.basic");
  const endpoint = context.endpointOf(recording);
  const { data } = reshaped(
    context,
    ({ modifiers: _surcharges, unpriced: _none, ...config }) => ({
      ...config,
      pricing: [OLD.tier],
      modifiers: wordsOf(endpoint.api).map((word) => times(word, ["harbour_first"], "2", "made up")),
    }),
    endpoint,
  );
  const passing = await openPassing(context, { data });
  const usage = context.wire.usage({ prompt: 1000, completion: 100 });
  const { model } = recording.meta;
  const values = { usage, value: "harbour_first", earlier: "default" };
  const named = (body: JsonObject) => (typeof body.model === "string" ? { ...body, model } : body);
  for (const { label, stream, type, bytes, holds } of sayings(context, values, named)) {
    await sendSlowly(passing, callOf(recording), {
      type,
      encoding: "identity",
      bytes: Buffer.from(bytes),
      isWhole: true,
    });
    const cost = (await passing.session.lastRecord())?.cost?.amount;
    const expected = picoOfUsd(OLD.usd) * (holds === null ? 1n : 2n);
    context.check.equal("CST-09", `${label}${stream ? ", streamed" : ""}`, cost, expected);
  }
}

export const passes: Needs["endpoints"] = {
  that: "at an approved domain",
  where: ({ provider }) => costSupport(provider) !== null,
};
export const isComputed: Needs["endpoints"] = {
  that: "at an approved domain whose costs are computed",
  where: ({ provider }) => costSupport(provider) === true,
};

const about = { area: "passthrough", modes: ["byok"] } as const;

export const toldCases: readonly Case[] = [
  {
    ...about,
    id: "passthrough.told.whole",
    title:
      "A generated answer that is passed on leaves its usage, cost and times in the record, packed or broken off",
    why: "what is passed on is billed to whoever asked, by counts that nobody else reads",
    requirements: ["PRX-01", "PRX-07", "OBS-01"],
    needs: { scenarios: ["chat.basic"], endpoints: passes },
    run: (context) => told(context, context.recording("chat.basic"), false),
  },
  {
    ...about,
    id: "passthrough.told.streams",
    title:
      "A generated stream that is passed on is charged what it told last, wherever that stands and it breaks off",
    why: "the first usage of a stream is a guess, and its place differs from host to host and from event to event",
    requirements: ["PRX-01", "PRX-07", "OBS-01"],
    needs: { scenarios: ["stream.basic"], endpoints: passes },
    run: (context) => told(context, context.recording("stream.basic"), true),
  },
  {
    ...about,
    id: "passthrough.told.recorded",
    title: "Every recorded answer has the same usage and cost when it is passed on",
    why: "a second reader of usage lags behind the first, and only its own bills show it",
    requirements: ["PRX-01", "PRX-07", "OBS-01"],
    needs: { scenarios: ["chat.basic"], endpoints: passes },
    run: recorded,
  },
  {
    ...about,
    id: "passthrough.told.dates",
    title: "A passed stream pays the prices of the day on which it began",
    why: "a price list that is read at the end bills every night's last calls at tomorrow's price",
    requirements: ["PRX-07"],
    needs: { scenarios: ["stream.basic"], endpoints: isComputed },
    run: dated,
  },
  {
    ...about,
    id: "passthrough.told.words",
    title: "A passed answer is charged at the price of the tier that it says served it, wherever it says so",
    why: "a priority call that is billed at the list is billed at half its price",
    requirements: ["CST-09"],
    needs: {
      scenarios: ["chat.basic"],
      endpoints: {
        that: "at an approved domain whose costs are computed, in an API that names the tier",
        where: ({ api, provider }) => saysWords(api) && costSupport(provider) === true,
      },
    },
    run: said,
  },
];
