/**
 * Errors inside a stream, after content went out: shown in band, with nothing after them.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf, type Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { ScenarioId } from "../../recordings/scenarios.ts";
import { sse } from "../../upstream/wire.ts";
import { pinned, play, textsOnWire } from "../_shared/support.ts";
import { faultsOf, statusFor, TYPE_OF } from "./judge.ts";
import { meaningOf } from "./recorded.ts";

async function checkFrame(
  context: CaseContext,
  name: string,
  session: Session,
  reply: Reply,
  status: number,
): Promise<void> {
  const at = reply.events.findIndex((event) => event.error !== undefined);
  context.check.equal("ERR-01", `${name}.frame-is-last`, at, reply.events.length - 1);
  const faults = faultsOf(reply.events.at(-1) ?? null, reply.headers.get("helicone-id"));
  context.check.equal("ERR-01", `${name}.envelope`, faults, []);
  const type = errorOf(reply)?.type;
  context.check.equal("ERR-02", `${name}.type`, type, TYPE_OF[statusFor(context, status)]);
  context.check.equal("ERR-01", `${name}.no-done`, reply.done, false);
  context.check.equal("ERR-01", `${name}.no-finish`, assemble(reply).finishReasons, []);
  context.check.equal("ERR-01", `${name}.recorded-as`, (await session.lastRecord())?.outcome, "failed");
}

const recorded = (scenario: ScenarioId, topic: string): Case => ({
  id: `errors.mid-stream.${topic}`,
  area: "errors",
  title: "A recorded stream that breaks off with an error shows it in the stream",
  why: "a swallowed error frame turns half an answer into a whole one",
  requirements: ["ERR-01", "ERR-02"],
  needs: { scenarios: [scenario] },
  run: async (context) => {
    const { session, recording, reply } = await play(context, scenario);
    context.check.equal("ERR-01", "status", reply.status, 200);
    await checkFrame(context, "recorded", session, reply, meaningOf(recording));
  },
});

/** How hosts put an error into a stream, and what it means. */
const FRAMES: readonly [name: string, frame: string, means: number][] = [
  ["object", 'data: {"error":{"message":"The lock jammed","code":429}}\n\n', 429],
  ["string", 'data: {"error":"The lock jammed"}\n\n', 502],
  ["detail", 'data: {"detail":"The lock jammed"}\n\n', 502],
  ["event", 'event: error\ndata: {"error":{"message":"The lock jammed","status_code":503}}\n\n', 503],
  ["event-text", "event: error\ndata: The lock jammed\n\n", 502],
  [
    "beside-choices",
    'data: {"choices":[{"index":0,"delta":{}}],"error":{"message":"The lock jammed","code":503}}\n\n',
    503,
  ],
];

export const midStreamCases: readonly Case[] = [
  recorded("stream.error.mid", "recorded-data"),
  recorded("stream.error.event", "recorded-event"),
  recorded("stream.error.overloaded", "recorded-overloaded"),
  recorded("stream.error.finish", "recorded-finish"),
  recorded("stream.error.done-early", "recorded-done-early"),
  {
    id: "errors.mid-stream.recorded-after-finish",
    area: "errors",
    title: "An error after the finish is still an error, and what was said before stays",
    why: "a reader that stops at the finish takes a failed answer for a good one",
    requirements: ["ERR-01", "ERR-02"],
    needs: { scenarios: ["stream.error.after-finish"] },
    run: async (context) => {
      const { session, recording, reply, answer } = await play(context, "stream.error.after-finish");
      const { check } = context;
      const at = reply.events.findIndex((event) => event.error !== undefined);
      check.equal("ERR-01", "frame-is-last", at, reply.events.length - 1);
      check.equal("ERR-02", "type", errorOf(reply)?.type, TYPE_OF[statusFor(context, meaningOf(recording))]);
      check.equal("ERR-01", "no-done", reply.done, false);
      check.equal("ERR-01", "text-stays", answer.text, textsOnWire(recording, "content").join(""));
      check.equal("ERR-01", "recorded-as", (await session.lastRecord())?.outcome, "failed");
    },
  },
  {
    id: "errors.mid-stream.frames",
    area: "errors",
    title: "Every form of error frame ends the stream with one error, whatever the provider sends after it",
    why: "some hosts go on with a finish and [DONE] after the error",
    requirements: ["ERR-01", "ERR-02"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const usage = context.wire.usage({ prompt: 9, completion: 2 });
      const good = context.wire.stream(["The tide ", "goes"], usage);
      for (const [name, frame, means] of FRAMES) {
        session.answer(sse([...good.slice(0, 3), frame, ...good.slice(3)]));
        const reply = await session.send(
          ask(model, { stream: true, stream_options: { include_usage: true } }),
        );
        await checkFrame(context, name, session, reply, means);
        context.check.equal("ERR-01", `${name}.text-before`, assemble(reply).text, "The tide goes");
        const message = errorOf(reply)?.message;
        context.check.equal("ERR-01", `${name}.message`, message, "The lock jammed");
      }
    },
  },
];
