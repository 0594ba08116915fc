/**
 * How long to wait, and under which id to complain (ERR-05).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json, sse } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

/** Dates count from the gateway's own time. */
type Headers = [string, string][] | ((now: number) => [string, string][]);
type Form = [name: string, headers: Headers, message: string, seconds: string | null];

const date =
  (secondsFromNow: number) =>
  (now: number): [string, string][] => [["retry-after", new Date(now + secondsFromNow * 1000).toUTCString()]];

/** The limit headers of one kind, as they stand on every answer. */
const limit = (kind: string, remaining: string, reset: string): [string, string][] => [
  [`x-ratelimit-remaining-${kind}`, remaining],
  [`x-ratelimit-reset-${kind}`, reset],
];

/** Google's RetryInfo, alone and in a list. */
const retryInfo = (delay: string) => ({
  error: {
    code: 429,
    message: "Used up",
    details: [
      { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [] },
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: delay },
    ],
  },
});

const FORMS: readonly Form[] = [
  ["seconds", [["retry-after", "34"]], "Slow down", "34"],
  ["zero", [["retry-after", "0"]], "Slow down", "0"],
  ["fraction", [["retry-after", "1.2"]], "Slow down", "2"],
  ["date", date(90), "Slow down", "90"],
  ["past-date", date(-90), "Slow down", "0"],
  ["milliseconds", [["retry-after-ms", "1500"]], "Slow down", "2"],
  [
    "both",
    [
      ["retry-after-ms", "2500"],
      ["retry-after", "3"],
    ],
    "Slow down",
    "3",
  ],
  ["spoken", [], "Used up. Please try again in 4.77s.", "5"],
  ["spoken-minutes", [], "Used up. Please try again in 9m38.016s", "579"],
  ["spoken-milliseconds", [], "Used up. Please try again in 130ms.", "1"],
  ["header-first", [["retry-after", "8"]], "Please try again in 20s", "8"],
  ["duration", [["retry-after", "2m3s"]], "Slow down", "123"],
  ["spoken-retry-after", [], "Used up, retry after 6s", "6"],
  ["reset-of-requests", limit("requests", "0", "130ms"), "Slow down", "1"],
  ["reset-of-tokens", limit("tokens", "0", "6m0s"), "Slow down", "360"],
  ["longest-reset", [...limit("requests", "0", "2s"), ...limit("tokens", "0", "9s")], "Slow down", "9"],
  ["reset-of-a-limit-not-hit", limit("tokens", "12", "6m0s"), "Slow down", null],
  ["header-before-reset", [["retry-after", "4"], ...limit("tokens", "0", "6m0s")], "Slow down", "4"],
  [
    "reset-as-date",
    (now) => [
      ["anthropic-ratelimit-tokens-remaining", "0"],
      ["anthropic-ratelimit-tokens-reset", new Date(now + 40_000).toISOString()],
    ],
    "Slow down",
    "40",
  ],
  ["nonsense", [["retry-after", "soon"]], "Slow down", null],
  ["nothing", [], "Slow down", null],
];

export const retryAfterCases: readonly Case[] = [
  {
    id: "errors.retry-after.forms",
    area: "errors",
    title: "Every form of Retry-After becomes whole seconds on 429 and 503, plain and streamed",
    why: "a dropped wait makes clients hammer; milliseconds taken for seconds make them wait for hours",
    requirements: ["ERR-05"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const asked = FORMS.flatMap((form) => [429, 503].map((status) => ({ form, status })));
      for (const { form: said, status } of context.sample(asked)) {
        const [name, form, message, seconds] = said;
        const headers = typeof form === "function" ? form(session.gateway.clock.now()) : form;
        session.answer(context.simulate.error(status, message, { headers }));
        const reply = await session.send(ask(model, { stream: status === 503 }));
        context.check.equal("ERR-05", `${name}.${status}`, reply.headers.get("retry-after"), seconds);
        context.count(1);
      }
    },
  },
  {
    id: "errors.retry-after.in-the-body",
    area: "errors",
    title: "A wait that stands in the body reaches the caller as the header, also out of a 200 or a stream",
    why: "hosts of Google's say it nowhere else",
    requirements: ["ERR-05"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const [delay, seconds] of [
        ["34s", "34"],
        ["34.5s", "35"],
        ["soon", null],
      ] as const) {
        const body = retryInfo(delay);
        const frame = sse([`data: ${JSON.stringify(body)}\n\n`]);
        const answers: [string, UpstreamAnswer, boolean][] = [
          ["plain", json(429, body), false],
          ["list", json(429, [body]), false],
          ["in-200", json(200, body), false],
          ["first-event", frame, true],
        ];
        for (const [name, answer, stream] of answers) {
          session.answer(answer);
          const reply = await session.send(ask(model, { stream }));
          const seen = [reply.status, reply.headers.get("retry-after")];
          context.check.equal("ERR-05", `${name}.${delay}`, seen, [429, seconds]);
          context.count(1);
        }
      }
    },
  },
  {
    id: "errors.retry-after.not-limited",
    area: "errors",
    title: "Limit headers on an error that is no limit make no Retry-After",
    why: "they stand on every answer; a 400 that says wait is retried for nothing",
    requirements: ["ERR-05"],
    run: async (context) => {
      const session = await context.open();
      const headers = limit("requests", "0", "6m0s");
      for (const status of [400, 404, 422, 500]) {
        session.answer(context.simulate.error(status, "Not like this", { headers }));
        const reply = await session.send(ask(pinned(context.endpoint())));
        context.check.equal("ERR-05", String(status), reply.headers.get("retry-after"), null);
      }
    },
  },
  {
    id: "errors.retry-after.last-of-many",
    area: "errors",
    title: "When every attempt was limited, the answer still says how long to wait",
    why: "fallback must not lose what the provider said",
    requirements: ["ERR-05"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const limited = (wait: string) =>
        context.simulate.error(429, "Slow down", { headers: [["retry-after", wait]] });
      session.answer(limited("3"), limited("11"));
      const reply = await session.send(ask(`${model},${model}`));
      context.check.equal("ERR-05", "both-tried", session.received.length, 2);
      context.check.equal("ERR-05", "the-last-ones", reply.headers.get("retry-after"), "11");
    },
  },
  {
    id: "errors.upstream-id",
    area: "errors",
    title: "The provider's request id is shown on answers and on errors, streamed or not, and recorded",
    why: "without it nobody can ask the provider what happened",
    requirements: ["ERR-05"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const id = "req_0123456789abcdef";
      const headers: [string, string][] = [["x-request-id", id]];
      const stream = context.simulate.stream(["Out."]);
      if (stream.kind === "answer") stream.headers.push(...headers);
      const answers = [
        ["answer", json(200, context.wire.completion("Out."), headers), false],
        ["stream", stream, true],
        ["error", context.simulate.error(500, "Lost", { headers }), false],
      ] as const;
      for (const [name, answer, streamed] of answers) {
        session.answer(answer);
        const reply = await session.send(ask(model, { stream: streamed }));
        context.check.equal("ERR-05", name, reply.headers.get("helicone-upstream-request-id"), id);
      }
      const served = (await session.gateway.records()).flatMap(
        (record) => record.served?.upstreamRequestId ?? [],
      );
      context.check.equal("ERR-05", "recorded", served, [id, id]);
    },
  },
];
