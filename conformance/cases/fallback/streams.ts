/**
 * Fallback of streams: free until the first content byte, gone after it (FLB-02, FLB-03).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import type { Piece } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";
import { failFirst, openTwo, RESCUED } from "./two.ts";

/** Pieces, then a connection that stays open and silent. */
async function* lingering(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
  await new Promise<never>(() => {});
}

async function* dying(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
  throw new Error("connection reset");
}

/** Streams that fail before they said anything. */
function speechless({ wire, simulate }: CaseContext): [name: string, answer: () => UpstreamAnswer][] {
  const { pieces } = simulate;
  const error = wire.streamError("The sluice broke", 503);
  return [
    ["error-first", () => pieces([error])],
    ["after-keep-alives", () => pieces([wire.keepAlive(), wire.keepAlive(), error])],
    ["after-the-opening", () => pieces([wire.opening(), error])],
    ["empty", () => pieces([])],
    ["opening-only", () => pieces([wire.opening()])],
    ["broken-frame", () => pieces([wire.opening(), wire.broken()])],
    ["reset", () => pieces(dying([wire.opening()]))],
    ["json-instead", () => simulate.completion("Not a stream.")],
    ["error-status", () => simulate.error(503, "Closed")],
  ];
}

const text = (piece: Piece): string =>
  typeof piece === "string" ? piece : Buffer.from(piece).toString("latin1");

/** Streams up to their first content of each kind, after which there is no way back. */
function openings({ wire }: CaseContext): [name: string, pieces: Piece[]][] {
  const calls = [{ id: "call_lock", name: "lock_gate", arguments: { gate: 3 } }];
  const calling = wire.streamAnswer({ calls });
  const named = calling.findIndex((piece) => text(piece).includes("lock_gate"));
  return [
    ["text", [wire.opening(), wire.content("The tide ")]],
    ["tool-call", calling.slice(0, named + 1)],
  ];
}

export const streamCases: readonly Case[] = [
  {
    id: "fallback.stream.before-content",
    area: "fallback",
    title: "A stream that fails before any content is replaced whole by the next attempt's",
    why: "connecting lazily puts the failure outside of the fallback",
    requirements: ["FLB-03"],
    run: async (context) => {
      const two = await openTwo(context);
      for (const [name, failure] of speechless(context)) {
        failFirst(two, failure(), true);
        const reply = await two.session.send(ask(two.list, { stream: true }));
        const { text, roles, finishReasons } = assemble(reply);
        const seen = { status: reply.status, text, roles, finishReasons, done: reply.done };
        const expected = { status: 200, text: RESCUED, roles: 1, finishReasons: ["stop"], done: true };
        context.check.equal("FLB-03", name, seen, expected);
        context.check.equal("FLB-03", `${name}.no-error-shown`, errorOf(reply), null);
      }
    },
  },
  {
    id: "fallback.stream.given-up",
    area: "fallback",
    title: "A stream that was given up is closed while the next one runs",
    why: "abandoned connections pile up until the pool is empty",
    requirements: ["FLB-03"],
    run: async (context) => {
      const session = await context.open({ socket: true });
      const model = pinned(context.endpoint());
      const { keepAlive, streamError } = context.wire;
      const failing = lingering([keepAlive(), streamError("The sluice broke", 503)]);
      session.answer(context.simulate.pieces(failing), context.simulate.stream([RESCUED]));
      const reply = await session.send(ask(`${model},${model}`, { stream: true }));
      context.check.equal("FLB-03", "answered", assemble(reply).text, RESCUED);
      const [givenUp] = session.received;
      // A gateway that never closes it runs into the runner's deadline.
      if (givenUp && !givenUp.cancelled) await new Promise<void>((closed) => givenUp.onClose.push(closed));
      context.check.equal("FLB-03", "closed", givenUp?.cancelled, true);
    },
  },
  {
    id: "fallback.stream.after-content",
    area: "fallback",
    title: "After the first content nobody else is asked: the error stands in the stream",
    why: "a second answer behind half of a first one is neither",
    requirements: ["FLB-02"],
    run: async (context) => {
      const two = await openTwo(context);
      const error = context.wire.streamError("The sluice broke", 503);
      const stream = context.simulate.pieces;
      for (const [name, pieces] of openings(context)) {
        for (const failure of [stream([...pieces, error]), stream(dying(pieces)), stream(pieces)]) {
          failFirst(two, failure, true);
          const reply = await two.session.send(ask(two.list, { stream: true }));
          context.check.equal("FLB-02", `${name}.one-call`, two.session.received.length, 1);
          const { text, finishReasons } = assemble(reply);
          context.check.equal("FLB-02", `${name}.no-second-answer`, text.includes(RESCUED), false);
          context.check.equal("FLB-02", `${name}.no-success`, [finishReasons, reply.done], [[], false]);
          const status = [reply.status, errorOf(reply) !== null];
          context.check.equal("FLB-02", `${name}.error-in-band`, status, [200, true]);
        }
      }
    },
  },
];
