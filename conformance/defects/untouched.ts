/**
 * Answers in the caller's own API that are read and written anew (MAP-16).
 * @module
 */
import { isObject, type Json, parseJson } from "../../registry/json.ts";
import type { Around } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withApi } from "./plants.ts";

/** A JSON text as everything that reads and writes JSON gives it back. */
function respelt(text: string): string {
  try {
    const value: Json = parseJson(text);
    return isObject(value) ? JSON.stringify(value) : text;
  } catch {
    return text; // An end mark, or half of something.
  }
}

/** Every answer, with its JSON changed: the whole of it, or line by line. */
const eachJson =
  (change: (text: string) => string): Around =>
  (send) =>
  async (path, init) => {
    const reply = await send(path, init);
    const text = await reply.text();
    const isStream = reply.headers.get("content-type")?.startsWith("text/event-stream") === true;
    const changed = isStream
      ? text.replace(/^data: (.*)$/gm, (_line, data: string) => `data: ${change(data)}`)
      : change(text);
    return new Response(changed, { status: reply.status, headers: reply.headers });
  };

export const untouchedDefects: readonly Defect[] = [
  {
    id: "mapping.untouched.decoded",
    title: "Answers in the caller's own API are decoded and written anew",
    seenIn: "own",
    breaks: ["MAP-16"],
    providers: ["deepinfra", "openai", "anthropic"],
    plant: withApi(({ codec: { answers: _passage, ...codec } }) => ({ codec })),
  },
  {
    id: "mapping.untouched.respelt",
    title: "The JSON of answers is parsed and written by the platform's own functions",
    seenIn: "own",
    breaks: ["MAP-16"],
    providers: ["deepinfra", "openai", "anthropic"],
    plant: unchanged,
    around: eachJson(respelt),
  },
];
