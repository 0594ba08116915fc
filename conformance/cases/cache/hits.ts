/**
 * When a stored answer is given, and what is said and charged then (CAC-01, CST-08).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { cacheWord, counted, ON, said } from "./support.ts";

/** On the caller's own key a beta reaches the provider, and changes what is answered. */
function betas({ api, mode }: CaseContext): [string, Record<string, string>, JsonObject][] {
  const names = mode === "byok" ? api.callerHeaders : [];
  return names.map((name) => [name, { ...ON, [name]: "context-1m-2025-08-07" }, {}]);
}

export const hitCases: readonly Case[] = [
  {
    id: "cache.off",
    area: "cache",
    title: "Without Helicone-Cache-Enabled every request reaches the provider and nothing is said of a cache",
    why: "an answer from yesterday to a caller who never asked for one",
    requirements: ["CAC-01"],
    run: async (context) => {
      const { ask, calls } = await counted(context);
      const headers = { "cache-control": "max-age=3600", "helicone-cache-seed": "s" };
      for (const given of [headers, headers, { ...headers, "helicone-cache-enabled": "false" }]) {
        const reply = await ask(given);
        context.check.equal("CAC-01", "no-word", [reply.status, cacheWord(reply)], [200, null]);
      }
      context.check.equal("CAC-01", "calls", calls(), 3);
    },
  },
  {
    id: "cache.hit",
    area: "cache",
    title: "The second of two requests that are the same is a HIT: the same answer, no upstream call, cost 0",
    why: "a hit that is billed, or that asks the provider again, is no cache",
    requirements: ["CAC-01", "CST-08"],
    run: async (context) => {
      for (const stream of [false, true]) {
        const { session, ask, calls } = await counted(context);
        const first = await ask(ON, { stream });
        const before = await session.gateway.wallet("a");
        const second = await ask(ON, { stream });
        const after = await session.gateway.wallet("a");
        context.check.equal(
          "CAC-01",
          `words.${stream}`,
          [cacheWord(first), cacheWord(second)],
          ["MISS", "HIT"],
        );
        context.check.equal("CAC-01", `answer.${stream}`, said(second), {
          status: 200,
          text: "Answer 1.",
          finish: ["stop"],
        });
        context.check.equal("CAC-01", `calls.${stream}`, calls(), 1);
        context.check.equal(
          "CAC-01",
          `bucket.${stream}`,
          second.headers.get("helicone-cache-bucket-idx"),
          "0",
        );
        const latency = second.headers.get("helicone-cache-latency") ?? "";
        context.check.that("CAC-01", `latency.${stream}`, /^\d+$/.test(latency), {
          expected: "the milliseconds that the answer took when it was made",
          seen: latency,
        });
        context.check.equal("CST-08", `wallet.${stream}`, after, before);
        const record = await session.lastRecord();
        context.check.equal("CST-08", `record.${stream}`, [record?.cached, record?.cost?.amount], [true, 0n]);
        context.check.equal(
          "CST-08",
          `books.${stream}`,
          (await session.gateway.ledger("a")).length,
          context.mode === "ptb" ? 1 : 0,
        );
      }
    },
  },
  {
    id: "cache.framing",
    area: "cache",
    title:
      "A stored answer is given in the framing that is asked for: whole as a stream, streamed as a whole",
    why: "a stream where JSON was asked for breaks the caller's parser",
    requirements: ["CAC-01"],
    run: async (context) => {
      for (const [made, asked] of [
        [false, true],
        [true, false],
      ] as const) {
        const { ask, calls } = await counted(context);
        await ask(ON, { stream: made });
        const reply = await ask(ON, { stream: asked });
        const name = asked ? "whole-as-stream" : "stream-as-whole";
        const type = asked ? "text/event-stream; charset=utf-8" : "application/json";
        context.check.equal("CAC-01", `${name}.type`, reply.headers.get("content-type"), type);
        context.check.equal("CAC-01", `${name}.answer`, said(reply), {
          status: 200,
          text: "Answer 1.",
          finish: ["stop"],
        });
        context.check.equal("CAC-01", `${name}.end`, asked ? reply.done : reply.json !== null, true);
        context.check.equal("CAC-01", `${name}.calls`, [cacheWord(reply), calls()], ["HIT", 1]);
      }
    },
  },
  {
    id: "cache.same-framing-of-fields",
    area: "cache",
    title: "The order of fields does not keep two requests apart; ignored keys do not count",
    why: "clients write their fields in any order, and some put a random id into each request",
    requirements: ["CAC-01"],
    run: async (context) => {
      const { ask, calls } = await counted(context);
      await ask(ON, { temperature: 0, seed: 1 });
      const turned = await ask(ON, { seed: 1, temperature: 0 });
      context.check.equal("CAC-01", "order", [cacheWord(turned), calls()], ["HIT", 1]);
      const ignoring = { ...ON, "helicone-cache-ignore-keys": "user, metadata" };
      await ask(ignoring, { user: "one" });
      const other = await ask(ignoring, { user: "two" });
      context.check.equal(
        "CAC-01",
        "ignored",
        [cacheWord(other), said(other).text, calls()],
        ["HIT", "Answer 2.", 2],
      );
      const counting = await ask(ON, { user: "two" });
      context.check.equal("CAC-01", "counted", [cacheWord(counting), calls()], ["MISS", 3]);
    },
  },
  {
    id: "cache.apart",
    area: "cache",
    title: "Another body, parameter, passed header, seed or bucket size is another answer",
    why: "a key that leaves something out gives somebody the answer to another question",
    requirements: ["CAC-01"],
    run: async (context) => {
      const { ask, calls } = await counted(context);
      await ask();
      const others: [string, Record<string, string>, JsonObject][] = [
        ["parameter", ON, { temperature: 0.5 }],
        ["limit", ON, { max_tokens: 7 }],
        ["nucleus", ON, { top_p: 0.5 }],
        ["stop", ON, { stop: "X" }],
        ["stop.list", ON, { stop: ["X", "Y"] }],
        ["stop.turned", ON, { stop: ["Y", "X"] }],
        ["user", ON, { user: "ada" }],
        ["letters", ON, { messages: [{ role: "user", content: "WHERE DOES THE TIDE GO?" }] }],
        ...betas(context),
        ["seed", { ...ON, "helicone-cache-seed": "other" }, {}],
        ["seed.case", { ...ON, "helicone-cache-seed": "Other" }, {}],
        ["bucket", { ...ON, "helicone-cache-bucket-max-size": "2" }, {}],
        // Of a bucket of two the first answer fills one place: what another bucket holds fills none.
        ["bucket.second", { ...ON, "helicone-cache-bucket-max-size": "2" }, {}],
      ];
      for (const [name, headers, more] of others)
        context.check.equal("CAC-01", name, cacheWord(await ask(headers, more)), "MISS");
      context.check.equal("CAC-01", "calls", calls(), 1 + others.length);
    },
  },
];
