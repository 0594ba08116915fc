/**
 * How a stream flows: as it comes, no faster than the caller reads, and not beyond the caller's stay (STR-08, STR-09).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import type { Received } from "../../upstream/server.ts";
import type { Piece } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";
import { soon } from "../errors/turns.ts";

/** A source that waits to be let go on, one piece at a time. */
function gated(pieces: readonly Piece[]) {
  let allowed = 0;
  let wake = () => {};
  const source = (async function* () {
    for (const [i, piece] of pieces.entries()) {
      while (i >= allowed) await new Promise<void>((resolve) => (wake = resolve));
      yield piece;
    }
  })();
  const open = (count: number) => {
    allowed = count;
    wake();
  };
  return { source, open };
}

const decoder = new TextDecoder();

async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  let text = "";
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

/** Lets the event loop turn a bounded number of times, until something holds. No clock is involved. */
async function turns(until: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !until(); i++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Waits for the socket of a request to close; the limit is a deadline for a failing gateway, never a wait for a good one. */
async function closedWithin(request: Received | undefined, ms: number): Promise<void> {
  if (!request || request.cancelled) return;
  await new Promise<void>((resolve) => {
    const deadline = setTimeout(resolve, ms);
    request.onClose.push(() => {
      clearTimeout(deadline);
      resolve();
    });
  });
}

/** The body of a streaming answer; a gateway that gives none has failed before anything flows. */
function readerOf(
  { check }: CaseContext,
  requirement: "STR-08" | "STR-09",
  { body, status }: Response,
): ReadableStreamDefaultReader<Uint8Array> {
  check.that(requirement, "streams", body !== null, { expected: "a body", seen: status });
  if (!body) throw new Error("there is nothing to read");
  return body.getReader();
}

/** A stream that would go on for very long. */
function endless(context: CaseContext): { pieces: AsyncGenerator<Piece>; sent: () => number } {
  let sent = 0;
  const [start = "", piece = ""] = context.wire.stream(["wave "]);
  const pieces = (async function* () {
    yield start;
    for (; sent < 100_000; sent++) yield piece;
  })();
  return { pieces, sent: () => sent };
}

export const flowingStreams: readonly Case[] = [
  {
    id: "streaming.flow.as-it-comes",
    area: "streaming",
    title: "A piece reaches the caller before the provider has sent the next one",
    why: "a buffered stream is no stream",
    requirements: ["STR-08"],
    run: async (context) => {
      const session = await context.open();
      const pieces = context.wire.stream(["one ", "two ", "three "]);
      const { source, open } = gated(pieces);
      session.answer(context.simulate.pieces(source));
      open(2);
      const reader = readerOf(
        context,
        "STR-08",
        await session.start(ask(pinned(context.endpoint()), { stream: true })),
      );
      const first = await readUntil(reader, "one ");
      context.check.equal(
        "STR-08",
        "first-piece",
        [first.includes("one "), first.includes("two ")],
        [true, false],
      );
      open(3);
      const second = await readUntil(reader, "two ");
      context.check.equal(
        "STR-08",
        "second-piece",
        [second.includes("two "), second.includes("three ")],
        [true, false],
      );
      open(pieces.length);
      const rest = await readUntil(reader, "[DONE]");
      context.check.equal("STR-08", "the-rest", rest.includes("three "), true);
    },
  },
  {
    id: "streaming.flow.backpressure",
    area: "streaming",
    title: "A caller that does not read keeps the provider from sending without bound",
    why: "unbounded buffers fall over at the first slow client",
    requirements: ["STR-08"],
    run: async (context) => {
      const session = await context.open({ limits: { drainBytes: 100_000 } });
      const { pieces, sent } = endless(context);
      session.answer(context.simulate.pieces(pieces));
      const reader = readerOf(
        context,
        "STR-08",
        await session.start(ask(pinned(context.endpoint()), { stream: true })),
      );
      await readUntil(reader, "wave");
      await turns(() => false);
      const pulled = sent();
      context.check.that("STR-08", "bounded", pulled < 200, {
        expected: "fewer than 200 pieces pulled while the caller reads one",
        seen: pulled,
        repair: "pull from the provider when the caller pulls; do not pump",
      });
      await reader.cancel();
      await session.gateway.idle();
    },
  },
  {
    id: "streaming.flow.caller-leaves",
    area: "streaming",
    title: "When the caller leaves, BYOK cancels the call and PTB reads on for its usage, within a bound",
    why: "a forgotten call costs money; a cancelled one loses its usage",
    requirements: ["STR-09"],
    run: async (context) => {
      const session = await context.open({ socket: true, limits: { drainBytes: 10_000 } });
      const { pieces, sent } = endless(context);
      session.answer(context.simulate.pieces(pieces));
      const reader = readerOf(
        context,
        "STR-09",
        await session.start(ask(pinned(context.endpoint()), { stream: true })),
      );
      await readUntil(reader, "wave");
      await reader.cancel();
      await session.gateway.idle();
      const [request] = session.received;
      await closedWithin(request, 1000);
      context.check.equal("STR-09", "upstream-freed", request?.cancelled, true);
      context.check.that("STR-09", "bounded", sent() < 100_000, {
        expected: "a call that ends before the provider does",
        seen: sent(),
      });
      context.check.equal("STR-09", "recorded", (await session.lastRecord())?.outcome, "cancelled");
    },
  },
  {
    id: "streaming.flow.drained-in-time",
    area: "streaming",
    title:
      "Reads on for a caller who left for as long as is allowed, though the provider says nothing, and no longer",
    why: "a provider that falls silent then holds a call and what is set aside for it until a far longer limit",
    requirements: ["STR-09"],
    modes: ["ptb"],
    run: async (context) => {
      const limits = {
        drainMs: 5_000,
        idleTimeoutMs: 600_000,
        totalTimeoutMs: 600_000,
        streamTimeoutMs: 600_000,
      };
      const session = await context.open({ limits });
      const [first, second] = context.wire.stream(["wave ", "on "]);
      const pieces = (async function* () {
        for (const piece of [first, second]) if (piece !== undefined) yield piece;
        await new Promise<never>(() => {});
      })();
      session.answer(context.simulate.pieces(pieces));
      const started = await session.start(ask(pinned(context.endpoint()), { stream: true }));
      const reader = readerOf(context, "STR-09", started);
      await readUntil(reader, "wave");
      await reader.cancel();
      const isOver = () => soon(session.gateway.idle().then(() => true));
      session.gateway.clock.advance(limits.drainMs - 1);
      context.check.equal("STR-09", "read on", await isOver(), null);
      session.gateway.clock.advance(1);
      context.check.equal("STR-09", "ended in time", await isOver(), true);
      context.check.equal("STR-09", "freed", (await session.gateway.wallet("a")).reserved, 0n);
    },
  },
  {
    id: "streaming.flow.drained-usage",
    area: "streaming",
    title: "A caller who leaves a PTB stream early still pays what it used; in BYOK the call ends",
    why: "the usage stands at the end of the stream",
    requirements: ["STR-09"],
    run: async (context) => {
      const session = await context.open();
      const usage = context.wire.usage({ prompt: 20, completion: 5 });
      session.answer(context.simulate.stream(["one ", "two ", "three "], usage));
      const reader = readerOf(
        context,
        "STR-09",
        await session.start(ask(pinned(context.endpoint()), { stream: true })),
      );
      await readUntil(reader, "one");
      await reader.cancel();
      await session.gateway.idle();
      const { charged, reserved } = await session.gateway.wallet("a");
      const drains = context.mode === "ptb";
      context.check.equal(
        "STR-09",
        "usage-known",
        (await session.lastRecord())?.usage.kind,
        drains || context.wire.tells.early ? "known" : "unknown",
      );
      context.check.equal("STR-09", "charged", charged > 0n, drains);
      context.check.equal("STR-09", "nothing-left-reserved", reserved, 0n);
    },
  },
];
