/**
 * Many callers at once, and a provider that repeats its key wherever it can (SEC-01, SEC-04).
 * @module
 */
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { assemble, whole } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json, raw } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

const CROWD = 50;
const SHARED = "0b1f6a52-77de-4c41-9d0e-5f3c2b1a0999";

export const crowdCases: readonly Case[] = [
  {
    id: "security.crowd.same-request-id",
    area: "security",
    title: "Fifty requests at once under one request id each get their own answer, record and charge",
    why: "state that is kept by the caller's id mixes up whoever shares it",
    requirements: ["SEC-04"],
    run: async (context) => {
      const stage = await context.open();
      const usage = context.wire.usage({ prompt: 20, completion: 5 });
      // The provider answers with what it was asked, last come first served.
      stage.serve((request) => {
        const { turns, stream } = context.wire.read(request);
        const text = `echo ${turns[0]?.texts.join("")}`;
        return stream ? context.simulate.stream([text], usage) : context.simulate.completion(text, usage);
      });
      const model = pinned(context.endpoint());
      const answers = await Promise.all(
        Array.from({ length: CROWD }, async (_, index) => {
          const stream = index % 2 === 1;
          const body = { model, stream, messages: [{ role: "user", content: `caller ${index}` }] };
          const reply = await stage.send(body, { headers: { "helicone-request-id": SHARED } });
          return {
            id: reply.headers.get("helicone-id"),
            text: (stream ? assemble(reply) : whole(reply)).text,
          };
        }),
      );
      const expected = Array.from({ length: CROWD }, (_, index) => ({
        id: SHARED,
        text: `echo caller ${index}`,
      }));
      context.check.equal("SEC-04", "own-answers", answers, expected);
      const records = stage.gateway.records();
      const outcomes = records.map(({ id, outcome }) => `${id} ${outcome}`);
      context.check.equal("SEC-04", "own-records", outcomes, Array(CROWD).fill(`${SHARED} success`));
      const { charged, reserved } = await stage.gateway.wallet("a");
      const one = records[0]?.cost?.amount ?? 0n;
      const due = context.mode === "ptb" ? one * BigInt(CROWD) : 0n;
      context.check.equal("SEC-04", "own-charges", [charged, reserved], [due, 0n]);
      context.count(CROWD);
    },
  },
  {
    id: "security.leak.echoing-provider",
    area: "security",
    title: "A provider that repeats its key in headers, errors, streams and redirects gives it to nobody",
    why: "what is masked in the message stands in the next header",
    requirements: ["SEC-01"],
    run: async (context) => {
      // On a socket: MSW would remember the cookie and send it along with later cases.
      const stage = await context.open({ socket: true });
      const model = pinned(context.endpoint());
      const key = stage.credential();
      const headers: [string, string][] = [
        ["x-request-id", `req-${key}`],
        ["www-authenticate", `Bearer realm="${key}"`],
        ["location", `https://elsewhere.example/?key=${key}`],
        ["set-cookie", `key=${key}`],
        ["retry-after", key],
      ];
      const body = {
        error: { message: `no ${key}`, type: key, code: key, param: key, details: [{ retryDelay: key }] },
      };
      const frame = context.wire.streamError(`no ${key}`, 401);
      const good = context.wire.stream(["A"]);
      const withHeaders = (answer: UpstreamAnswer): UpstreamAnswer =>
        answer.kind === "answer" ? { ...answer, headers: [...answer.headers, ...headers] } : answer;
      const answers: [name: string, answer: UpstreamAnswer, stream: boolean][] = [
        ["served", withHeaders(context.simulate.completion("A")), false],
        ["streamed", withHeaders(context.simulate.stream(["A"])), true],
        ...[302, 401, 403, 429, 500].map((status): [string, UpstreamAnswer, boolean] => [
          String(status),
          json(status, body, headers),
          status === 429,
        ]),
        ["text", raw(400, "text/plain", `bad ${key}`, headers), false],
        ["in-200", json(200, body, headers), false],
        ["unusable", raw(200, "text/plain", `bad ${key}`, headers), false],
        ["first-event", withHeaders(context.simulate.pieces([frame])), true],
        ["mid-stream", withHeaders(context.simulate.pieces([...good.slice(0, 2), frame])), true],
      ];
      for (const [name, answer, stream] of answers) {
        stage.answer(answer);
        const reply = await stage.send(ask(`${model},${model}`, { stream }));
        const seen = `${[...reply.headers].flat().join("\n")}\n${reply.text}`;
        context.check.equal("SEC-01", `${name}.caller`, seen.includes(key), false);
        const kept = JSON.stringify(stage.gateway.records(), (_key, value) =>
          typeof value === "bigint" ? String(value) : value,
        );
        context.check.equal("SEC-01", `${name}.records`, kept.includes(key), false);
        context.check.equal("SEC-01", `${name}.logs`, stage.gateway.logs().join().includes(key), false);
        context.count(1);
      }
      context.check.equal("SEC-01", "something-was-recorded", isObject(stage.lastRecord()), true);
    },
  },
];
