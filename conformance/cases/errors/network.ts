/**
 * Failures of the network, told apart from answers of the provider (ERR-07). Time is stepped, never waited for.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply, readReply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { type Piece, streamed } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";
import { checkEnvelope, faultsOf } from "./judge.ts";
import { soon, turns } from "./turns.ts";

const HEADERS_MS = 9_000;
const IDLE_MS = 4_000;
const LIMITS = { headersTimeoutMs: HEADERS_MS, idleTimeoutMs: IDLE_MS };

const forever = (): Promise<never> => new Promise<never>(() => {});

/** The first pieces of a stream, then nothing, for ever. */
async function* stalling(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
  await forever();
}

/** A body that breaks off with the connection. */
async function* reset(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
  throw new Error("connection reset");
}

const broken = (type: string, pieces: readonly Piece[]): UpstreamAnswer => streamed(type, reset(pieces));

/** Sends, lets `ms` pass once the answer has stalled, and gives what came; `null` when nothing did. */
async function sendAndWait(
  session: Session,
  model: string,
  stream: boolean,
  ms: number,
): Promise<{ early: Reply | null; reply: Reply | null }> {
  const pending = session.start(ask(model, { stream })).then(readReply);
  await session.untilReceived();
  await turns();
  session.gateway.clock.advance(ms - 1);
  const early = await soon(pending);
  session.gateway.clock.advance(1);
  const reply = await soon(pending);
  if (reply) session.note("a response", reply.text, reply.headers);
  return { early, reply };
}

function checkTimeout(context: CaseContext, name: string, reply: Reply | null): void {
  context.check.equal("ERR-07", `${name}.status`, reply?.status ?? "no answer", 504);
  if (!reply) return;
  checkEnvelope(context, name, reply, "ERR-07");
  context.check.equal("ERR-07", `${name}.type`, errorOf(reply)?.type, "timeout_error");
}

function checkUnreachable(context: CaseContext, name: string, reply: Reply): void {
  context.check.equal("ERR-07", `${name}.status`, reply.status, 502);
  context.check.equal("ERR-07", `${name}.code`, errorOf(reply)?.code, "upstream_unreachable");
  checkEnvelope(context, name, reply, "ERR-07");
}

/** A stream that failed on its way: one error frame at the end, no success. */
async function checkInBand(
  context: CaseContext,
  session: Session,
  reply: Reply,
  expected: object,
): Promise<void> {
  const frame = reply.events.at(-1) ?? null;
  context.check.equal("ERR-07", "frame.envelope", faultsOf(frame, reply.headers.get("helicone-id")), []);
  const { type, code } = errorOf(reply) ?? {};
  context.check.equal("ERR-07", "frame.says", { type, code }, expected);
  context.check.equal("ERR-07", "frame.no-done", reply.done, false);
  context.check.equal("ERR-07", "recorded-as", (await session.lastRecord())?.outcome, "failed");
}

export const networkCases: readonly Case[] = [
  {
    id: "errors.network.unreachable",
    area: "errors",
    title: "A connection that fails before or inside the answer is 502 upstream_unreachable",
    why: "callers must see whether the provider refused or was not there",
    requirements: ["ERR-07"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const stream of [false, true]) {
        session.answer({ kind: "network-error" });
        const reply = await session.send(ask(model, { stream }));
        checkUnreachable(context, stream ? "streamed" : "plain", reply);
      }
      session.answer(broken("application/json", [JSON.stringify(context.wire.completion("x")).slice(0, 30)]));
      checkUnreachable(context, "inside-the-body", await session.send(ask(model)));
      session.answer(broken(context.wire.streamType, [context.wire.keepAlive()]));
      checkUnreachable(context, "before-content", await session.send(ask(model, { stream: true })));
    },
  },
  {
    id: "errors.network.reset-mid-stream",
    area: "errors",
    title: "A connection that dies inside a stream ends it with an error frame",
    why: "a clean end would pass half an answer off as a whole one",
    requirements: ["ERR-07"],
    run: async (context) => {
      const session = await context.open();
      const pieces = context.wire.stream(["The tide ", "goes"]).slice(0, 3);
      session.answer(broken(context.wire.streamType, pieces));
      const reply = await session.send(ask(pinned(context.endpoint()), { stream: true }));
      context.check.equal("ERR-07", "status", reply.status, 200);
      await checkInBand(context, session, reply, { type: "api_error", code: "upstream_unreachable" });
    },
  },
  {
    id: "errors.timeout.headers",
    area: "errors",
    title: "A provider that does not answer is 504 timeout_error at the limit, not before and not never",
    why: "without a limit every stuck provider holds a connection and a reservation for ever",
    requirements: ["ERR-07"],
    run: async (context) => {
      const model = pinned(context.endpoint());
      for (const stream of [false, true]) {
        const session = await context.open({ limits: LIMITS });
        session.answer({ kind: "silence" });
        const { early, reply } = await sendAndWait(session, model, stream, HEADERS_MS);
        const name = stream ? "streamed" : "plain";
        context.check.equal("ERR-07", `${name}.not-early`, early?.status ?? null, null);
        checkTimeout(context, name, reply);
        const { reserved } = await session.gateway.wallet("a");
        context.check.equal("ERR-07", `${name}.nothing-held`, reserved, 0n);
      }
    },
  },
  {
    id: "errors.timeout.idle",
    area: "errors",
    title: "An answer that stalls before any content is 504, whole or streamed",
    why: "headers alone prove nothing; the body can hang as well",
    requirements: ["ERR-07"],
    run: async (context) => {
      const model = pinned(context.endpoint());
      const stalls: [name: string, stream: boolean, type: string, piece: Piece][] = [
        ["plain", false, "application/json", '{"id":'],
        ["streamed", true, context.wire.streamType, context.wire.keepAlive()],
      ];
      for (const [name, stream, type, piece] of stalls) {
        const session = await context.open({ limits: LIMITS });
        session.answer(streamed(type, stalling([piece])));
        const { reply } = await sendAndWait(session, model, stream, IDLE_MS);
        checkTimeout(context, name, reply);
      }
    },
  },
  {
    id: "errors.timeout.mid-stream",
    area: "errors",
    title: "A stream that stalls after its first content ends with a timeout error in band",
    why: "a client that waits on a dead stream waits for ever",
    requirements: ["ERR-07"],
    run: async (context) => {
      const session = await context.open({ limits: LIMITS });
      session.answer(
        context.simulate.pieces(stalling(context.wire.stream(["The tide ", "goes"]).slice(0, 3))),
      );
      const { early, reply } = await sendAndWait(session, pinned(context.endpoint()), true, IDLE_MS);
      context.check.equal("ERR-07", "not-early", early?.text ?? null, null);
      context.check.equal("ERR-07", "ends", reply !== null, true);
      if (reply) await checkInBand(context, session, reply, { type: "timeout_error", code: "timeout" });
    },
  },
];
