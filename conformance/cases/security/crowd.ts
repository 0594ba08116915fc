/**
 * Many callers at once, and a provider that repeats its key wherever it can (SEC-01, SEC-04).
 * @module
 */
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf, type Reply, whole } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json, raw } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

const CROWD = 25;
const SHARED = "0b1f6a52-77de-4c41-9d0e-5f3c2b1a0999";
const idOf = (index: number): string => `${SHARED.slice(0, -2)}${String(index).padStart(2, "0")}`;

/** Each answer repeats what was asked, last come first served. */
function echo(context: CaseContext, session: Session): void {
  const usage = context.wire.usage({ prompt: 20, completion: 5 });
  session.serve((request) => {
    const { turns, stream } = context.wire.read(request);
    const text = `echo ${turns[0]?.texts.join("")}`;
    return stream ? context.simulate.stream([text], usage) : context.simulate.completion(text, usage);
  });
}

/** Fifty callers at once, every second one for a stream. */
function crowd(context: CaseContext, session: Session, requestId: (index: number) => string) {
  const model = pinned(context.endpoint());
  return Promise.all(
    Array.from({ length: CROWD }, async (_, index) => {
      const stream = index % 2 === 1;
      const body = { model, stream, messages: [{ role: "user", content: `caller ${index}` }] };
      const reply = await session.send(body, { headers: { "helicone-request-id": requestId(index) } });
      return { index, stream, reply, id: reply.headers.get("helicone-id") };
    }),
  );
}

const textOf = (reply: Reply, stream: boolean): string => (stream ? assemble(reply) : whole(reply)).text;

export const crowdCases: readonly Case[] = [
  {
    id: "security.crowd.similar-request-ids",
    area: "security",
    title:
      "Fifty requests at once under ids that differ in the end each get their own answer, record and charge",
    why: "state that is kept by the caller's id mixes up whoever has a similar one",
    requirements: ["SEC-04"],
    run: async (context) => {
      const session = await context.open();
      echo(context, session);
      const replies = await crowd(context, session, idOf);
      const answers = replies.map(({ id, reply, stream }) => ({ id, text: textOf(reply, stream) }));
      const expected = Array.from({ length: CROWD }, (_, index) => ({
        id: idOf(index),
        text: `echo caller ${index}`,
      }));
      context.check.equal("SEC-04", "own-answers", answers, expected);
      const records = await session.gateway.records();
      const outcomes = records.map(({ id, outcome }) => `${id} ${outcome}`).sort();
      const wanted = Array.from({ length: CROWD }, (_, index) => `${idOf(index)} success`);
      context.check.equal("SEC-04", "own-records", outcomes, wanted);
      const { charged, reserved } = await session.gateway.wallet("a");
      const one = records[0]?.cost?.amount ?? 0n;
      const due = context.mode === "ptb" ? one * BigInt(CROWD) : 0n;
      context.check.equal("SEC-04", "own-charges", [charged, reserved], [due, 0n]);
      context.count(CROWD);
    },
  },
  {
    id: "security.crowd.same-request-id",
    area: "security",
    title:
      "Of fifty requests at once under one request id one is served under it, and the others are refused",
    why: "a second request under an id overwrites the record of the first",
    requirements: ["SEC-04"],
    run: async (context) => {
      const session = await context.open();
      echo(context, session);
      const replies = await crowd(context, session, () => SHARED);
      const served = replies.filter(({ reply }) => reply.status === 200);
      context.check.equal("SEC-04", "one-served", served.length, 1);
      const [first] = served;
      const answer = first && { id: first.id, text: textOf(first.reply, first.stream) };
      const own = { id: SHARED, text: `echo caller ${first?.index}` };
      context.check.equal("SEC-04", "own-answer", answer, own);
      const others = replies.filter(({ reply }) => reply.status !== 200);
      const refusals = others.map(({ reply, id }) => [reply.status, errorOf(reply)?.code, id === SHARED]);
      const refused = Array(CROWD - 1).fill([409, "request_id_in_use", false]);
      context.check.equal("SEC-04", "others-refused", refusals, refused);
      const records = await session.gateway.records();
      const kept = records.filter(({ id }) => id === SHARED).map(({ outcome }) => outcome);
      context.check.equal("SEC-04", "one-record", kept, ["success"]);
      const again = await session.send(ask(pinned(context.endpoint())), {
        headers: { "helicone-request-id": SHARED },
      });
      context.check.equal(
        "SEC-04",
        "later-refused",
        [again.status, errorOf(again)?.code],
        [409, "request_id_in_use"],
      );
      context.check.equal("SEC-04", "called-once", session.received.length, 1);
      const { charged, reserved } = await session.gateway.wallet("a");
      const cost = records.find(({ id }) => id === SHARED)?.cost?.amount ?? 0n;
      context.check.equal(
        "SEC-04",
        "charged-once",
        [charged, reserved],
        [context.mode === "ptb" ? cost : 0n, 0n],
      );
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
      const session = await context.open({ socket: true });
      const model = pinned(context.endpoint());
      const key = session.credential();
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
        session.answer(answer);
        const reply = await session.send(ask(`${model},${model}`, { stream }));
        const seen = `${[...reply.headers].flat().join("\n")}\n${reply.text}`;
        context.check.equal("SEC-01", `${name}.caller`, seen.includes(key), false);
        const kept = JSON.stringify(await session.gateway.records(), (_key, value) =>
          typeof value === "bigint" ? String(value) : value,
        );
        context.check.equal("SEC-01", `${name}.records`, kept.includes(key), false);
        context.check.equal(
          "SEC-01",
          `${name}.logs`,
          (await session.gateway.logs()).join().includes(key),
          false,
        );
        context.count(1);
      }
      context.check.equal("SEC-01", "something-was-recorded", isObject(await session.lastRecord()), true);
    },
  },
];
