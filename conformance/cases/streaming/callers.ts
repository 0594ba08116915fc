/**
 * Callers on real sockets: they leave at any moment, or stay and never read (STR-08, STR-09).
 * @module
 */

import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { RawClient, requestText } from "../../upstream/raw-client.ts";
import { type Piece, streamed } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";
import { soon, turns } from "../errors/turns.ts";

const WORDS = ["alpha ", "beta ", "gamma "];

/** A raw caller that has sent its request. */
async function calling(
  context: CaseContext,
  session: Session,
  origin: string,
  stream = true,
): Promise<RawClient> {
  const client = await RawClient.open(origin);
  const body = JSON.stringify(ask(pinned(context.endpoint()), { stream }));
  const headers = {
    "content-type": "application/json",
    "helicone-auth": `Bearer ${canaries.gatewayKey.a}`,
  };
  client.say(requestText("/v1/chat/completions", headers, body));
  await session.untilReceived();
  return client;
}

/** Pieces up to a number, then the rest when it is let go on. */
function paused(pieces: readonly Piece[], count: number) {
  let resume = () => {};
  const gate = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const source = (async function* () {
    yield* pieces.slice(0, count);
    await gate;
    yield* pieces.slice(count);
  })();
  return { source, resume };
}

/** Lets what is under way end, for a bounded number of turns. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200 && !(await holds()); i++) await turns(10);
}

async function leaveAfter(
  context: CaseContext,
  session: Session,
  origin: string,
  count: number,
): Promise<void> {
  const usage = context.wire.usage({ prompt: 20, completion: 5 });
  const pieces = context.wire.stream(WORDS, usage);
  const { source, resume } = paused(pieces, count);
  const before = (await session.gateway.records()).length;
  session.answer(context.simulate.pieces(source));
  const client = await calling(context, session, origin);
  // The role comes first; each piece after it holds a word. Before the first word nothing can have arrived.
  const word = count >= 2 ? (WORDS[Math.min(count - 2, WORDS.length - 1)] ?? "") : null;
  if (word !== null) await client.readUntil(word.trim());
  client.leave();
  await turns(60);
  const name = `after-${count}-of-${pieces.length}`;
  const [request] = session.received;
  if (context.mode === "byok") {
    await until(() => request?.cancelled === true);
    context.check.equal("STR-09", `${name}.upstream-freed`, request?.cancelled, true);
  }
  resume();
  await until(async () => (await session.gateway.records()).length > before);
  await soon(session.gateway.idle());
  const record = await session.lastRecord();
  // What PTB reads to its end was whole, although nobody took it.
  const outcome = context.mode === "ptb" ? "success" : "cancelled";
  context.check.equal(
    "STR-09",
    `${name}.recorded`,
    [(await session.gateway.records()).length - before, record?.outcome],
    [1, outcome],
  );
  const { reserved } = await session.gateway.wallet("a");
  context.check.equal("STR-09", `${name}.nothing-reserved`, reserved, 0n);
  const { early } = context.wire.tells;
  // An opening that tells counts may have been read, or not, when the caller leaves behind it.
  if (early && count === 1 && context.mode === "byok") return;
  const known = context.mode === "ptb" || (early && count > 1) ? "known" : "unknown";
  context.check.equal("STR-09", `${name}.usage`, record?.usage.kind, known);
}

/** The beginning of a refusal, and the rest of it when it is let go on. */
async function leaveRefusal(
  context: CaseContext,
  session: Session,
  origin: string,
  stream: boolean,
): Promise<void> {
  const text = JSON.stringify(context.wire.error("The lock jammed"));
  const { source, resume } = paused([text.slice(0, 12), text.slice(12)], 1);
  const answer = streamed("application/json", source);
  if (answer.kind !== "answer") throw new Error("what is streamed is an answer");
  session.answer({ ...answer, status: 503 });
  const before = (await session.gateway.records()).length;
  const client = await calling(context, session, origin, stream);
  await turns(60);
  client.leave();
  const [request] = session.received;
  await until(() => request?.cancelled === true);
  const name = stream ? "streamed" : "whole";
  context.check.equal("STR-09", `${name}.upstream-freed`, request?.cancelled, true);
  resume();
  await until(async () => (await session.gateway.records()).length > before);
  await soon(session.gateway.idle());
  const record = await session.lastRecord();
  context.check.equal("STR-09", `${name}.recorded`, [record?.outcome, record?.status], ["cancelled", 499]);
  context.check.equal("STR-09", `${name}.calls`, session.received.length, 1);
}

export const callerStreams: readonly Case[] = [
  {
    id: "streaming.caller.leaves-at-each-piece",
    area: "streaming",
    title:
      "A caller whose socket closes after any piece frees the provider in BYOK and pays its usage in PTB",
    why: "a departure before the first byte takes another path than one in mid-stream",
    requirements: ["STR-09"],
    run: async (context) => {
      const session = await context.open({ socket: true });
      const origin = await session.gateway.listen();
      // Role, three words; what comes after them is the end itself.
      for (const count of context.sample([0, 1, 2, 3, 4], { least: 2 })) {
        await leaveAfter(context, session, origin, count);
        context.count(1);
      }
    },
  },
  {
    id: "streaming.caller.leaves-a-refusal",
    area: "streaming",
    title: "Frees the provider where a caller leaves while the text of a refusal still comes",
    why: "whoever left is not told of an error: nobody is asked in their name any more, and no provider is blamed",
    requirements: ["STR-09"],
    modes: ["byok"],
    run: async (context) => {
      const session = await context.open({ socket: true });
      const origin = await session.gateway.listen();
      for (const stream of [false, true]) await leaveRefusal(context, session, origin, stream);
      context.count(2);
    },
  },
  {
    id: "streaming.caller.never-reads",
    area: "streaming",
    title: "A caller that never reads its socket stops the provider, and its departure frees it",
    why: "the buffers between are finite; a gateway's own must be as well",
    requirements: ["STR-08", "STR-09"],
    run: async (context) => {
      const session = await context.open({ socket: true, limits: { drainBytes: 100_000 } });
      const origin = await session.gateway.listen();
      const [role = "", piece = ""] = context.wire.stream(["x".repeat(1 << 16)]);
      let sent = 0;
      const flood = (async function* () {
        yield role;
        for (; sent < 4_000; sent++) yield piece;
      })();
      session.answer(context.simulate.pieces(flood));
      const client = await calling(context, session, origin);
      for (let last = -1; sent !== last; ) {
        last = sent;
        await turns(100);
      }
      context.check.that("STR-08", "stopped", sent > 0 && sent < 1_000, {
        expected: "the provider held back after what the sockets' own buffers take",
        seen: `${sent} of 4000 pieces of 64 KiB`,
        repair: "pull from the provider when the caller's socket drains; do not pump",
      });
      client.leave();
      const [request] = session.received;
      await until(() => request?.cancelled === true);
      context.check.equal("STR-09", "freed", request?.cancelled, true);
    },
  },
  {
    id: "streaming.flow.keep-alive",
    area: "streaming",
    title: "A comment of the provider's reaches a waiting caller before the next token",
    why: "middleboxes cut a stream on which nothing moves while a model thinks",
    requirements: ["STR-08"],
    run: async (context) => {
      const session = await context.open();
      const pieces = context.wire.stream(WORDS);
      const waiting = [...pieces.slice(0, 2), context.wire.keepAlive(), ...pieces.slice(2)];
      session.answer(context.simulate.pieces(waiting));
      const reply = await session.send(ask(pinned(context.endpoint()), { stream: true }));
      const [before = "", after = ""] = reply.text.split(/^:.*\n\n/m);
      context.check.equal(
        "STR-08",
        "in-its-place",
        [before.includes("alpha"), after.includes("beta")],
        [true, true],
      );
    },
  },
  {
    id: "streaming.flow.error-ends-the-call",
    area: "streaming",
    title: "After an error frame nothing more is read of the provider's stream",
    why: "a stream that failed for good holds a connection that nobody needs",
    requirements: ["STR-07"],
    run: async (context) => {
      const session = await context.open({ socket: true });
      const frame = context.wire.streamError("The lock jammed", 503);
      const { source } = paused([...context.wire.stream(WORDS).slice(0, 2), frame, ""], 3);
      session.answer(context.simulate.pieces(source));
      const reply = await session.send(ask(pinned(context.endpoint()), { stream: true }));
      context.check.equal("STR-07", "shown", reply.text.includes("The lock jammed"), true);
      const [request] = session.received;
      await until(() => request?.cancelled === true);
      context.check.equal("STR-07", "freed", request?.cancelled, true);
    },
  },
];
