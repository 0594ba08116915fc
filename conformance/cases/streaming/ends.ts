/**
 * What follows the end of a stream, and what waits in its midst: connections that a provider leaves open, and comments to
 * callers who read the provider's own bytes (STR-07, STR-08, MAP-14).
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { readReply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { bytes, type Piece } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";
import { turns } from "../errors/turns.ts";

/** A minute is more than any gateway has a reason to wait for nothing. */
const MINUTE_MS = 60_000;
const PIECE = "x".repeat(1 << 16);
const MOST_PIECES = 4_000;

/** Lets what is under way end, for a bounded number of turns. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await turns(10);
}

async function* followedBy(
  pieces: readonly Piece[],
  more: () => AsyncGenerator<Piece> | Promise<never>,
): AsyncGenerator<Piece> {
  yield* pieces;
  const next = more();
  if (next instanceof Promise) await next;
  else yield* next;
}

/** A whole stream, and the answer that its caller got before anything else came to pass. */
async function answered(context: CaseContext, session: Session, more: Parameters<typeof followedBy>[1]) {
  const usage = context.wire.usage({ prompt: 20, completion: 5 });
  const pieces = context.wire.stream(["The tide ", "goes out."], usage);
  session.answer(context.simulate.pieces(followedBy(pieces, more)));
  const reply = await readReply(await session.start(ask(pinned(context.endpoint()), { stream: true })));
  session.note("a response", reply.text, reply.headers);
  context.check.equal("STR-07", "whole", [reply.status, reply.text.includes("goes out.")], [200, true]);
  return session.received[0];
}

async function leftOpen(context: CaseContext): Promise<void> {
  const session = await context.open({ socket: true });
  const request = await answered(context, session, () => new Promise<never>(() => {}));
  await turns(60);
  session.gateway.clock.advance(MINUTE_MS);
  await until(() => request?.cancelled === true);
  context.check.equal("STR-08", "freed", request?.cancelled, true);
}

async function goesOn(context: CaseContext): Promise<void> {
  const session = await context.open({ socket: true });
  let sent = 0;
  const request = await answered(context, session, async function* () {
    for (; sent < MOST_PIECES; sent++) yield PIECE;
  });
  await until(() => request?.cancelled === true || sent === MOST_PIECES);
  context.check.that("STR-08", "no-longer-read", sent < MOST_PIECES / 4, {
    expected: "the connection given up after no more than sockets' own buffers take",
    seen: `${sent} of ${MOST_PIECES} pieces of 64 KiB`,
  });
}

/** APIs that say which of their events is the last; in the others the body ends. */
const SAY_THEIR_END: readonly ApiId[] = [
  "openai-chat",
  "openai-responses",
  "anthropic-messages",
  "cohere-v2",
];
const saysItsEnd = {
  endpoints: { that: "whose API has a last word", where: ({ api }: Endpoint) => SAY_THEIR_END.includes(api) },
};

const NATIVE = { "helicone-gateway-body-mapping": "NO_MAPPING" };

/** The comment must be there before the next piece is. */
async function nativeComment(context: CaseContext): Promise<void> {
  const recording = context.recording("stream.basic");
  const session = await context.open();
  const pieces = context.wire.stream(["The tide ", "goes out."]);
  const before = [...pieces.slice(0, 2), context.wire.keepAlive()];
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const source = (async function* () {
    yield* before;
    await gate;
    yield* pieces.slice(2);
  })();
  session.answer(context.simulate.pieces(source));
  const body = { ...recording.requestBody, stream: true, model: pinned(context.endpointOf(recording)) };
  const response = await session.start(body, { headers: NATIVE });
  const sizeOf = (piece: Piece): number => (typeof piece === "string" ? bytes(piece) : piece).byteLength;
  const expected = before.reduce((sum, piece) => sum + sizeOf(piece), 0);
  let came = 0;
  const reading = (async () => {
    for await (const chunk of response.body ?? []) came += chunk.byteLength;
  })();
  for (let i = 0; i < 200 && came < expected; i++) await turns(1);
  context.check.equal("STR-08", "before-the-next-piece", came, expected);
  goOn();
  await reading;
  await session.gateway.idle();
}

export const streamEnds: readonly Case[] = [
  {
    id: "streaming.flow.open-after-end",
    area: "streaming",
    title:
      "Ends a stream for its caller at its last word, and frees a provider that leaves its connection open",
    why: "a connection that is waited on after the answer is one that the next call has not",
    requirements: ["STR-07", "STR-08"],
    needs: saysItsEnd,
    run: leftOpen,
  },
  {
    id: "streaming.flow.more-after-end",
    area: "streaming",
    title: "Reads little of what follows the end of a stream",
    why: "a host that goes on for ever after its last word would be read for ever",
    requirements: ["STR-07", "STR-08"],
    needs: saysItsEnd,
    run: goesOn,
  },
  {
    id: "streaming.flow.native-keep-alive",
    area: "streaming",
    title: "Passes a comment to a caller of the provider's own bytes as it comes, not with the next piece",
    why: "a caller who waits behind a middlebox is cut off while the model thinks",
    requirements: ["STR-08", "MAP-14"],
    needs: { scenarios: ["stream.basic"] },
    run: nativeComment,
  },
];
