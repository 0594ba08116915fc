/**
 * Retries by header, and providers that keep failing (FLB-04, FLB-06).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { ask, type SendOptions } from "../../engine/session.ts";
import type { LimitSettings } from "../../targets/views.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { letTimePass } from "../_shared/time.ts";
import { areWithin, FINE, ON, POLICIES, SLACK } from "../_shared/waits.ts";
import { turns } from "../errors/turns.ts";

/** Fields that attempts read, translate or drop. */
const RICH: JsonObject = {
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: [{ type: "text", text: "Where does the tide go?" }] },
  ],
  max_tokens: 64,
  temperature: 0,
  seed: 4,
  user: "tide-table",
  stop: ["END", "STOP"],
  logit_bias: {},
};

interface Seen {
  reply: Reply;
  calls: number;
  /** Between two calls, in milliseconds. */
  waits: number[];
}

/** One request before a provider that gives these answers in order, the last one again and again. */
async function retried(
  context: CaseContext,
  answers: readonly UpstreamAnswer[],
  headers: Record<string, string>,
  stream = false,
  limits: Partial<LimitSettings> = {},
): Promise<Seen> {
  const session = await context.open({ direct: true, limits });
  const times: number[] = [];
  session.serve(() => {
    times.push(session.gateway.clock.now());
    return answers[Math.min(times.length, answers.length) - 1] ?? { kind: "network-error" };
  });
  const options: SendOptions = { headers };
  const sending = session.send(ask(pinned(context.endpoint()), { stream }), options);
  const reply = await letTimePass(session, sending, FINE);
  return { reply, calls: times.length, waits: times.slice(1).map((time, i) => time - (times[i] ?? 0)) };
}

/** A request with something in every place, twice: once for an answer at once, once after a failure. */
async function sameAgain(context: CaseContext): Promise<void> {
  const { check } = context;
  for (const stream of [false, true]) {
    const session = await context.open({ direct: true });
    const body = ask(pinned(context.endpoint()), { ...RICH, stream });
    const headers = { ...ON, "anthropic-beta": "context-1m-2025-08-07" };
    const seen = async (...answers: UpstreamAnswer[]) => {
      session.answer(...answers, simulated(context, stream));
      const reply = await letTimePass(session, session.send(body, { headers }));
      check.equal("FLB-06", `rich.${stream}.${answers.length}`, reply.status, 200);
      return session.received.map(({ url, body: text }) => [url, text]);
    };
    const [direct] = await seen();
    const again = await seen(context.simulate.error(503, "Closed"), { kind: "network-error" });
    check.equal("RTE-07", `rich.${stream}.as-a-direct-call`, again, [direct, direct, direct]);
  }
}

const malformed: readonly Record<string, string>[] = [
  { "helicone-retry-enabled": "yes" },
  { ...ON, "helicone-retry-num": "11" },
  { ...ON, "helicone-retry-num": "NaN" },
  { ...ON, "helicone-retry-factor": "0.5" },
  { ...ON, "helicone-retry-min-timeout": "-1" },
  { ...ON, "helicone-retry-min-timeout": "5000", "helicone-retry-max-timeout": "1000" },
];

/** Limits at which a silent provider is given up soon. */
const IMPATIENT = { headersTimeoutMs: 900 };

/** Failures that may be over in a moment. */
const passing = (context: CaseContext): [name: string, failure: UpstreamAnswer][] => [
  ...[429, 500, 502, 503, 504].map((status): [string, UpstreamAnswer] => [
    String(status),
    context.simulate.error(status, "Not now"),
  ]),
  ["network", { kind: "network-error" }],
  ["silence", { kind: "silence" }],
];

/** The caller leaves while the next try is waited for. */
async function leftWaiting(context: CaseContext): Promise<void> {
  for (const stream of [false, true]) {
    const session = await context.open({ direct: true });
    let calls = 0;
    session.serve(() => {
      calls++;
      return context.simulate.error(503, "Closed");
    });
    const leaving = new AbortController();
    const options = { headers: ON, signal: leaving.signal };
    const sending = session.start(ask(pinned(context.endpoint()), { stream }), options).then(
      (response) => response.text(),
      () => "",
    );
    await session.untilReceived();
    await turns();
    leaving.abort();
    await turns();
    for (let seconds = 0; seconds < 60; seconds++) {
      session.gateway.clock.advance(1_000);
      await turns(20);
    }
    await sending;
    await session.gateway.idle();
    context.check.equal("FLB-06", `left.${stream}.calls`, calls, 1);
    const { reserved } = await session.gateway.wallet("a");
    context.check.equal("FLB-06", `left.${stream}.reserved`, reserved, 0n);
  }
}

export const retryCases: readonly Case[] = [
  {
    id: "fallback.retries.left",
    area: "fallback",
    title: "Tries nothing again for a caller who left while the next try was waited for",
    why: "a call for nobody costs as much as one that somebody waits for",
    requirements: ["FLB-06"],
    run: leftWaiting,
  },
  {
    id: "fallback.retries.asked-for",
    area: "fallback",
    title: "Retries happen where they are asked for, as often as asked, and are counted and charged as one",
    why: "a gateway that retries unasked turns a busy provider into a dead one; one that charges each try is worse",
    requirements: ["FLB-06", "BIL-03"],
    run: async (context) => {
      const busy = context.simulate.error(503, "Closed");
      for (const stream of [false, true]) {
        const good = simulated(context, stream);
        const saved = await retried(
          context,
          [busy, busy, good],
          { ...ON, "helicone-retry-num": "2" },
          stream,
        );
        context.check.equal(
          "FLB-06",
          `saved.${stream}`,
          [saved.reply.status, saved.calls, saved.reply.headers.get("helicone-attempts")],
          [200, 3, "3"],
        );
        const given = await retried(context, [busy], { ...ON, "helicone-retry-num": "2" }, stream);
        const listed = errorOf(given.reply)?.attempts;
        context.check.equal(
          "FLB-06",
          `given-up.${stream}`,
          [given.reply.status, given.calls, Array.isArray(listed) ? listed.length : 0],
          [503, 3, 3],
        );
        const unasking: Record<string, string>[] = [
          {},
          { "helicone-retry-enabled": "false", "helicone-retry-num": "3" },
        ];
        for (const headers of unasking) {
          const unasked = await retried(context, [busy, good], headers, stream);
          context.check.equal("FLB-06", `unasked.${stream}`, [unasked.reply.status, unasked.calls], [503, 1]);
        }
      }
      const session = await context.open({ direct: true });
      let calls = 0;
      session.serve(() => (calls++ === 0 ? busy : simulated(context)));
      const before = await session.gateway.wallet("a");
      await letTimePass(session, session.send(ask(pinned(context.endpoint())), { headers: ON }));
      const after = await session.gateway.wallet("a");
      const record = await session.lastRecord();
      const cost = context.mode === "ptb" ? (record?.cost?.amount ?? -1n) : 0n;
      const told = [after.charged - before.charged, after.reserved, calls];
      context.check.equal("BIL-03", "charged", told, [cost, 0n, 2]);
    },
  },
  {
    id: "fallback.retries.waits",
    area: "fallback",
    title: "Waits between retries grow, differ between requests, and are never shorter than Retry-After",
    why: "callers that all come back in the same second bring the provider down again",
    requirements: ["FLB-04", "FLB-06"],
    run: async (context) => {
      const busy = context.simulate.error(503, "Closed");
      for (const [name, headers, longest] of POLICIES) {
        const { waits } = await retried(context, [busy], { ...ON, ...headers });
        context.check.that("FLB-06", `waits.${name}`, areWithin(waits, longest), {
          expected: `waits of at most ${longest.join(", ")} ms, and at least half of each`,
          seen: waits,
        });
      }
      const most = { ...ON, "helicone-retry-num": "4", "helicone-retry-max-timeout": "1000" };
      const { waits } = await retried(context, [busy], most);
      context.check.that("FLB-06", "longest", waits.length === 4 && Math.max(...waits) <= 1000 + SLACK, {
        expected: "4 waits of at most a second",
        seen: waits,
      });
      const even = { ...ON, "helicone-retry-num": "4", "helicone-retry-factor": "1" };
      const spread = new Set((await retried(context, [busy], even)).waits);
      context.check.that("FLB-06", "jitter", spread.size > 1, {
        expected: "waits that differ",
        seen: [...spread],
      });
      const patient = context.simulate.error(429, "Slow down", { headers: [["retry-after", "7"]] });
      const asked = await retried(context, [patient, simulated(context)], ON);
      context.check.that("FLB-04", "retry-after", asked.calls === 2 && (asked.waits[0] ?? 0) >= 7000, {
        expected: "a second call after 7 seconds at the earliest",
        seen: asked.waits,
      });
      // As long as the longest wait that the caller allows, and a second more.
      for (const [seconds, calls] of [
        ["10", 2],
        ["11", 1],
      ] as const) {
        const bound = context.simulate.error(429, "Slow down", { headers: [["retry-after", seconds]] });
        const seen = await retried(context, [bound, simulated(context)], ON);
        context.check.equal("FLB-04", `retry-after ${seconds}`, seen.calls, calls);
      }
      const late = context.simulate.error(429, "Slow down", { headers: [["retry-after", "3600"]] });
      const never = await retried(context, [late, simulated(context)], ON);
      context.check.equal("FLB-04", "too-long", [never.reply.status, never.calls], [429, 1]);
    },
  },
  {
    id: "fallback.retries.passing",
    area: "fallback",
    title: "tries again after every failure that may pass, with the very request that failed",
    why: "a gateway that retries 503 alone gives up at the commonest faults: a bare 500 and a silent provider",
    requirements: ["FLB-06", "RTE-07"],
    run: async (context) => {
      for (const [name, failure] of context.sample(passing(context))) {
        const seen = await retried(context, [failure, simulated(context)], ON, false, IMPATIENT);
        context.check.equal("FLB-06", name, [seen.reply.status, seen.calls], [200, 2]);
      }
      await sameAgain(context);
    },
  },
  {
    id: "fallback.retries.not-after",
    area: "fallback",
    title: "What will fail again is not tried again, nor is a stream whose content has begun",
    why: "a wrong request is wrong five times, and half an answer twice is no answer",
    requirements: ["FLB-06"],
    run: async (context) => {
      for (const status of [400, 404, 413]) {
        const { calls } = await retried(context, [context.simulate.error(status, "No")], ON);
        context.check.equal("FLB-06", `status.${status}`, calls, 1);
      }
      const pieces = context.wire.stream(["The tide ", "goes out."]).slice(0, -2);
      const { calls } = await retried(context, [context.simulate.pieces(pieces)], ON, true);
      context.check.equal("FLB-06", "after-content", calls, 1);
    },
  },
  {
    id: "fallback.retries.malformed",
    area: "fallback",
    title: "Wrong retry headers are a 400 that names the header, and no upstream call",
    why: "NaN retries are none, or for ever",
    requirements: ["FLB-06"],
    run: async (context) => {
      for (const headers of malformed) {
        const { reply, calls } = await retried(context, [simulated(context)], headers);
        const named = /helicone-retry-/i.test(String(errorOf(reply)?.param));
        context.check.equal("FLB-06", JSON.stringify(headers), [reply.status, named, calls], [400, true, 0]);
      }
      const list = { "helicone-fallbacks": "[]" };
      const { reply, calls } = await retried(context, [simulated(context)], list);
      const told = [reply.status, errorOf(reply)?.param, calls];
      context.check.equal("FLB-06", "fallbacks-without-target", told, [400, "Helicone-Fallbacks", 0]);
    },
  },
];
