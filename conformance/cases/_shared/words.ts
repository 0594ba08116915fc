/**
 * Answers that say something of their own price, in every place and at every moment at which an API may say it: whole, on
 * the first event of a stream, on its last one, or first one thing and then another (CST-09).
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import { at, isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { CaseContext } from "../../engine/context.ts";
import { put } from "../../oracle/meaning/speak.ts";
import { readFrameEvents, writeFrameEvents } from "../../upstream/frame-events.ts";
import { readEvents, type WireEvent, writeEvents } from "../../upstream/wire-events.ts";

export type Word = "service_tier" | "speed" | "inference_geo" | "traffic_type";

/** A place of a word, as the vendors document it. */
interface Place {
  word: Word;
  /** Below the usage object, or below the answer. */
  inUsage: boolean;
  path: readonly string[];
  /** Only streams say it there. */
  streamed?: true;
  /** As the vendor spells it. */
  spelt?: (value: string) => string;
}

interface Holders {
  places: readonly Place[];
  /** Where a whole answer, and the events of a stream, have their usage. */
  usage: readonly (readonly string[])[];
  /** Where an event of a stream has the answer; it has one where there is an object of that name, or of the usage. */
  answer: readonly string[];
  /** Where the first event of a stream may have a usage as well. */
  early?: readonly string[];
  /** What holds on when a later answer or usage leaves it out: elsewhere each is whole, and what it leaves out is not said. */
  holdsOn: { answer: boolean; usage: boolean };
  /** May an event behind that of the usage still say it? Its other fields say nothing. */
  behind?: JsonObject;
}

const beside = (word: Word, ...path: string[]): Place => ({ word, inUsage: false, path });
const inside = (word: Word, ...path: string[]): Place => ({ word, inUsage: true, path });

const SAID: Readonly<Partial<Record<ApiId, Holders>>> = {
  "openai-chat": {
    places: [
      beside("service_tier", "service_tier"),
      // A relay's place, and Groq's in streams.
      inside("service_tier", "service_tier"),
      { ...beside("service_tier", "x_groq", "service_tier"), streamed: true },
    ],
    usage: [["usage"]],
    answer: [],
    early: ["usage"],
    holdsOn: { answer: true, usage: false },
    behind: { choices: [], usage: null },
  },
  "openai-responses": {
    places: [beside("service_tier", "service_tier"), inside("service_tier", "service_tier")],
    usage: [["usage"], ["response", "usage"]],
    answer: ["response"],
    holdsOn: { answer: false, usage: false },
  },
  "anthropic-messages": {
    places: [
      inside("service_tier", "service_tier"),
      inside("speed", "speed"),
      inside("inference_geo", "inference_geo"),
    ],
    usage: [["message", "usage"], ["usage"]],
    answer: [],
    early: ["message", "usage"],
    holdsOn: { answer: true, usage: true },
  },
  gemini: {
    places: [
      { ...inside("traffic_type", "trafficType"), spelt: (value) => value.toUpperCase() },
      inside("service_tier", "serviceTier"),
    ],
    usage: [["usageMetadata"]],
    answer: [],
    early: ["usageMetadata"],
    holdsOn: { answer: true, usage: false },
  },
  "bedrock-converse": {
    places: [beside("service_tier", "serviceTier", "type")],
    usage: [["usage"]],
    answer: [],
    holdsOn: { answer: true, usage: true },
  },
};

/** Does the API say anything of its price? */
export const saysWords = (api: ApiId): boolean => SAID[api] !== undefined;

/** The words that an API may say. */
export const wordsOf = (api: ApiId): Word[] => [
  ...new Set((SAID[api]?.places ?? []).map(({ word }) => word)),
];

/** An answer that says a word, and which value holds. */
export interface Saying {
  label: string;
  stream: boolean;
  type: string;
  bytes: Uint8Array;
  /** The word that it says; `null` where it says none. */
  holds: Word | null;
}

/** The path at which a body or event has what a place stands in; `null` where it has none. */
function holderIn(
  body: Json,
  { usage, answer }: Holders,
  api: ApiId,
  { inUsage }: Place,
): readonly string[] | null {
  const usageAt = usage.find((path) => isObject(at(body, path)));
  if (inUsage) return usageAt ?? null;
  // Bedrock says it once, with the usage; elsewhere every chunk is an answer of its own, or has one inside.
  if (api === "bedrock-converse") return usageAt === undefined ? null : [];
  return isObject(at(body, answer)) ? answer : null;
}

/** The path at which a whole answer has what a place stands in. */
const wholeHolder = (body: JsonObject, { usage }: Holders, { inUsage }: Place): readonly string[] =>
  inUsage ? (usage.find((path) => isObject(at(body, path))) ?? []) : [];

/** A whole answer of the API under test that says `value` for a word. */
export function sayingIn({ api }: CaseContext, body: JsonObject, word: Word, value: string): JsonObject {
  const holders = SAID[api.id];
  const places = (holders?.places ?? []).filter(({ streamed }) => streamed !== true);
  const place = places.find((one) => one.word === word);
  if (!holders || !place) throw new Error(`no whole answer of ${api.id} has a place for ${word}`);
  const { path, spelt = (said: string) => said } = place;
  return put(body, [...wholeHolder(body, holders, place), ...path], spelt(value));
}

/** A whole answer that says `value` for every word of its API at once. */
export const sayingAll = (context: CaseContext, usage: JsonObject, value: string): JsonObject =>
  wordsOf(context.api.id).reduce(
    (body, word) => sayingIn(context, body, word, value),
    context.wire.completion("Out.", usage),
  );

/** A stream of these events, as the API under test sends one. */
export function streamOf(
  { wire }: Pick<CaseContext, "wire">,
  events: readonly WireEvent[],
): Pick<Saying, "type" | "bytes"> {
  const type = wire.streamType;
  const isText = type === "text/event-stream";
  return { type, bytes: isText ? Buffer.from(writeEvents(events)) : writeFrameEvents(events) };
}

/** The events of a plain stream of the API under test that tells this usage. */
export function eventsTelling({ wire }: Pick<CaseContext, "wire">, usage: JsonObject): WireEvent[] {
  const pieces = Buffer.concat(wire.stream(["Out."], usage).map((piece) => Buffer.from(piece)));
  return wire.streamType === "text/event-stream" ? readEvents(pieces) : readFrameEvents(pieces);
}

/**
 * Answers of the API under test that say `value`, and where they say two things one after the other, `earlier` before it.
 * @param name what an answer is changed to beside it
 */
export function sayings(
  context: CaseContext,
  { usage, value, earlier }: { usage: JsonObject; value: string; earlier: string },
  name: (body: JsonObject) => JsonObject = (body) => body,
): Saying[] {
  const api = context.api.id;
  const holders = SAID[api];
  if (holders === undefined) return [];
  const { wire } = context;
  const { early } = holders;
  const events = eventsTelling(context, usage).map((event, i) => {
    const json = event.json && name(event.json);
    return { ...event, json: json && i === 0 && early !== undefined ? put(json, early, usage) : json };
  });
  const body = name(wire.completion("Out.", usage));
  const whole = (said: JsonObject) => ({
    type: "application/json",
    bytes: Buffer.from(JSON.stringify(said)),
  });
  const found: Saying[] = [
    { label: "nothing", stream: false, ...whole(body), holds: null },
    { label: "nothing", stream: true, ...streamOf(context, events), holds: null },
  ];
  for (const place of holders.places) {
    const { word, path, inUsage, spelt = (said: string) => said } = place;
    const label = `${inUsage ? "usage " : ""}${path.join(".")}`;
    const said = (json: JsonObject, holder: readonly string[], text: string): JsonObject =>
      put(json, [...holder, ...path], spelt(text));
    if (place.streamed !== true)
      found.push({
        label,
        stream: false,
        ...whole(said(body, wholeHolder(body, holders, place), value)),
        holds: word,
      });
    const holding = events.flatMap(({ json }, i) => {
      const holder = json && holderIn(json, holders, api, place);
      return holder ? [{ i, holder }] : [];
    });
    const [first] = holding;
    const last = holding.at(-1);
    if (first === undefined || last === undefined)
      throw new Error(`no event of ${api} has a place for ${label}`);
    const saying = (moment: string, texts: ReadonlyMap<number, string>): Saying => ({
      label: `${label} ${moment}`,
      stream: true,
      holds: word,
      ...streamOf(
        context,
        events.map((event, i) => {
          const text = texts.get(i);
          const holder = holding.find((one) => one.i === i)?.holder;
          return text === undefined || !holder || !event.json
            ? event
            : { ...event, json: said(event.json, holder, text) };
        }),
      ),
    });
    found.push(saying("at the end", new Map([[last.i, value]])));
    const ending = events[last.i];
    if (holders.behind && !inUsage && ending?.json) {
      const json = said({ ...ending.json, ...holders.behind }, [], value);
      const all = [...events.slice(0, last.i + 1), { ...ending, json }, ...events.slice(last.i + 1)];
      found.push({
        label: `${label} behind the usage`,
        stream: true,
        holds: word,
        ...streamOf(context, all),
      });
    }
    if (first.i === last.i) continue;
    if (holders.holdsOn[inUsage ? "usage" : "answer"])
      found.push(saying("at the beginning", new Map([[first.i, value]])));
    found.push(
      saying(
        "after another one",
        new Map([
          [first.i, earlier],
          [last.i, value],
        ]),
      ),
    );
  }
  return found;
}
