/**
 * Quirks of Gemini's streams: whole bodies one after the other, each with what is new and the counts so far.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import { callInPieces } from "./gemini-call-pieces.ts";
import {
  between,
  DONE,
  eachPart,
  event,
  halves,
  lacking,
  merged,
  objectAt,
  type Quirk,
  quirk,
  replaced,
  type WireEvent,
} from "./wire-events.ts";

const chunks = quirk("chunks");
const usage = quirk("usage");
const tools = quirk("tools");

const listIn = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
const candidatesOf = (json: JsonObject): JsonObject[] => listIn(json.candidates);
const partsOf = (candidate: JsonObject): JsonObject[] => listIn(objectAt(candidate.content).parts);

/** The only candidate, where there is one. */
const only = (json: JsonObject): JsonObject | null => {
  const [candidate, ...others] = candidatesOf(json);
  return candidate && others.length === 0 ? candidate : null;
};

const withParts = (candidate: JsonObject, parts: JsonObject[]): JsonObject => ({
  ...candidate,
  content: { ...objectAt(candidate.content), parts },
});

/** What names the answer, on every chunk of it. */
const named = ({ responseId = "x", modelVersion = "x" }: JsonObject): JsonObject => ({
  responseId,
  modelVersion,
});

const eachCandidate = (change: (candidate: JsonObject) => JsonObject): Quirk["events"] =>
  eachPart((json) =>
    Array.isArray(json.candidates) ? { ...json, candidates: candidatesOf(json).map(change) } : json,
  );

const saltedWith = (candidates: Json | undefined): Quirk["events"] =>
  between(({ json }) => event({ ...named(json ?? {}), ...(candidates === undefined ? {} : { candidates }) }));

/** A candidate that says nothing, where there is one: a prompt that was blocked has none. */
const withNothing =
  (candidate: JsonObject): Quirk["events"] =>
  (events, paths) =>
    events.some(({ json }) => json !== null && candidatesOf(json).length > 0)
      ? (saltedWith([candidate])?.(events, paths) ?? events)
      : events;

/** One chunk as several, each with some of the parts; finish and counts stay with the last one. */
function inPieces(json: JsonObject, groups: JsonObject[][]): WireEvent[] {
  const candidate = only(json);
  if (!candidate || groups.length < 2) return [event(json)];
  const bare = { ...lacking(lacking(json, "usageMetadata"), "promptFeedback") };
  const { index, content } = candidate;
  return groups.map((parts, i) =>
    i === groups.length - 1
      ? event({ ...json, candidates: [withParts(candidate, parts)] })
      : event({
          ...bare,
          candidates: [
            { ...(index === undefined ? {} : { index }), content: { ...objectAt(content), parts } },
          ],
        }),
  );
}

/** A text part that says nothing else. */
const isPlain = (part: JsonObject): boolean =>
  typeof part.text === "string" && Object.keys(part).every((key) => key === "text" || key === "thought");

const CHUNKS: readonly Quirk[] = [
  chunks("empty-candidates", "Chunks with an empty list of candidates", "own", saltedWith([])),
  chunks("null-candidates", "Chunks whose candidates are null", "relays, own", saltedWith(null)),
  chunks("no-candidates", "Chunks without candidates", "own", saltedWith(undefined)),
  chunks("no-content", "Candidates without content", "own", withNothing({ index: 0 })),
  chunks(
    "null-content",
    "Candidates whose content is null",
    "relays, own",
    withNothing({ index: 0, content: null, finishReason: null }),
  ),
  chunks(
    "no-parts",
    "Content without parts",
    "google-ai-studio, recorded",
    withNothing({ index: 0, content: { role: "model" } }),
  ),
  chunks(
    "empty-text",
    "Empty texts between all chunks",
    "vertex",
    withNothing({ index: 0, content: { role: "model", parts: [{ text: "" }] } }),
  ),
  chunks(
    "null-fields",
    "Fields of a candidate that are null",
    "relays, own",
    eachCandidate((candidate) => ({
      finishReason: null,
      finishMessage: null,
      safetyRatings: null,
      citationMetadata: null,
      groundingMetadata: null,
      avgLogprobs: null,
      logprobsResult: null,
      ...candidate,
    })),
  ),
  chunks(
    "extra-fields",
    "Fields that nobody documents",
    "own",
    eachPart((json) => ({
      ...json,
      weather: { wind: [1, 2] },
      sdkHttpResponse: { headers: {} },
      ...(Array.isArray(json.candidates)
        ? {
            candidates: candidatesOf(json).map((candidate) => ({ ...candidate, tide: "out", tokenCount: 3 })),
          }
        : {}),
    })),
  ),
  chunks(
    "padding",
    "Padding of random length on every chunk",
    "own",
    eachPart((json, position) => ({ ...json, p: "x".repeat(position % 17) })),
  ),
  chunks(
    "id-changes",
    "Every chunk has an id and a time of its own",
    "own",
    eachPart((json, position) =>
      position === 0
        ? json
        : { ...json, responseId: `other-${position}`, createTime: "2026-12-01T00:00:00Z" },
    ),
  ),
  chunks(
    "no-identity",
    "Chunks after the first have neither id nor model",
    "own",
    eachPart((json, position) =>
      position === 0 ? json : lacking(lacking(json, "responseId"), "modelVersion"),
    ),
  ),
  chunks(
    "no-index",
    "A single candidate has no index",
    "vertex",
    eachPart((json) => {
      const candidate = only(json);
      return candidate ? { ...json, candidates: [lacking(candidate, "index")] } : json;
    }),
  ),
  chunks(
    "no-role",
    "Content has no role",
    "google-ai-studio",
    eachCandidate((candidate) =>
      isObject(candidate.content) ? { ...candidate, content: lacking(candidate.content, "role") } : candidate,
    ),
  ),
  chunks(
    "split-parts",
    "Every text in two chunks",
    "own",
    replaced((json) => {
      const candidate = only(json);
      const [part, ...others] = candidate ? partsOf(candidate) : [];
      if (!part || others.length > 0 || !isPlain(part)) return null;
      return inPieces(
        json,
        halves(String(part.text)).map((text) => [{ ...part, text }]),
      );
    }),
  ),
  chunks(
    "merged-chunks",
    "All chunks in one",
    "proxies that buffer, own",
    merged(({ json: before }, { json: after }) => {
      const [a, b] = [before && only(before), after && only(after)];
      if (!before || !after || !a || !b) return null;
      const parts = [...partsOf(a), ...partsOf(b)];
      return event({ ...before, ...after, candidates: [withParts({ ...a, ...b }, parts)] });
    }),
  ),
  chunks(
    "finish-alone",
    "The finish comes in a chunk without content",
    "envoyproxy/ai-gateway#1486",
    replaced((json) => {
      const candidate = only(json);
      if (!candidate || typeof candidate.finishReason !== "string") return null;
      const { index, finishReason, finishMessage } = candidate;
      const said = lacking(lacking(candidate, "finishReason"), "finishMessage");
      const finish = {
        ...(index === undefined ? {} : { index }),
        ...(finishMessage === undefined ? {} : { finishMessage }),
        finishReason,
      };
      return [event({ ...json, candidates: [said] }), event({ ...named(json), candidates: [finish] })];
    }),
  ),
  chunks(
    "finish-repeated",
    "The finish comes twice",
    "own",
    replaced((json, each) => {
      const finished = candidatesOf(json).filter(({ finishReason }) => typeof finishReason === "string");
      if (finished.length === 0) return null;
      const again = finished.map((candidate) => withParts(candidate, [{ text: "" }]));
      return [each, event({ ...json, candidates: again })];
    }),
  ),
  chunks("done", "A `[DONE]` at the end", "relays of OpenAI's form, own", (events) => {
    const last = events.at(-1);
    return last && isObject(last.json?.error) ? events : [...events, { fields: [], data: DONE, json: null }];
  }),
];

/** The last counts of a stream, and the chunk that has them. */
function lastCounts(events: readonly WireEvent[]): { holder: WireEvent; counts: JsonObject } | null {
  const holder = events.findLast(
    ({ json }) => typeof objectAt(json?.usageMetadata).totalTokenCount === "number",
  );
  return holder ? { holder, counts: objectAt(holder.json?.usageMetadata) } : null;
}

/** Changes every object with counts. */
const eachCount = (change: (counts: JsonObject) => JsonObject): Quirk["events"] =>
  eachPart((json) =>
    typeof objectAt(json.usageMetadata).totalTokenCount === "number"
      ? { ...json, usageMetadata: change(objectAt(json.usageMetadata)) }
      : json,
  );

const OPTIONAL = ["cachedContentTokenCount", "thoughtsTokenCount", "toolUsePromptTokenCount"];

const USAGE: readonly Quirk[] = [
  usage("everywhere", "The final counts stand on every chunk", "own", (events) => {
    const last = lastCounts(events);
    if (!last) return events;
    return events.map((each) =>
      each.json && Array.isArray(each.json.candidates)
        ? { ...each, json: { ...each.json, usageMetadata: last.counts } }
        : each,
    );
  }),
  usage("at-the-end-alone", "Counts stand on the last chunk only", "own", (events) => {
    const last = lastCounts(events);
    return events.map((each) =>
      each.json && last && each !== last.holder
        ? { ...each, json: lacking(each.json, "usageMetadata") }
        : each,
    );
  }),
  usage("behind-the-finish", "Counts follow the finish in a chunk of their own", "own", (events) => {
    const last = lastCounts(events);
    if (!last) return events;
    return events.flatMap((each) =>
      each === last.holder && each.json
        ? [
            { ...each, json: lacking(each.json, "usageMetadata") },
            event({ ...named(each.json), usageMetadata: last.counts }),
          ]
        : [each],
    );
  }),
  usage("twice", "The last counts come twice", "own", (events) => {
    const last = lastCounts(events);
    if (!last) return events;
    const again = event({ ...named(last.holder.json ?? {}), usageMetadata: last.counts });
    return events.flatMap((each) => (each === last.holder ? [each, again] : [each]));
  }),
  usage("traffic-type", "Metadata without counts follow the counts", "vertex, recorded", (events) => {
    const holder = lastCounts(events)?.holder;
    const bare = event({ ...named(holder?.json ?? {}), usageMetadata: { trafficType: "ON_DEMAND" } });
    return events.flatMap((each) => (each === holder ? [each, bare] : [each]));
  }),
  usage(
    "zeros",
    "Counts of 0 are written out",
    "own",
    eachCount((counts) => ({ ...Object.fromEntries(OPTIONAL.map((name) => [name, 0])), ...counts })),
  ),
  usage(
    "nulls",
    "Counts that do not apply are null",
    "relays, own",
    eachCount((counts) => ({ ...Object.fromEntries(OPTIONAL.map((name) => [name, null])), ...counts })),
  ),
  usage(
    "no-zeros",
    "Counts of 0 are left out",
    "google's JSON form",
    eachCount((counts) => Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== 0))),
  ),
];

const isCall = (part: JsonObject): boolean => isObject(part.functionCall);

/** Changes the parts of every chunk that calls functions. */
const eachCalling = (change: (parts: JsonObject[]) => JsonObject[]): Quirk["events"] =>
  eachCandidate((candidate) => {
    const parts = partsOf(candidate);
    return parts.some(isCall) ? withParts(candidate, change(parts)) : candidate;
  });

const TOOLS: readonly Quirk[] = [
  tools(
    "one-by-one",
    "Parallel calls come in chunks of their own",
    "any-llm#1160",
    replaced((json) => {
      const parts = partsOf(only(json) ?? {});
      return parts.some(isCall)
        ? inPieces(
            json,
            parts.map((part) => [part]),
          )
        : null;
    }),
  ),
  tools(
    "finish-later",
    "The finish comes with an empty text behind the calls",
    "envoyproxy/ai-gateway#1486, BerriAI/litellm#21041",
    replaced((json) => {
      const parts = partsOf(only(json) ?? {});
      return parts.some(isCall) ? inPieces(json, [parts, [{ text: "" }]]) : null;
    }),
  ),
  tools(
    "empty-texts-beside",
    "Empty texts stand around the calls",
    "vertex",
    eachCalling((parts) => parts.flatMap((part) => [{ text: "" }, part, { text: "" }])),
  ),
  tools(
    "no-args",
    "A call without arguments has none, not even empty ones",
    "google's JSON form",
    eachCalling((parts) =>
      parts.map((part) => {
        const call = objectAt(part.functionCall);
        const isEmpty = isObject(call.args) && Object.keys(call.args).length === 0;
        return isEmpty ? { ...part, functionCall: lacking(call, "args") } : part;
      }),
    ),
  ),
  tools(
    "in-pieces",
    "Arguments come in pieces with their paths",
    "vertex, streamFunctionCallArguments",
    replaced((json) => {
      const parts = partsOf(only(json) ?? {});
      const pieces = parts.map((part) => (isCall(part) ? callInPieces(part) : [part]));
      if (!parts.some(isCall) || pieces.includes(null)) return null;
      return inPieces(
        json,
        pieces.flatMap((several) => several ?? []).map((part) => [part]),
      );
    }),
  ),
];

/** Every quirk of streams in this dialect. */
export const GEMINI: readonly Quirk[] = [...CHUNKS, ...USAGE, ...TOOLS];
