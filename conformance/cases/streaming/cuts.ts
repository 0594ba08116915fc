/**
 * The same stream under other cuts and other spellings of SSE is the same stream (STR-01, STR-02).
 * @module
 */
import fc from "fast-check";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, type Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import type { Recording } from "../../recordings/load.ts";
import { cutAt, everyByte, nastyPositions, streamOf } from "../../upstream/cuts.ts";
import { pinned } from "../_shared/support.ts";

const streams = (context: CaseContext): Recording[] =>
  context
    .allRecordings()
    .filter(({ meta }) => meta.scenario.startsWith("stream.") && meta.response.status === 200);

interface Outcome {
  reply: Reply;
  /** Bytes of the answer, with the usage, cost and error of the record. */
  text: string;
}

/** What comes of a recorded stream in these chunks. */
async function outcome(
  context: CaseContext,
  session: Session,
  recording: Recording,
  chunks: Iterable<Uint8Array>,
): Promise<Outcome> {
  session.answer(streamOf(chunks, context.wireAt(context.endpointOf(recording)).streamType));
  const body = session.bodyFor(recording, pinned(context.endpointOf(recording)), {
    stream_options: { include_usage: true },
  });
  const reply = await session.send(body);
  const record = await session.lastRecord();
  const kept = { usage: record?.usage, outcome: record?.outcome, cost: record?.cost, error: record?.error };
  const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);
  const text = comparable(`${reply.status}\n${reply.text}\n${JSON.stringify(kept, plain)}`);
  // Each request has an id of its own, from which an answer without one gets its name.
  return { reply, text: text.replaceAll(reply.headers.get("helicone-id") ?? /$^/g, "ID") };
}

/** The stream in one piece, which must be the recorded answer: sameness with something wrong would prove nothing. */
async function baseline(
  context: CaseContext,
  session: Session,
  recording: Recording,
  requirement: "STR-01" | "STR-02",
): Promise<string> {
  const { reply, text } = await outcome(context, session, recording, [recording.responseBody]);
  const { expect } = recording.meta;
  const seen = [reply.status, expect?.text === undefined ? undefined : assemble(reply).text];
  context.check.equal(requirement, `${recording.meta.scenario}.uncut`, seen, [200, expect?.text]);
  return text;
}

/** Keep-alive comments may come at other moments; everything else must be the same bytes. */
const comparable = (text: string): string => text.replaceAll(": keep-alive\n\n", "");

async function sameUnder(
  context: CaseContext,
  name: string,
  recut: (bytes: Uint8Array) => Uint8Array[],
): Promise<void> {
  const session = await context.open({ direct: true });
  for (const recording of context.sample(streams(context))) {
    const expected = await baseline(context, session, recording, "STR-01");
    const { text: seen } = await outcome(context, session, recording, recut(recording.responseBody));
    context.check.equal(
      "STR-01",
      `${name}.${recording.meta.scenario}`,
      seen,
      expected,
      "decode bytes with a streaming decoder and split events after joining",
    );
  }
}

/** The least that there must be to cut; everything else that is recorded is cut too. */
const CUT = ["stream.basic", "stream.tools", "stream.unicode"] as const;

export const cutStreams: readonly Case[] = [
  {
    id: "streaming.cuts.one-byte",
    area: "streaming",
    title: "Every recorded stream, one byte at a time, gives the same bytes, usage, cost and errors",
    why: "chunking differs by network, and bugs of it appear only in production",
    requirements: ["STR-01"],
    needs: { scenarios: CUT },
    run: (context) => sameUnder(context, "one-byte", everyByte),
  },
  {
    id: "streaming.cuts.inside-characters",
    area: "streaming",
    title: "Cuts inside characters, CRLF pairs and event ends change nothing",
    why: "these are the cuts that break decoders",
    requirements: ["STR-01"],
    needs: { scenarios: CUT },
    run: (context) => sameUnder(context, "nasty", (bytes) => cutAt(bytes, nastyPositions(bytes))),
  },
  {
    id: "streaming.cuts.random",
    area: "streaming",
    title: "Random cuts change nothing",
    why: "one generator covers what nobody thought of",
    requirements: ["STR-01"],
    needs: { scenarios: CUT },
    run: async (context) => {
      const session = await context.open();
      const recordings = context.sample(streams(context));
      const expected = new Map<Recording, string>();
      for (const recording of recordings) {
        expected.set(recording, await baseline(context, session, recording, "STR-01"));
      }
      const cuts = fc.array(fc.nat({ max: 4000 }), { minLength: 1, maxLength: 12 });
      const property = fc.asyncProperty(
        fc.constantFrom(...recordings),
        cuts,
        async (recording, positions) => {
          const { text } = await outcome(
            context,
            session,
            recording,
            cutAt(recording.responseBody, positions),
          );
          return text === expected.get(recording);
        },
      );
      const { failed, seed, counterexample, counterexamplePath } = await fc.check(
        property,
        context.draws(60),
      );
      const [recording, positions] = counterexample ?? [];
      context.check.that("STR-01", "random-cuts", !failed, {
        expected: "the same answer under any cut",
        seen: failed
          ? { seed, path: counterexamplePath, recording: recording?.meta.id, cutAt: positions }
          : "all the same",
      });
    },
  },
];

/** One recorded stream, respelled. */
const SPELLINGS: readonly [name: string, respell: (text: string) => string][] = [
  ["crlf", (text) => text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n")],
  ["cr", (text) => text.replaceAll("\r\n", "\n").replaceAll("\n", "\r")],
  ["no-space", (text) => text.replaceAll("data: ", "data:")],
  ["bom", (text) => `\ufeff${text}`],
  ["comments", (text) => `: hello\n\n${text.replaceAll("\n\n", "\n\n:\n\n: data: {}\n\n")}`],
  ["id-and-retry", (text) => text.replaceAll("data: ", "id: 7\nretry: 3000\ndata: ")],
  ["event-lines", (text) => text.replaceAll("data: ", "event: message\ndata: ")],
  ["split-data", (text) => text.replaceAll('data: {"id"', 'data: {\ndata: "id"')],
  ["unknown-fields", (text) => text.replaceAll("data: ", "weather: fine\ndata: ")],
];

export const spelledStreams: readonly Case[] = SPELLINGS.map(([name, respell]) => ({
  id: `streaming.sse.${name}`,
  area: "streaming",
  title: `SSE spelt with ${name} is read as the standard says`,
  why: "hosts change their servers, and today's spelling of one is tomorrow's of another",
  requirements: ["STR-02"],
  needs: { framing: "text/event-stream", scenarios: ["stream.basic", "stream.tools", "stream.unicode"] },
  run: async (context) => {
    const session = await context.open({ direct: true });
    const recordings = context.recordings(["stream.basic", "stream.tools", "stream.unicode"]);
    const all = recordings.flatMap((recording) =>
      (["whole", "bytes"] as const).map((cut) => ({ recording, cut })),
    );
    for (const { recording, cut } of context.sample(all, { least: 2 })) {
      const text = Buffer.from(recording.responseBody).toString("utf8");
      const respelt = new TextEncoder().encode(respell(text));
      const expected = await baseline(context, session, recording, "STR-02");
      const chunks = cut === "whole" ? [respelt] : everyByte(respelt);
      const { text: seen } = await outcome(context, session, recording, chunks);
      const name = `${recording.meta.scenario}.${cut}`;
      context.check.equal("STR-02", name, seen, expected, "use a standard SSE parser");
    }
  },
}));
