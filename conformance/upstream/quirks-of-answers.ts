/**
 * Quirks of usage and of tool calls; the rest of the catalogue is in quirks.ts.
 * @module
 */
import { at, isObject, type JsonObject } from "../../registry/json.ts";
import {
  callsOf,
  choicesOf,
  DONE,
  eachChoice,
  event,
  isChunk,
  lastUsage,
  like,
  putUsage,
  type Quirk,
  type WireEvent,
} from "./wire-events.ts";

export const USAGE: readonly Quirk[] = [
  {
    id: "usage-null",
    family: "usage",
    title: "Usage is null on every chunk but the last",
    seenIn: "openai with include_usage",
    events: (events, paths) =>
      events.map((each) => {
        const has = paths.some((path) => isObject(at(each.json, path)));
        return each.json && isChunk(each) && !has ? { ...each, json: { ...each.json, usage: null } } : each;
      }),
  },
  {
    id: "usage-everywhere",
    family: "usage",
    title: "Usage stands on every chunk",
    seenIn: "perplexity, InsForge/InsForge#2015",
    events: (events, paths) => {
      const last = lastUsage(events, paths);
      if (!last) return events;
      return events.map((each) =>
        each.json && isChunk(each) ? { ...each, json: putUsage(each.json, last.path, last.usage) } : each,
      );
    },
  },
  {
    id: "usage-twice",
    family: "usage",
    title: "The usage chunk comes twice",
    seenIn: "own",
    events: (events, paths) => {
      const last = lastUsage(events, paths);
      const holder = events.findLast((each) => last !== null && isObject(at(each.json, last.path)));
      if (!last || !holder?.json) return events;
      const again = event(putUsage(like(holder.json, []), last.path, last.usage));
      return events.flatMap((each) => (each === holder ? [each, again] : [each]));
    },
  },
  {
    id: "usage-before-done-only",
    family: "usage",
    title: "Something follows the usage chunk",
    seenIn: "openai moderation chunk",
    events: (events) =>
      events.flatMap((each) => (each.data === DONE ? [event({ object: "x", choices: [] }), each] : [each])),
  },
];

/** Each call's position in the stream: choice index and call index. */
const keyOf = (choice: JsonObject, call: JsonObject): string => `${choice.index}/${call.index}`;

/** Puts id and type on every piece of every call, and gives the pieces back. */
function identified(events: readonly WireEvent[]): JsonObject[] {
  const ids = new Map<string, JsonObject["id"]>();
  return events.flatMap((each) =>
    choicesOf(each).flatMap((choice) =>
      callsOf(choice).map((call) => {
        const key = keyOf(choice, call);
        if (typeof call.id === "string") ids.set(key, call.id);
        return Object.assign(call, { id: ids.get(key), type: "function" });
      }),
    ),
  );
}

export const TOOLS: readonly Quirk[] = [
  {
    id: "late-name",
    family: "tools",
    title: "A tool call's name comes in its second piece",
    seenIn: "vercel/ai#6687",
    events: (events) => {
      const names = new Map<string, unknown>();
      const late = events.flatMap((each) => {
        const opened = choicesOf(each).flatMap((choice) =>
          callsOf(choice).flatMap((call) => {
            const fn = isObject(call.function) ? call.function : {};
            const key = keyOf(choice, call);
            if (typeof fn.name !== "string" || names.has(key)) return [];
            names.set(key, fn.name);
            const name = fn.name;
            delete fn.name;
            return [
              { index: choice.index, delta: { tool_calls: [{ index: call.index, function: { name } }] } },
            ];
          }),
        );
        return opened.length === 0 ? [each] : [each, event(like(each.json ?? {}, opened))];
      });
      return late;
    },
  },
  {
    id: "no-call-index",
    family: "tools",
    title: "Tool calls have no index; their ids stand on every piece",
    seenIn: "gemini's openai endpoint, any-llm#1160",
    events: (events) => {
      for (const call of identified(events)) delete call.index;
      return events;
    },
  },
  {
    id: "id-on-every-piece",
    family: "tools",
    title: "A tool call's id and type stand on every piece",
    seenIn: "own",
    events: (events) => {
      identified(events);
      return events;
    },
  },
  {
    id: "empty-ids",
    family: "tools",
    title: "Later pieces of a tool call have empty ids, names and types",
    seenIn: "mistral, vllm, own",
    events: (events) => {
      const opened = new Set<string>();
      for (const each of events)
        for (const choice of choicesOf(each))
          for (const call of callsOf(choice)) {
            const key = keyOf(choice, call);
            const fn = isObject(call.function) ? call.function : {};
            if (opened.has(key)) Object.assign(call, { id: "", type: null, function: { name: "", ...fn } });
            if (typeof call.id === "string" && call.id !== "") opened.add(key);
          }
      return events;
    },
  },
  {
    id: "stop-for-tools",
    family: "tools",
    title: "An answer that calls tools finishes with stop",
    seenIn: "gemini, envoyproxy/ai-gateway#1486",
    events: eachChoice((choice) =>
      choice.finish_reason === "tool_calls" ? { ...choice, finish_reason: "stop" } : choice,
    ),
  },
];
