/**
 * Nothing is left of an answer in the next: one that does not say its id, its model or its usage is the same behind another
 * answer, and beside one, as it is alone (RES-01, USE-05, CST-03).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import { type Answer, textOf } from "../../oracle/meaning/answer.ts";
import { HEARD_BY } from "../../oracle/meaning/exchanged.ts";
import { CLIENT_APIS, CLIENTS, type ClientApi } from "../../oracle/meaning/expected.ts";
import { answers } from "../../oracle/meaning/generate.ts";
import { SPEAKERS } from "../../oracle/meaning/speakers.ts";
import { readFrameEvents, writeFrameEvents } from "../../upstream/frame-events.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { bytes } from "../../upstream/wire.ts";
import { readEvents, writeEvents } from "../../upstream/wire-events.ts";
import { DEEP_POCKETS } from "../_shared/bill.ts";
import { ablest, askedBy, habitsOf, spokenAt } from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";

/** Pairs of answers in each framing. */
const PAIRS = 3;

/** Names that answers of any API have for themselves and for what they used. */
const NAMES = ["id", "model", "usage", "responseId", "modelVersion", "usageMetadata", "system_fingerprint"];
/** What of a body or event is the answer itself, where not all of it is. */
const INSIDE = ["message", "response", "delta", "x_groq"];

/** The same body without its names. Ids of parts and calls stay, since they are not those of the answer. */
function unnamed(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value = null]): [string, Json][] => {
      if (NAMES.includes(name)) return [];
      return [[name, INSIDE.includes(name) && isObject(value) ? unnamed(value) : value]];
    }),
  );
}

interface Told {
  said: Answer;
  /** Does it say its names? */
  isNamed: boolean;
}

/** An answer in the API and the framing that is asked for. */
function answerOf(context: CaseContext, stream: boolean, { said, isNamed }: Told): UpstreamAnswer {
  const speaker = SPEAKERS[spokenAt(context)];
  const habits = habitsOf(ablest(context), [], false);
  const change = isNamed ? (body: JsonObject) => body : unnamed;
  const answer = (type: string, content: Uint8Array): UpstreamAnswer => ({
    kind: "answer",
    status: 200,
    headers: [["content-type", type]],
    chunks: [content],
  });
  if (!stream) return answer("application/json", bytes(JSON.stringify(change(speaker.whole(said, habits)))));
  const { streamType } = context.wire;
  const all = speaker
    .stream(said, habits)
    .map(({ piece }) => (typeof piece === "string" ? bytes(piece) : piece));
  const isFramed = streamType.includes("eventstream");
  const events = (isFramed ? readFrameEvents : readEvents)(Buffer.concat(all)).map((event) =>
    event.json === null ? event : { ...event, json: change(event.json) },
  );
  return answer(streamType, isFramed ? writeFrameEvents(events) : bytes(writeEvents(events)));
}

/** What its caller and the books know of an answer; names that the gateway gives are all the same here. */
async function knownOf(session: Session, client: ClientApi, reply: Reply, others: readonly Answer[]) {
  const { id, model, usage } = HEARD_BY[client](reply);
  const known = await session.gateway.records();
  const record = known.find((each) => each.id === reply.headers.get("helicone-id"));
  const borrowed = others.filter((other) => id.startsWith(other.id)).map((other) => other.id);
  return { names: [borrowed, model], usage, recorded: record?.usage, cost: record?.cost?.amount ?? null };
}

async function asked(
  context: CaseContext,
  session: Session,
  client: ClientApi,
  stream: boolean,
  list: readonly Told[],
): Promise<Reply[]> {
  const endpoint = ablest(context);
  const { path } = CLIENTS[client];
  const left = [...list];
  session.serve(() => answerOf(context, stream, left.shift() ?? (list.at(-1) as Told)));
  return Promise.all(
    list.map(() =>
      session.send(askedBy(client, endpoint, stream), { path, uncompared: "compared-by-the-case" }),
    ),
  );
}

const nothingLeftAt = (client: ClientApi): Case => ({
  id: `response.nothing-left.${client}`,
  area: "response",
  title: `An answer that names neither itself nor its usage is told at ${client} as if no other had come before it`,
  why: "what is left of an answer names, counts and charges the next one, and every test asks once",
  requirements: ["RES-01", "USE-05", "CST-03"],
  run: async (context) => {
    const ledger = new Ledger();
    const api = spokenAt(context);
    for (const stream of [false, true]) {
      const generated = answers(api, { calls: false, stream }, context.seed + 70 + Number(stream), 2 * PAIRS);
      for (let n = 0; n < PAIRS; n++) {
        const [first, second] = [generated[2 * n], generated[2 * n + 1]] as [Answer, Answer];
        const named: Told = { said: first, isNamed: true };
        const silent: Told = { said: second, isNamed: false };
        const fresh = () => context.open({ direct: true, fresh: true, deposit: DEEP_POCKETS });
        const [alone, behind] = [await fresh(), await fresh()];
        const [expected] = await asked(context, alone, client, stream, [silent]);
        await asked(context, behind, client, stream, [named]);
        const [next] = await asked(context, behind, client, stream, [silent]);
        const beside = await asked(context, behind, client, stream, [named, silent]);
        if (!expected || !next) throw new Error("a request has no answer");
        const text = textOf(second.choices[0] ?? { passages: [] });
        const twin = beside.filter((reply) => HEARD_BY[client](reply).choices[0]?.text === text);
        const wanted = await knownOf(alone, client, expected, [first]);
        const label = `${stream ? "streamed" : "whole"}-${n}`;
        for (const reply of [next, ...(twin.length === 1 ? twin : [])]) {
          const seen = await knownOf(behind, client, reply, [first]);
          ledger.compare("RES-01", "names", label, seen.names, wanted.names);
          ledger.compare(
            "USE-05",
            "usage",
            label,
            [seen.usage, seen.recorded],
            [wanted.usage, wanted.recorded],
          );
          ledger.compare("CST-03", "cost", label, seen.cost, wanted.cost);
        }
        context.count(1);
      }
    }
    ledger.report(context.check);
  },
});

export const nothingLeftCases: readonly Case[] = CLIENT_APIS.map(nothingLeftAt);
