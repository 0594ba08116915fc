/**
 * Answers that are changed on their way to the caller, after everything else was right.
 * @module
 */
import type { Around } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged } from "./plants.ts";

/** What the caller gets, rewritten where a text says so. */
const rewritten =
  (from: RegExp, to: string, status?: number): Around =>
  (send) =>
  async (path, init) => {
    const reply = await send(path, init);
    const text = await reply.text();
    if (!from.test(text)) return new Response(text, reply);
    return new Response(text.replace(from, to), { status: status ?? reply.status, headers: reply.headers });
  };

export const rewrittenDefects: readonly Defect[] = [
  {
    id: "mapping.same-api.unknown-events-lost",
    title: "Events that nobody knows are left out of a stream in the caller's own API",
    seenIn: "own",
    breaks: ["MAP-16"],
    providers: ["openai"],
    plant: unchanged,
    around: rewritten(/event: response\.dreaming\n.*\n\n/, ""),
  },
  {
    id: "embeddings.too-many-calls-answered",
    title: "More inputs than there may be calls are answered with nothing",
    seenIn: "own",
    breaks: ["API-02"],
    providers: ["vertex"],
    plant: unchanged,
    around: rewritten(/^.*unsupported_parameter.*$/s, '{"object":"list","data":[]}', 200),
  },
];
