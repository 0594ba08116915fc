/**
 * Turns that lose a piece, a boundary or a place where two pieces meet: pictures beside each other and beside calls, thinking
 * in two pieces, blocks that nobody ends, ends that say no word.
 * @module
 */
import type { Delta } from "../../registry/canonical/chat.ts";
import { isObject, type Json, type JsonObject, objectsIn } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import { readFrameEvents, writeFrameEvents } from "../upstream/frame-events.ts";
import type { WireEvent } from "../upstream/wire-events.ts";
import type { Defect } from "./defect.ts";
import { asObject, mapJson } from "./dialect-plants.ts";
import { withCodec, withParts } from "./plants.ts";
import { eachDelta, mapChunks, withBytes } from "./stream-plants.ts";

const own = "own";

/** The frames of every stream changed before they are read. */
const mapFrames = (change: (events: WireEvent[]) => WireEvent[]): Plant =>
  withBytes(async function* (bytes) {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    yield writeFrameEvents(change(readFrameEvents(Buffer.concat(pieces))));
  });

const deltaOf = ({ json }: WireEvent): JsonObject => asObject(asObject(json).delta);
const indexOf = ({ json }: WireEvent): Json => asObject(json).contentBlockIndex ?? null;
const sealedIn = (event: WireEvent): Json | undefined =>
  asObject(deltaOf(event).reasoningContent).redactedContent;

/** Of thinking that nobody reads the last piece stands for all. */
const lastSealAlone = (events: WireEvent[]): WireEvent[] =>
  events.filter(
    (event, i) =>
      sealedIn(event) === undefined ||
      !events
        .slice(i + 1)
        .some((later) => sealedIn(later) !== undefined && indexOf(later) === indexOf(event)),
  );

/** What a block says where it ends is lost where nobody ends it: its signature. */
function unendedUnsigned(events: WireEvent[]): WireEvent[] {
  const ends = events.some(({ fields }) => fields.includes(":event-type: contentBlockStop"));
  if (ends) return events;
  return events.filter((event) => asObject(deltaOf(event).reasoningContent).signature === undefined);
}

const isBare = (place: JsonObject | undefined): boolean =>
  place?.type === "reasoning" && place.index === undefined;

/** Thoughts that follow each other are one. */
function thoughtsJoined(places: readonly JsonObject[]): JsonObject[] {
  const joined: JsonObject[] = [];
  for (const place of places) {
    const last = joined.at(-1);
    if (last && isBare(last) && isBare(place)) last.end = place.end;
    else joined.push({ ...place });
  }
  return joined;
}

const withJoinedThoughts = <T extends { [field: string]: unknown }>(said: T): T =>
  Array.isArray(said.item_order)
    ? { ...said, item_order: thoughtsJoined(objectsIn(said.item_order as Json)) }
    : said;

const lastPicture = (delta: Delta): Delta =>
  Array.isArray(delta.images) && delta.images.length > 1
    ? { ...delta, images: delta.images.slice(-1) as Json[] }
    : delta;

const noPictureBesideCalls = ({ images, ...delta }: Delta): Delta =>
  delta.tool_calls === undefined && images !== undefined ? { ...delta, images } : delta;

/** A stored answer without what stands beside the name and the arguments of its calls. */
const storedBare: Plant = withParts(({ answers }) => ({
  answers: {
    ...answers,
    limits: answers.limits,
    get: (key, count) => answers.get(key, count),
    put: (key, slot, text, ttl) =>
      answers.put(
        key,
        slot,
        text.replaceAll(/,"extra_content":\{"google":\{"thought_signature":"[^"]*"\}\}/g, ""),
        ttl,
      ),
  },
}));

export const toldTurnDefects: readonly Defect[] = [
  {
    id: "streaming.one-picture-a-chunk",
    title: "Of several pictures in one chunk the last is told",
    seenIn: own,
    breaks: ["STR-04", "MAP-17"],
    providers: ["google-ai-studio"],
    plant: mapChunks((chunk) => eachDelta(chunk, lastPicture)),
  },
  {
    id: "streaming.no-picture-beside-calls",
    title: "A picture that comes with a call in one chunk is lost",
    seenIn: own,
    breaks: ["STR-04", "MAP-17"],
    providers: ["google-ai-studio"],
    plant: mapChunks((chunk) => eachDelta(chunk, noPictureBesideCalls)),
  },
  {
    id: "streaming.refusal-forgotten",
    title: "The sentence about a filter is forgotten where the candidate comes once more behind its end",
    seenIn: own,
    breaks: ["STR-04"],
    providers: ["google-ai-studio"],
    plant: mapJson(() => {
      const ends = new Map<Json | undefined, JsonObject>();
      return (json) => {
        for (const candidate of objectsIn(json.candidates)) {
          if (typeof candidate.finishReason === "string") ends.set(candidate.index, candidate);
          else if (ends.has(candidate.index))
            Object.assign(candidate, { finishReason: ends.get(candidate.index)?.finishReason });
        }
        return json;
      };
    }),
  },
  {
    id: "cost.searches-told-late",
    title: "Searches that are told behind the usage are free",
    seenIn: own,
    breaks: ["CST-11"],
    providers: ["google-ai-studio"],
    plant: mapJson(() => {
      let isCounted = false;
      return (json) => {
        const late = isCounted && !isObject(json.usageMetadata);
        isCounted ||= isObject(json.usageMetadata);
        if (late) for (const candidate of objectsIn(json.candidates)) delete candidate.groundingMetadata;
        return json;
      };
    }),
  },
  {
    id: "streaming.last-seal-alone",
    title: "Of redacted thinking in several deltas the last stands for all",
    seenIn: own,
    breaks: ["MAP-17"],
    providers: ["bedrock"],
    plant: mapFrames(lastSealAlone),
  },
  {
    id: "streaming.unended-unsigned",
    title: "The signature of thinking is lost where no event ends its block",
    seenIn: own,
    breaks: ["MAP-17"],
    providers: ["bedrock"],
    plant: mapFrames(unendedUnsigned),
  },
  {
    id: "mapping.thoughts-run-together",
    title: "Two thoughts in a row go back as one",
    seenIn: own,
    breaks: ["MAP-17"],
    providers: ["cohere"],
    plant: withCodec((original) => ({
      encodeRequest: (request, context) =>
        original.encodeRequest({ ...request, messages: request.messages.map(withJoinedThoughts) }, context),
    })),
  },
  {
    id: "streaming.calls-without-a-word",
    title: "A stream of calls that says no word for its end is broken",
    seenIn: own,
    breaks: ["MAP-17", "STR-04"],
    providers: ["cohere"],
    plant: mapJson(() => (json) => {
      const hasNoWord = json.type === "message-end" && asObject(json.delta).finish_reason === undefined;
      return hasNoWord ? { type: "debug" } : json;
    }),
  },
  {
    id: "cache.seals-not-stored",
    title: "The signatures of calls are not stored with an answer",
    seenIn: own,
    breaks: ["CAC-01"],
    providers: ["google-ai-studio"],
    plant: storedBare,
  },
];
