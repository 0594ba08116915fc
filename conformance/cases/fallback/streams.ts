/**
 * Fallback of streams: free until the first content byte, gone after it (FLB-02, FLB-03).
 * @module
 */
import type { Case } from "../../case.ts";
import type { CaseContext } from "../../context.ts";
import { assemble, errorOf } from "../../reply.ts";
import { ask } from "../../stage.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { bytes, raw, sse } from "../../upstream/wire.ts";
import { pinned } from "../support.ts";
import { failFirst, openTwo, RESCUED } from "./two.ts";

const ERROR = 'data: {"error":{"message":"The sluice broke","code":503}}\n\n';

/** Pieces, then a connection that stays open and silent. */
async function* lingering(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
  await new Promise<never>(() => {});
}

const dying = (pieces: readonly string[]): UpstreamAnswer => ({
  kind: "answer",
  status: 200,
  headers: [["content-type", "text/event-stream"]],
  chunks: (async function* () {
    for (const piece of pieces) yield bytes(piece);
    throw new Error("connection reset");
  })(),
});

/** Streams that fail before they said anything. */
function speechless({ wire, simulate }: CaseContext): [name: string, answer: () => UpstreamAnswer][] {
  const [role = ""] = wire.stream(["x"]);
  return [
    ["error-first", () => sse([ERROR])],
    ["after-comments", () => sse([": wait\n\n", ": wait\n\n", ERROR])],
    ["after-the-role", () => sse([role, ERROR])],
    ["empty", () => sse([])],
    ["only-done", () => sse(["data: [DONE]\n\n"])],
    ["broken-frame", () => sse([role, "data: {half\n\n"])],
    ["reset", () => dying([role])],
    ["json-instead", () => simulate.completion("Not a stream.")],
    ["error-status", () => simulate.error(503, "Closed")],
    ["error-event", () => raw(200, "text/event-stream", "event: error\ndata: Closed\n\n")],
  ];
}

/** First content of each kind, after which there is no way back. */
const OPENINGS: readonly [name: string, delta: object][] = [
  ["text", { content: "The tide " }],
  [
    "tool-call",
    { tool_calls: [{ index: 0, id: "c1", type: "function", function: { name: "f", arguments: "" } }] },
  ],
];

const chunk = (delta: object): string =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;

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
        const reply = await two.stage.send(ask(two.list, { stream: true }));
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
      const stage = await context.open({ socket: true });
      const model = pinned(context.endpoint());
      stage.answer(sse(lingering([": wait\n\n", ERROR])), context.simulate.stream([RESCUED]));
      const reply = await stage.send(ask(`${model},${model}`, { stream: true }));
      context.check.equal("FLB-03", "answered", assemble(reply).text, RESCUED);
      const [givenUp] = stage.received;
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
      const [role = ""] = context.wire.stream(["x"]);
      for (const [name, delta] of OPENINGS) {
        const pieces = [role, chunk(delta)];
        for (const failure of [sse([...pieces, ERROR]), dying(pieces), sse(pieces)]) {
          failFirst(two, failure, true);
          const reply = await two.stage.send(ask(two.list, { stream: true }));
          context.check.equal("FLB-02", `${name}.one-call`, two.stage.received.length, 1);
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
