/**
 * How a gateway is tried under a fault: one request, plain or streamed, over a real socket, with time stepped by hand.
 * @module
 */
import type { CaseContext } from "../../engine/context.ts";
import { type Reply, readReply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { FaultServer } from "../../upstream/fault-server.ts";
import type { Fault, GoodAnswer } from "../../upstream/faults.ts";
import type { Piece } from "../../upstream/wire.ts";
import { turns } from "../errors/turns.ts";
import { pinned } from "./support.ts";

export const TEXT = "The tide goes out.";
/** Enough for every good answer here, and little enough for an endless one to be refused at once. */
export const LIMITS = { headersTimeoutMs: 3_000, idleTimeoutMs: 2_000, maxAnswerBytes: 100_000 };

/** Turns of the event loop in which written bytes cross a loopback socket. */
export const TURNS = 60;

/** Pieces as the bytes of one string, a character each: faults cut and pad text and frames alike. */
const joined = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => Buffer.from(piece as string).toString("latin1")).join("");

/** A good answer in two halves. */
export function goodAnswer({ wire }: CaseContext, stream: boolean): GoodAnswer {
  const usage = wire.usage({ prompt: 20, completion: 5 });
  if (!stream) {
    const text = JSON.stringify(wire.completion(TEXT, usage));
    return { type: "application/json", beginning: text.slice(0, 90), rest: text.slice(90) };
  }
  const pieces = wire.stream(["The tide ", "goes out."], usage);
  return {
    type: wire.streamType,
    beginning: joined(pieces.slice(0, 2)),
    rest: joined(pieces.slice(2)),
  };
}

/** Runs with two servers of its own, which close whatever happens. */
export async function withFaultServers(
  context: CaseContext,
  work: (faulty: FaultServer, elsewhere: FaultServer) => Promise<void>,
): Promise<void> {
  const faulty = new FaultServer();
  const elsewhere = new FaultServer();
  await Promise.all([faulty.listen(), elsewhere.listen()]);
  const close = async () => {
    await Promise.all([faulty.close(), elsewhere.close()]);
  };
  context.onEnd(close);
  await work(faulty, elsewhere);
  await close();
}

/** Reads an answer, and tells the fault as soon as its first content is there. */
async function reading(response: Response, onContent: () => void): Promise<Reply> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    if (Buffer.concat(chunks).includes("The tide")) onContent();
  }
  const { status, headers } = response;
  return readReply(new Response(chunks.length === 0 ? null : Buffer.concat(chunks), { status, headers }));
}

/** Moves time on, as often as the gateway waits for it, until the work is done. */
async function outwait({ gateway: { clock } }: Session, work: Promise<unknown>): Promise<void> {
  let done = false;
  const finished = work.finally(() => (done = true));
  while (!done) {
    await Promise.race([clock.untilWaited(), finished]);
    if (!done) clock.advance(LIMITS.headersTimeoutMs);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** One request under a fault. */
export async function tryFault(
  context: CaseContext,
  { faulty, elsewhere, session }: { faulty: FaultServer; elsewhere: FaultServer; session: Session },
  fault: Fault,
  stream: boolean,
): Promise<Reply> {
  faulty.play(fault.act(goodAnswer(context, stream), elsewhere));
  let onContent = () => {};
  const content = new Promise<void>((resolve) => {
    onContent = resolve;
  });
  const body = ask(pinned(context.endpoint()), { stream });
  const pending = session.start(body).then((response) =>
    reading(response, () => {
      faulty.proceed();
      onContent();
    }),
  );
  if (fault.stalls) {
    // A gateway that asks nobody answers by itself.
    await Promise.race([faulty.untilActed(), pending]);
    const ending = stream ? fault.streamed : fault.plain;
    // What was written reaches the gateway before time moves on: the limit that ends it is then the one meant.
    await turns(TURNS);
    if (typeof ending === "string" && ending.startsWith("in-band")) await Promise.race([content, pending]);
    await outwait(session, pending);
  }
  const reply = await pending;
  await session.gateway.idle();
  session.note("a response", reply.text, reply.headers);
  return reply;
}

/** The request after a fault, well answered. */
export async function next(context: CaseContext, faulty: FaultServer, session: Session): Promise<Reply> {
  const { type, beginning, rest } = goodAnswer(context, false);
  faulty.play(async ({ write, socket }) => {
    await write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n${beginning}${rest}`);
    socket.end();
  });
  return session.send(ask(pinned(context.endpoint())));
}
