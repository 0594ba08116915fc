/**
 * Streams that end badly are shown as such (STR-07), and the form asked for is the form given (STR-10).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply, readReply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import type { Piece } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

async function streamed(
  context: CaseContext,
  answer: UpstreamAnswer,
): Promise<{ session: Session; reply: Reply }> {
  const session = await context.open();
  session.answer(answer);
  const reply = await session.send(ask(pinned(context.endpoint()), { stream: true }));
  return { session, reply };
}

/** In band, no success finish, no [DONE], and logged as failed. */
async function checkShownAsError(
  { check }: CaseContext,
  name: string,
  session: Session,
  reply: Reply,
): Promise<void> {
  const error = errorOf(reply);
  check.that(
    "STR-07",
    `${name}.error-in-stream`,
    typeof error?.message === "string" && error.message !== "",
    {
      expected: 'data: {"error": {"message": …}}',
      seen: reply.events.at(-1),
      repair: "on every end without a finish reason, emit the error envelope as the last data line",
    },
  );
  check.equal(
    "STR-07",
    `${name}.no-success-finish`,
    /"finish_reason":"(stop|length|tool_calls)"/.test(reply.text),
    false,
  );
  check.equal("STR-07", `${name}.no-done`, reply.done, false);
  check.equal("STR-07", `${name}.logged-as-failed`, (await session.lastRecord())?.outcome, "failed");
}

/** The pieces of a good stream up to its first text, then whatever comes. */
const begun = (context: CaseContext): Piece[] => context.wire.stream(["The tide", " goes"]).slice(0, 3);

async function* failing(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
  throw new TypeError("terminated");
}

export const brokenStreams: readonly Case[] = [
  {
    id: "streaming.broken.early-end",
    area: "streaming",
    title: "A stream that just ends, with or without [DONE], is an error and not a finish",
    why: "the clean early end is silent, and is the money bug",
    requirements: ["STR-07"],
    run: async (context) => {
      const endings: [name: string, tail: Piece[]][] = [["eof", []]];
      // The terminator of its own, where the wire has one apart from the finish.
      if (context.wire.terminator !== null) endings.push(["terminated", [context.wire.terminator]]);
      for (const [name, tail] of endings) {
        const answer = context.simulate.pieces([...begun(context), ...tail]);
        const { session, reply } = await streamed(context, answer);
        await checkShownAsError(context, name, session, reply);
      }
    },
  },
  {
    id: "streaming.broken.reset",
    area: "streaming",
    title: "A connection that dies in mid-stream is shown as an error",
    why: "a dropped connection that looks like an end is trusted",
    requirements: ["STR-07"],
    run: async (context) => {
      const { session, reply } = await streamed(context, context.simulate.pieces(failing(begun(context))));
      await checkShownAsError(context, "reset", session, reply);
    },
  },
  {
    id: "streaming.broken.garbage",
    area: "streaming",
    title: "A chunk that is not JSON is shown as an error",
    why: "skipping it loses text without a trace",
    requirements: ["STR-07"],
    run: async (context) => {
      const tail = [context.wire.broken(), ...context.wire.stream(["x"]).slice(2)];
      const { session, reply } = await streamed(
        context,
        context.simulate.pieces([...begun(context), ...tail]),
      );
      await checkShownAsError(context, "garbage", session, reply);
    },
  },
  {
    id: "streaming.broken.stall",
    area: "streaming",
    title: "A stream that stalls past the idle limit is closed with a timeout error",
    why: "a hung stream holds a socket and a reservation forever",
    requirements: ["STR-07"],
    run: async (context) => {
      const session = await context.open({ limits: { idleTimeoutMs: 5_000 } });
      const pieces = begun(context);
      session.answer(
        context.simulate.pieces(
          (async function* () {
            yield* pieces;
            await new Promise<never>(() => {});
          })(),
        ),
      );
      const response = await session.start(ask(pinned(context.endpoint()), { stream: true }));
      const reading = readReply(response);
      // Step time only while somebody waits for it, until the limit is passed.
      for (let waited = 0; waited < 10_000 && (await session.lastRecord()) === null; waited += 5_000) {
        await session.gateway.clock.untilWaited();
        session.gateway.clock.advance(5_000);
        await settled();
      }
      const reply = await reading;
      await checkShownAsError(context, "stall", session, reply);
      context.check.equal("STR-07", "stall.type", errorOf(reply)?.type, "timeout_error");
    },
  },
  {
    id: "streaming.form.json-for-stream",
    area: "streaming",
    title: "A plain JSON answer to a streaming request is not passed on as a success",
    why: "a client that expects SSE hangs or shows nothing",
    requirements: ["STR-10"],
    run: async (context) => {
      const { reply } = await streamed(
        context,
        context.simulate.completion("Out.", context.wire.usage({ prompt: 9, completion: 2 })),
      );
      const isStream = (reply.headers.get("content-type") ?? "").startsWith("text/event-stream");
      context.check.that("STR-10", "never-plain-json-success", isStream || reply.status === 502, {
        expected: "an event stream, or 502",
        seen: [reply.status, reply.headers.get("content-type")],
      });
    },
  },
  {
    id: "streaming.form.stream-for-json",
    area: "streaming",
    title: "An event stream in answer to a plain request is a 502",
    why: "raw SSE in a JSON client is a parse error at best",
    requirements: ["STR-10"],
    run: async (context) => {
      const session = await context.open();
      session.answer(context.simulate.stream(["Out."]));
      const reply = await session.send(ask(pinned(context.endpoint())));
      context.check.equal("STR-10", "status", reply.status, 502);
      context.check.equal("STR-10", "type", errorOf(reply)?.type, "api_error");
    },
  },
  {
    id: "streaming.form.content-type",
    area: "streaming",
    title: "A stream is answered as text/event-stream, an answer as application/json",
    why: "clients choose their parser by it",
    requirements: ["STR-10"],
    run: async (context) => {
      const { reply } = await streamed(context, context.simulate.stream(["Out."]));
      context.check.that(
        "STR-10",
        "stream",
        /^text\/event-stream\b/.test(reply.headers.get("content-type") ?? ""),
        {
          expected: "text/event-stream",
          seen: reply.headers.get("content-type"),
        },
      );
      const session = await context.open();
      session.answer(context.simulate.completion("Out."));
      const plain = await session.send(ask(pinned(context.endpoint())));
      context.check.equal("STR-10", "json", plain.headers.get("content-type"), "application/json");
    },
  },
];

/** Lets everything that is already due happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
