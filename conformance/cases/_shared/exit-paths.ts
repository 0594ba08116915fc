/**
 * Every way out of a request, each tried in PTB (BIL-01) and in BYOK (BIL-04).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { Counts } from "../../oracle/price.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { type Piece, raw, type Wire } from "../../upstream/wire.ts";
import { classesOf, pinned } from "./support.ts";

export interface Exit {
  topic: string;
  title: string;
  /** Is the answer paid for? Its usage is then `paidClasses`. */
  paid: boolean;
  act(context: CaseContext, session: Session): Promise<void>;
}

/** The classes of every paid exit. */
const COUNTS = { prompt: 600, cached: 200, completion: 100, reasoning: 30 };
export const paidClasses = ({ wire }: CaseContext): Counts => classesOf(wire, COUNTS);
export const LIMITS = { headersTimeoutMs: 1000, idleTimeoutMs: 1000, drainMs: 1000 };

export const usageOf = ({ wire }: CaseContext): JsonObject => wire.usage(COUNTS);

const STREAM: JsonObject = { stream: true };
const request = (context: CaseContext, more: JsonObject = {}) => ask(pinned(context.endpoint()), more);

const answered =
  (answer: (context: CaseContext) => UpstreamAnswer, more: JsonObject = {}): Exit["act"] =>
  async (context, session) => {
    session.answer(answer(context));
    await session.send(request(context, more));
  };

/** Usage that cannot be: more from the cache than there was, or less than nothing where the wire tells no such thing. */
const contradictory = ({ usage, tells }: Wire): JsonObject =>
  usage(tells.cached ? { prompt: 5, cached: 9, completion: 1 } : { prompt: -5, completion: 1 });

const failing = (status: number): Exit => ({
  topic: `status-${status}`,
  title: `The provider answers ${status}`,
  paid: false,
  act: answered(({ simulate }) => simulate.error(status, "no", { headers: [["retry-after", "1"]] })),
});

/** Moves time on, as often as the gateway waits for it, until the work is done. */
export async function outwait(session: Session, work: Promise<unknown>): Promise<void> {
  let done = false;
  const finished = work.finally(() => (done = true));
  while (!done) {
    await Promise.race([session.gateway.clock.untilWaited(), finished]);
    if (!done) session.gateway.clock.advance(1001);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  await finished;
}

/** The first pieces of a stream, and then nothing, for ever. */
function stalling(context: CaseContext): UpstreamAnswer {
  const pieces = context.wire.stream(["One.", "Two."], usageOf(context)).slice(0, 2);
  return context.simulate.pieces(
    (async function* () {
      yield* pieces;
      await new Promise<never>(() => {});
    })(),
  );
}

async function leaveMidway(session: Session, body: JsonObject): Promise<void> {
  const response = await session.start(body);
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await session.gateway.idle();
}

const cutShort = (context: CaseContext): UpstreamAnswer =>
  context.simulate.pieces(context.wire.stream(["One.", "Two."], usageOf(context)).slice(0, 3));

function errorMidway(context: CaseContext): UpstreamAnswer {
  const pieces = context.wire.stream(["One.", "Two."], usageOf(context)).slice(0, 3);
  return context.simulate.pieces([...pieces, context.wire.streamError("it broke", 500)]);
}

async function* resetMidway(context: CaseContext): AsyncGenerator<Piece> {
  yield* context.wire.stream(["One.", "Two."], usageOf(context)).slice(0, 2);
  throw new Error("the connection was reset");
}

export const exits: readonly Exit[] = [
  {
    topic: "json",
    title: "A whole answer",
    paid: true,
    act: answered((context) => context.simulate.completion("Out.", usageOf(context))),
  },
  {
    topic: "stream",
    title: "A streamed answer",
    paid: true,
    act: answered((context) => context.simulate.stream(["Out."], usageOf(context)), STREAM),
  },
  ...[400, 401, 403, 404, 429, 500, 503].map(failing),
  {
    topic: "stream-refused",
    title: "A stream is refused with 503",
    paid: false,
    act: answered(({ simulate }) => simulate.error(503, "busy"), STREAM),
  },
  {
    topic: "network-error",
    title: "The connection fails",
    paid: false,
    act: answered(() => ({ kind: "network-error" })),
  },
  {
    topic: "headers-timeout",
    title: "The provider never starts to answer",
    paid: false,
    act: async (context, session) => {
      session.answer({ kind: "silence" });
      await outwait(session, session.send(request(context)));
    },
  },
  {
    topic: "idle-timeout",
    title: "A stream stops in the middle and stays silent",
    paid: false,
    act: async (context, session) => {
      session.answer(stalling(context));
      await outwait(session, session.send(request(context, STREAM)));
    },
  },
  {
    topic: "invalid-json",
    title: "The answer is half a JSON text",
    paid: false,
    act: answered(({ wire }) =>
      raw(200, "application/json", JSON.stringify(wire.completion("Out.")).slice(0, 30)),
    ),
  },
  {
    topic: "empty-body",
    title: "The answer is empty",
    paid: false,
    act: answered(() => raw(200, "application/json", "")),
  },
  {
    topic: "error-in-200",
    title: "A success status carries an error",
    paid: false,
    act: answered(({ wire }) => raw(200, "application/json", JSON.stringify(wire.error("no")))),
  },
  {
    topic: "error-mid-stream",
    title: "A stream breaks off with an error",
    paid: false,
    act: answered(errorMidway, STREAM),
  },
  {
    topic: "stream-cut",
    title: "A stream ends before the answer did",
    paid: false,
    act: answered(cutShort, STREAM),
  },
  {
    topic: "stream-reset",
    title: "The connection of a stream is reset",
    paid: false,
    act: answered((context) => context.simulate.pieces(resetMidway(context)), STREAM),
  },
  {
    topic: "usage-absent",
    title: "An answer without usage",
    paid: false,
    act: answered(({ simulate }) => simulate.completion("Out.")),
  },
  {
    topic: "usage-absent-stream",
    title: "A stream without usage",
    paid: false,
    act: answered(({ simulate }) => simulate.stream(["Out."]), STREAM),
  },
  {
    topic: "usage-contradictory",
    title: "An answer whose usage contradicts itself",
    paid: false,
    act: answered(({ simulate, wire }) => simulate.completion("Out.", contradictory(wire))),
  },
  {
    topic: "caller-leaves",
    title: "The caller leaves in the middle of a stream, whose usage is still read",
    paid: true,
    act: async (context, session) => {
      session.answer(context.simulate.stream(["One.", "Two.", "Three."], usageOf(context)));
      await leaveMidway(session, request(context, STREAM));
    },
  },
  {
    topic: "caller-leaves-endless",
    title: "The caller leaves a stream that never comes to its usage",
    paid: false,
    act: async (context, session) => {
      session.answer(stalling(context));
      await outwait(session, leaveMidway(session, request(context, STREAM)));
    },
  },
];
