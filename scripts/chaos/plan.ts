/**
 * What happens in one round of chaos, drawn from a seed: who calls and how, what the provider does, what befalls the
 * gateway meanwhile.
 * @module
 */
import fc from "fast-check";

/** What the provider does with a request that says so. */
export const UPSTREAM = [
  "good",
  "refuses",
  "overloaded",
  "cut",
  "garbage",
  "drip",
  "huge-usage",
  "no-usage",
  "closes",
] as const;
export type UpstreamAct = (typeof UPSTREAM)[number];

/** What it does in the round of callers who stand there: answers without end, and long ones. */
export const STANDING = ["endless", "comments", "json-drip", "long", "longest"] as const;
export type StandingAct = (typeof STANDING)[number];

/** What the caller does with the answer. */
export const CALLERS = ["reads", "leaves-at-once", "leaves-later", "reads-slowly", "is-hostile"] as const;
export type CallerAct = (typeof CALLERS)[number];

export interface Call {
  caller: CallerAct;
  upstream: UpstreamAct;
  stream: boolean;
  api: "openai-chat" | "anthropic-messages";
  /** Which hostile body, where it is one. */
  hostile: number;
}

/** What befalls the gateway or its store, after so many calls began. */
export const BLOWS = ["kill", "stop", "pause", "locked-database", "clock-jump"] as const;
export interface Blow {
  kind: (typeof BLOWS)[number];
  after: number;
}

export interface Round {
  calls: Call[];
  blows: Blow[];
  /** How many calls are under way at once. */
  width: number;
}

const call: fc.Arbitrary<Call> = fc.record({
  caller: fc.constantFrom(...CALLERS),
  upstream: fc.constantFrom(...UPSTREAM),
  stream: fc.boolean(),
  api: fc.constantFrom("openai-chat" as const, "anthropic-messages" as const),
  hostile: fc.nat({ max: 1000 }),
});

const round = (calls: number): fc.Arbitrary<Round> =>
  fc.record({
    calls: fc.array(call, { minLength: calls, maxLength: calls, size: "max" }),
    blows: fc.array(fc.record({ kind: fc.constantFrom(...BLOWS), after: fc.nat({ max: calls }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    width: fc.integer({ min: 4, max: 32 }),
  });

/** The round of a seed; the same one every time. */
export function roundOf(seed: number, calls: number): Round {
  const [drawn] = fc.sample(round(calls), { seed, numRuns: 1 });
  if (!drawn) throw new Error("nothing was drawn");
  return { ...drawn, blows: drawn.blows.sort((a, b) => a.after - b.after) };
}
