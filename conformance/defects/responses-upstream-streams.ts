/**
 * Streams of the Responses API as real gateways misread them (STR-04, STR-07, RES-02, USE-01, USE-04).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import { readEvents, writeEvents } from "../upstream/wire-events.ts";
import type { Defect } from "./defect.ts";
import { type Draft, defect } from "./responses-plants.ts";
import { mapText } from "./stream-plants.ts";

/** The events of an answer's stream, changed before they are read. */
export const mapResponseEvents = (change: (events: JsonObject[]) => JsonObject[]) =>
  mapText((text) => {
    if (!text.includes("response.created")) return text;
    const events = readEvents(new TextEncoder().encode(text));
    const changed = change(events.flatMap(({ json }) => (json === null ? [] : [json])));
    const written = changed.map((json) => ({ fields: [`event: ${String(json.type)}`], data: "", json }));
    // What is broken on purpose stays as it is.
    return writeEvents([...written, ...events.filter(({ json }) => json === null)]);
  });

const reads = (draft: Draft, change: (events: JsonObject[]) => JsonObject[]): Defect =>
  defect(draft, mapResponseEvents(change));

const isDelta = ({ type }: JsonObject): boolean => type === "response.function_call_arguments.delta";
const isEnd = ({ type }: JsonObject): boolean =>
  /^response\.(?:completed|incomplete|failed)$/.test(String(type));

/** The response of the terminal event, changed. */
const inEnd =
  (change: (response: JsonObject) => JsonObject) =>
  (events: JsonObject[]): JsonObject[] =>
    events.map((event) =>
      isEnd(event) && isObject(event.response) ? { ...event, response: change(event.response) } : event,
    );

/** Every piece of arguments goes to the call that was opened last. */
function toLatest(events: JsonObject[]): JsonObject[] {
  let latest: Json | undefined;
  return events.map((event) => {
    if (event.type === "response.output_item.added") latest = event.output_index;
    return isDelta(event) ? { ...event, output_index: latest } : event;
  });
}

/** Events of one item are looked for by the id with which it began. */
function byId(events: JsonObject[]): JsonObject[] {
  const opened = new Set(
    events.flatMap(({ type, item }) =>
      type === "response.output_item.added" && isObject(item) ? [item.id] : [],
    ),
  );
  return events.filter(({ item_id: id }) => id === undefined || opened.has(id));
}

export const responsesUpstreamStreamDefects: readonly Defect[] = [
  reads(
    {
      id: "arguments-to-latest",
      title: "Pieces of arguments go to the call that was opened last",
      seenIn: "maximhq/bifrost#1830",
      breaks: ["STR-04"],
    },
    toLatest,
  ),
  reads(
    {
      id: "done-ignored",
      title: "Arguments that only a done event has are lost",
      seenIn: "opencodex#4652",
      breaks: ["STR-04"],
    },
    (events) =>
      events
        .filter(({ type }) => type !== "response.function_call_arguments.done")
        .map((event) =>
          event.type === "response.output_item.done" &&
          isObject(event.item) &&
          event.item.type === "function_call"
            ? { ...event, item: { ...event.item, arguments: "" } }
            : event,
        ),
  ),
  reads(
    {
      id: "items-by-id",
      title: "Events are matched by ids that some hosts change with every event",
      seenIn: "vercel/ai",
      breaks: ["STR-04"],
    },
    byId,
  ),
  reads(
    {
      id: "one-call-survives",
      title: "Only the first of several calls is read",
      seenIn: "maximhq/bifrost#7235",
      breaks: ["STR-04"],
    },
    (events) => {
      const isCall = ({ item }: JsonObject) => isObject(item) && item.type === "function_call";
      const [first] = events.filter(isCall);
      const others = new Set(
        events.filter((e) => isCall(e) && e.output_index !== first?.output_index).map((e) => e.output_index),
      );
      return events.filter(({ output_index: index }) => index === undefined || !others.has(index));
    },
  ),
  reads(
    {
      id: "last-event-unread",
      title: "What only the terminal event holds is lost",
      seenIn: "BerriAI/litellm#32724",
      breaks: ["STR-04"],
    },
    inEnd((response) => ({ ...response, output: [] })),
  ),
  reads(
    {
      id: "cut-is-completed",
      title: "A cut answer is told as a whole one",
      seenIn: "BerriAI/litellm#37710",
      breaks: ["RES-02"],
    },
    (events) =>
      events.map((event) =>
        event.type === "response.incomplete" && isObject(event.response)
          ? { ...event, type: "response.completed", response: { ...event.response, status: "completed" } }
          : event,
      ),
  ),
  reads(
    {
      id: "cut-is-free",
      title: "The usage of a cut answer is not read",
      seenIn: "envoyproxy/ai-gateway#2184",
      breaks: ["USE-04"],
    },
    (events) =>
      events.map((event) =>
        event.type === "response.incomplete" && isObject(event.response)
          ? { ...event, response: { ...event.response, usage: null } }
          : event,
      ),
  ),
  reads(
    {
      id: "silent-end",
      title: "A stream without a terminal event ends like a whole one",
      seenIn: "Portkey-AI/gateway#1797",
      breaks: ["STR-07"],
    },
    (events) =>
      events.some(isEnd) || events.some(({ type }) => type === "error")
        ? events
        : [...events, { type: "response.completed", response: { status: "completed", output: [] } }],
  ),
  reads(
    {
      id: "cached-as-written",
      title: "Cached tokens are counted as written ones",
      seenIn: "BerriAI/litellm#35127",
      breaks: ["USE-01", "USE-04"],
    },
    inEnd((response) => {
      const { usage } = response;
      const details = isObject(usage) ? usage.input_tokens_details : null;
      if (!isObject(usage) || !isObject(details)) return response;
      const { cached_tokens: cached, cache_write_tokens: write } = details;
      const crossed = { cached_tokens: write ?? 0, cache_write_tokens: cached ?? 0 };
      return { ...response, usage: { ...usage, input_tokens_details: crossed } };
    }),
  ),
  reads(
    {
      id: "texts-run-together",
      title: "Sources of a second text count their places from the start of the first",
      seenIn: "own",
      breaks: ["STR-04"],
    },
    (events) =>
      events.map((event) =>
        event.type === "response.output_text.annotation.added" ? { ...event, content_index: 0 } : event,
      ),
  ),
];
