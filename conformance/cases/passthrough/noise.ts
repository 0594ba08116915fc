/**
 * Streams that are passed on with pieces in them that nobody can read: half a JSON, a word, an event of tomorrow, one that
 * the end of the stream leaves open. The bytes pass, and what the other pieces tell is heard all the same (PRX-07).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { type Answer, dice, lastUsage } from "../../oracle/meaning/answer.ts";
import { answers } from "../../oracle/meaning/generate.ts";
import type { Habits } from "../../oracle/meaning/speak.ts";
import { SPEAKERS } from "../../oracle/meaning/speakers.ts";
import { encodeFrame } from "../../recordings/frames.ts";
import { habitsOf, owed, spokenAt, upstreamIdOf } from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";
import { openPassing } from "../_shared/pass.ts";
import { asList, type Sent, sendSlowly, spelt, textOf, UNTIL_END_MS } from "../_shared/passed.ts";
import { callOf, compare, costSupport, passes } from "./told.ts";

/** What may stand for the data of an event or the payload of a frame, and tells nothing. */
const DATA = [
  '{"usage":{"prompt_tokens":7000,"completion_tokens":',
  "the tide",
  "7",
  "null",
  '"usage"',
  "[]",
  "{}",
  '{"type":"of_tomorrow","tide":[{"usage":{"input_tokens":7000,"output_tokens":7}}]}',
];

/** The same for a place in a list, where only JSON can stand. */
const ITEMS = ["7", "null", '"usage"', "[]", "{}"];

/** Events without data, and lines that are none of the standard's. */
const EMPTY = [
  "data:\n\n",
  "data\n\n",
  "event: tide\n\n",
  ": tide\n\n",
  "id: 7\nretry: 10\n\n",
  "tide: out\n\n",
];

const FRAME: [string, string][] = [
  [":event-type", "tide"],
  [":content-type", "application/json"],
  [":message-type", "event"],
];
const frameOf = (payload: string): Buffer => Buffer.from(encodeFrame({ headers: FRAME, payload }));

type Roll = (below: number) => number;

const one = <T>(list: readonly T[], roll: Roll): T => {
  const found = list[roll(list.length)];
  if (found === undefined) throw new Error("there is nothing to choose from");
  return found;
};

/** The pieces with others put between them. */
function among<T>(pieces: readonly T[], roll: Roll, noise: () => T): T[] {
  return pieces.flatMap((piece) => (roll(2) === 0 ? [piece] : [noise(), piece]));
}

/** The last event that tells a usage, without the end of it. */
function leftOpen(said: Answer, habits: Habits, api: ReturnType<typeof spokenAt>): string {
  const steps = SPEAKERS[api].stream(said, habits);
  const telling = steps.findLast(({ told }, i) => told !== null && told !== steps[i - 1]?.told);
  const text = textOf(telling?.piece ?? "").trimEnd();
  return text.slice(text.lastIndexOf("\n\n") + 1).trimStart();
}

/** A whole stream with such pieces in it. */
function noisy(context: CaseContext, said: Answer, other: Answer, habits: Habits): Sent {
  const api = spokenAt(context);
  const roll = dice(said.order ^ 0x51de);
  const pieces = SPEAKERS[api].stream(said, habits).map(({ piece }) => piece);
  const about = { encoding: "identity", told: lastUsage(said), isWhole: true };
  if (api === "bedrock-converse") {
    const frames = among(pieces.map(Buffer.from), roll, () => frameOf(one(["", ...DATA], roll)));
    const end = frameOf("{}");
    const bytes = Buffer.concat([...frames, ...(roll(2) === 0 ? [end.subarray(0, -roll(9) - 1)] : [])]);
    return { ...about, type: spelt(context.wire.streamType, roll), isStream: true, bytes };
  }
  const texts = pieces.map(textOf);
  if (api === "gemini" && roll(2) === 0)
    return {
      ...about,
      type: "application/json",
      isStream: false,
      bytes: asList(among(texts, roll, () => one(ITEMS, roll))),
    };
  const events = among(texts, roll, () =>
    roll(2) === 0 ? one(EMPTY, roll) : `data: ${one(DATA, roll)}\n\n`,
  );
  const text = [...events, ...(roll(2) === 0 ? [leftOpen(other, habits, api)] : [])].join("");
  const bytes = Buffer.from(text.replaceAll("\n", one(["\n", "\r\n", "\r"], roll)));
  return { ...about, type: spelt(context.wire.streamType, roll), isStream: true, bytes };
}

const ANSWERS = 12;

async function heard(context: CaseContext): Promise<void> {
  const recording = context.recording("stream.basic");
  const passing = await openPassing(context);
  const endpoint = context.endpointOf(recording);
  const { model } = recording.meta;
  const ledger = new Ledger();
  const all = answers(spokenAt(context), { calls: false, stream: true }, context.seed, ANSWERS);
  for (const [i, drawn] of context.sample([...all.entries()])) {
    const said = { ...drawn, model };
    const habits = habitsOf(endpoint, [], said.order % 2 === 0);
    const sent = noisy(context, said, all[(i + 1) % all.length] ?? said, habits);
    const upstreamId = upstreamIdOf(said);
    const came = await sendSlowly(passing, callOf(recording), sent, {
      fields: [["x-request-id", upstreamId]],
    });
    await compare(passing, ledger, String(i), came, sent.bytes, {
      endpoint,
      model,
      upstreamId,
      laterMs: UNTIL_END_MS,
      isWhole: true,
      isStream: sent.isStream,
      usage: lastUsage(said).counts,
      cost: costSupport(endpoint.provider) ? owed(context, endpoint, lastUsage(said)) : null,
    });
    context.count(1);
  }
  ledger.report(context.check);
}

export const noiseCases: readonly Case[] = [
  {
    id: "passthrough.told.noise",
    area: "passthrough",
    title: "Pieces of a passed stream that nobody can read hide nothing of what the others tell",
    why: "one event that is no JSON ends the reader, and every call of that host is free from then on",
    requirements: ["PRX-01", "PRX-07", "OBS-01"],
    modes: ["byok"],
    needs: { scenarios: ["stream.basic"], endpoints: passes },
    run: heard,
  },
];
