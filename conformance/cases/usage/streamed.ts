/**
 * Usage of streams: replaced or added as declared, read from wherever it stands, equal to the unstreamed (USE-04).
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { isScenarioId } from "../../recordings/scenarios.ts";
import type { Piece } from "../../upstream/wire.ts";
import { classesOf, pinned } from "../_shared/support.ts";
import { GOOD_SCENARIOS } from "./recorded.ts";

/** The data pieces of a stream with another usage put on each; `undefined` leaves a piece as it is. */
function withUsageOn(pieces: readonly Piece[], usages: readonly (JsonObject | null | undefined)[]): Piece[] {
  return pieces.map((piece, i) => {
    const usage = usages[i];
    if (usage === undefined || typeof piece !== "string" || !piece.startsWith("data: {")) return piece;
    const body: unknown = JSON.parse(piece.slice("data: ".length));
    return isObject(body) ? `data: ${JSON.stringify({ ...body, usage })}\n\n` : piece;
  });
}

async function streamedClasses(context: CaseContext, pieces: readonly Piece[]): Promise<unknown> {
  const session = await context.open();
  session.answer(context.simulate.pieces(pieces));
  await session.send(ask(pinned(context.endpoint()), { stream: true }));
  const reading = (await session.lastRecord())?.usage;
  return reading?.kind === "known" ? reading.usage : reading?.kind;
}

/** `chat.X` and `stream.X` of one answer, where this provider has both and they show the same usage. */
function pairs(context: CaseContext) {
  return GOOD_SCENARIOS.filter((id) => id.startsWith("chat.")).flatMap((id) => {
    const other = id.replace(/^chat\./, "stream.");
    if (!isScenarioId(other)) return [];
    const [whole, ...streams] = context.recordings([id, other]);
    const [stream] = streams;
    const same = JSON.stringify(whole?.meta.expect?.usage) === JSON.stringify(stream?.meta.expect?.usage);
    return whole && stream && same ? [{ whole, stream, topic: id.slice("chat.".length) }] : [];
  });
}

export const streamedUsage: readonly Case[] = [
  {
    id: "usage.stream.equals-whole",
    area: "usage",
    title: "The same answer has the same usage streamed and unstreamed",
    why: "two readers of usage drift apart, and the streamed one is the one nobody looks at",
    requirements: ["USE-04"],
    needs: { scenarios: ["chat.basic", "stream.basic"] },
    run: async (context) => {
      const session = await context.open();
      for (const { whole, stream, topic } of pairs(context)) {
        await session.play(whole, pinned(context.endpointOf(whole)));
        const first = (await session.lastRecord())?.usage;
        await session.play(stream, pinned(context.endpointOf(stream)));
        const second = (await session.lastRecord())?.usage;
        const classes = [first, second].map((reading) =>
          reading?.kind === "known" ? reading.usage : (reading?.kind ?? null),
        );
        context.check.equal("USE-04", `same.${topic}`, classes[1], classes[0]);
      }
      const counts = { prompt: 900, cached: 300, completion: 70, reasoning: 30 };
      const usage = context.wire.usage(counts);
      session.answer(context.simulate.completion("Out.", usage), context.simulate.stream(["Out."], usage));
      const answers = [];
      for (const more of [{}, { stream: true }]) {
        await session.send(ask(pinned(context.endpoint()), more));
        const reading = (await session.lastRecord())?.usage;
        answers.push(reading?.kind === "known" ? reading.usage : reading?.kind);
      }
      const expected = classesOf(context.wire, counts);
      context.check.equal("USE-04", "simulated.whole", answers[0], expected);
      context.check.equal("USE-04", "simulated.streamed", answers[1], expected);
    },
  },
  {
    id: "usage.stream.cumulative",
    area: "usage",
    title: "Usage on every chunk, 10 then 50 then 100, is 100 where the provider counts up, not 160",
    why: "summed running totals bill a long answer many times over",
    requirements: ["USE-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const running = [10, 50, 100].map((completion) => context.wire.usage({ prompt: 20, completion }));
      const pieces = context.wire.stream(["One.", "Two.", "Three."]);
      const adds = context.api.usage.stream === "add";
      const seen = await streamedClasses(context, withUsageOn(pieces, [undefined, ...running]));
      const expected = adds ? { input: 60, output: 160 } : { input: 20, output: 100 };
      context.check.equal("USE-04", "last-wins", seen, expected);
    },
  },
  {
    id: "usage.stream.only-at-the-end",
    area: "usage",
    title: "Usage in a last chunk without choices is read",
    why: "a reader that skips chunks without choices records every stream as free",
    requirements: ["USE-04"],
    run: async (context) => {
      const usage = context.wire.usage({ prompt: 20, completion: 5 });
      const seen = await streamedClasses(context, context.wire.stream(["Out."], usage));
      context.check.equal("USE-04", "trailing-usage", seen, { input: 20, output: 5 });
    },
  },
  {
    id: "usage.stream.null-after-usage",
    area: "usage",
    title: "Null usage on later chunks does not wipe what was reported",
    why: "hosts send a chunk after the usage chunk, with usage null",
    requirements: ["USE-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const usage = context.wire.usage({ prompt: 20, completion: 5 });
      const pieces = context.wire.stream(["One.", "Two."]);
      const marked = withUsageOn(pieces, [null, null, usage, null, null]);
      context.check.equal("USE-04", "kept", await streamedClasses(context, marked), { input: 20, output: 5 });
    },
  },
];
