/**
 * AWS event streams: frames are checked before they are believed, and a failure in one is a failure (STR-03).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf, type Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { cutAt } from "../../upstream/cuts.ts";
import type { Piece } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

const NEEDS = { framing: "application/vnd.amazon.eventstream" } as const;

const bytesOf = (pieces: readonly Piece[]): Uint8Array =>
  Buffer.concat(pieces.map((piece) => Buffer.from(piece as Uint8Array)));

const good = (context: CaseContext): Piece[] =>
  context.wire.stream(["The tide ", "goes out."], context.wire.usage({ prompt: 20, completion: 5 }));

async function streamed(context: CaseContext, session: Session, chunks: Iterable<Piece>): Promise<Reply> {
  session.answer(context.simulate.pieces(chunks));
  return session.send(ask(pinned(context.endpoint()), { stream: true }));
}

/** An error before the first content, or in the stream after it; never a finish. */
async function checkBroken(
  context: CaseContext,
  name: string,
  session: Session,
  reply: Reply,
): Promise<void> {
  const finished = reply.status === 200 && (reply.done || assemble(reply).finishReasons.length > 0);
  context.check.equal("STR-03", `${name}.no-finish`, finished, false);
  context.check.equal("STR-03", `${name}.told`, typeof errorOf(reply)?.message, "string");
  context.check.equal("STR-03", `${name}.recorded`, (await session.lastRecord())?.outcome, "failed");
}

/** Byte positions of interest in the second of two frames: every byte of its prelude, header, payload and end. */
function positions(frame: Uint8Array): number[] {
  const step = Math.max(1, Math.floor(frame.length / 24));
  return [...frame.keys()].filter((i) => i < 12 || i >= frame.length - 4 || i % step === 0);
}

export const frameCases: readonly Case[] = [
  {
    id: "streaming.frames.checksums",
    area: "streaming",
    title: "One wrong bit anywhere in a frame is an error: lengths and both checksums are compared",
    why: "a frame that is read by its lengths alone turns noise into text",
    requirements: ["STR-03"],
    needs: NEEDS,
    run: async (context) => {
      const session = await context.open({ direct: true });
      const pieces = good(context);
      const [opening, content, ...rest] = pieces.map((piece) => Buffer.from(piece as Uint8Array));
      if (!opening || !content) throw new Error("the wire's stream is too short");
      for (const at of context.sample(positions(content))) {
        const spoilt = Buffer.from(content);
        spoilt[at] = (spoilt[at] ?? 0) ^ 0x10;
        await checkBroken(
          context,
          `byte-${at}`,
          session,
          await streamed(context, session, [opening, spoilt, ...rest]),
        );
        context.count(1);
      }
    },
  },
  {
    id: "streaming.frames.truncated",
    area: "streaming",
    title: "A stream that stops anywhere, inside a frame or between two, is an error until its last frame",
    why: "a clean end of the connection says nothing about the answer",
    requirements: ["STR-03"],
    needs: NEEDS,
    run: async (context) => {
      const session = await context.open({ direct: true });
      const pieces = good(context);
      const all = bytesOf(pieces);
      const whole = await streamed(context, session, [all]);
      context.check.equal(
        "STR-03",
        "whole",
        [whole.done, assemble(whole).text],
        [true, "The tide goes out."],
      );
      const sizes = pieces.map((piece) => Buffer.from(piece as Uint8Array).length);
      // Up to the frame that says why the answer stopped nothing may count as finished.
      const before = sizes.slice(0, 3).reduce((sum, size) => sum + size, 0);
      for (const end of [1, 11, 13, (sizes[0] ?? 0) + 5, before - 1, before]) {
        await checkBroken(
          context,
          `after-${end}`,
          session,
          await streamed(context, session, [all.subarray(0, end)]),
        );
      }
    },
  },
  {
    id: "streaming.frames.together",
    area: "streaming",
    title: "Frames that come together, or in pieces of any size, are the same frames",
    why: "networks join and cut them as they like",
    requirements: ["STR-03"],
    needs: NEEDS,
    run: async (context) => {
      const session = await context.open({ direct: true });
      const all = bytesOf(good(context));
      for (const size of [1, 3, 7, 12, 16, 100, all.length]) {
        const cuts = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => i * size);
        const reply = await streamed(context, session, cutAt(all, cuts));
        const seen = [reply.status, reply.done, assemble(reply).text];
        context.check.equal("STR-03", `pieces-of-${size}`, seen, [200, true, "The tide goes out."]);
      }
    },
  },
  {
    id: "streaming.frames.exceptions",
    area: "streaming",
    title: "An exception frame is the error that it names, before any content and after it",
    why: "a decoder that knows events only waits for the next one until the time is up",
    requirements: ["STR-03"],
    needs: NEEDS,
    run: async (context) => {
      const session = await context.open({ direct: true });
      const { opening, content, failureFrames } = context.wire;
      for (const { name, form } of failureFrames("The lock jammed")) {
        await checkBroken(
          context,
          `first.${name}`,
          session,
          await streamed(context, session, [opening(), form]),
        );
        const late = await streamed(context, session, [
          opening(),
          content("The tide "),
          form,
          ...good(context).slice(2),
        ]);
        await checkBroken(context, `late.${name}`, session, late);
        context.check.equal("STR-03", `late.${name}.text-before`, assemble(late).text, "The tide ");
        context.count(2);
      }
    },
  },
];
