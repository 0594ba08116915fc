/**
 * Usage: which tokens are counted where, what a stream's events add up to, and what is no usage (USE-01…05, CST-06).
 */
import { describe, expect, test } from "vitest";
import type { Usage } from "../../../canonical/usage.ts";
import type { JsonObject } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { closing, decoding, eventsOf, opening, provider, written } from "./testing.ts";

const read = (raw: unknown) => anthropicMessages.readUsage(raw, provider.chatApi().usage);
const used = (more: JsonObject = {}): JsonObject => ({ input_tokens: 3, output_tokens: 5, ...more });
const split = (brief: number | null, long: number | null, total?: number): JsonObject => ({
  cache_creation: { ephemeral_5m_input_tokens: brief, ephemeral_1h_input_tokens: long },
  ...(total === undefined ? {} : { cache_creation_input_tokens: total }),
});
const thinking = (count: number): JsonObject => ({ output_tokens_details: { thinking_tokens: count } });
const searches = (count: number): JsonObject => ({ server_tool_use: { web_search_requests: count } });

describe("a usage", () => {
  test.each<[string, JsonObject, Usage]>([
    ["input and output", used(), { input: 3, output: 5 }],
    [
      "cache reads beside the input",
      used({ cache_read_input_tokens: 11 }),
      { input: 3, cacheRead: 11, output: 5 },
    ],
    [
      "writes as brief ones",
      used({ cache_creation_input_tokens: 7 }),
      { input: 3, cacheWrite5m: 7, output: 5 },
    ],
    ["writes by lifetime", used(split(2, 4, 6)), { input: 3, cacheWrite5m: 2, cacheWrite1h: 4, output: 5 }],
    ["lifetimes without a sum", used(split(2, 4)), { input: 3, cacheWrite5m: 2, cacheWrite1h: 4, output: 5 }],
    ["long writes alone", used(split(null, 4, 4)), { input: 3, cacheWrite1h: 4, output: 5 }],
    ["brief writes alone", used(split(2, null, 2)), { input: 3, cacheWrite5m: 2, output: 5 }],
    ["thinking inside the output", used(thinking(4)), { input: 3, output: 1, reasoning: 4 }],
    ["searches", used(searches(2)), { input: 3, output: 5, search: 2 }],
  ])("counts %s", (_what, raw, usage) => expect(read(raw)).toEqual({ kind: "known", usage, raw }));

  test.each<[string, unknown]>([
    ["no object", "3"],
    ["no output", { input_tokens: 3 }],
    ["no input", { output_tokens: 3 }],
    ["no output that is known", { input_tokens: 3, output_tokens: null }],
  ])("with %s is none: the missing half would be billed as 0 (USE-05)", (_what, raw) =>
    expect(read(raw)).toEqual({ kind: "unknown" }),
  );

  test.each<[string, JsonObject, string]>([
    [
      "a split that does not sum",
      used(split(4, null, 5)),
      "cache_creation_input_tokens is 5 but its parts sum to 4",
    ],
    [
      "more thinking than output",
      used(thinking(6)),
      "the parts of the completion exceed completion_tokens (5)",
    ],
    ["words for numbers", used({ input_tokens: "3" }), "prompt is NaN, not a count"],
  ])("with %s contradicts itself (USE-03)", (_what, raw, problem) =>
    expect(read(raw)).toEqual({ kind: "contradictory", problem, raw }),
  );
});

describe("the calls of one answer", () => {
  const compaction = used({ type: "compaction", cache_read_input_tokens: 50 });
  const message = used({ type: "message", input_tokens: 20, ...split(2, 4, 6) });
  const advisor = used({ type: "advisor_message", input_tokens: 1000 });
  const totals = { input_tokens: 20, output_tokens: 5, cache_read_input_tokens: 0 };

  test("add up where the context was compacted, but for an advisor's; thinking and searches are the answer's", () => {
    const raw = {
      ...totals,
      ...thinking(4),
      ...searches(2),
      iterations: [null, compaction, message, advisor],
    };
    expect(read(raw)).toMatchObject({
      kind: "known",
      usage: {
        input: 23,
        cacheRead: 50,
        cacheWrite5m: 2,
        cacheWrite1h: 4,
        output: 6,
        reasoning: 4,
        search: 2,
      },
      raw,
    });
  });

  test("are in the totals where it was not", () => {
    const raw = { ...totals, iterations: [message, message, advisor] };
    expect(read(raw)).toMatchObject({ usage: { input: 20, output: 5 } });
    expect(read({ ...totals, iterations: "compaction" })).toMatchObject({ usage: { input: 20 } });
  });

  test("are unknown where one of them is, and contradict themselves where one does", () => {
    const half = { type: "message", input_tokens: 20 };
    expect(read({ ...totals, iterations: [compaction, half] })).toEqual({ kind: "unknown" });
    const odd = { ...message, ...split(1, 4, 6) };
    expect(read({ ...totals, iterations: [compaction, odd] })).toMatchObject({
      kind: "contradictory",
      problem: "cache_creation_input_tokens is 6 but its parts sum to 5",
    });
  });
});

describe("the usage of a stream", () => {
  const lastOf = async (first: JsonObject, last: JsonObject) => {
    const events = await eventsOf(written(opening(first), ...closing(last)));
    const { usage } = events.findLast((event) => event.type === "usage") ?? {};
    return usage?.kind === "known" ? usage.usage : usage;
  };

  test.each<[string, JsonObject, JsonObject, Usage]>([
    [
      "holds what a later event does not say again",
      used({ output_tokens: 1, ...split(0, 10, 10) }),
      { input_tokens: null, output_tokens: 9 },
      { input: 3, cacheWrite1h: 10, output: 9 },
    ],
    [
      "is what a later event says instead",
      used({ cache_read_input_tokens: 7 }),
      { input_tokens: 20, cache_read_input_tokens: 0, output_tokens: 9 },
      { input: 20, output: 9 },
    ],
    [
      "grows by long writes where all were long",
      used(split(0, 10, 10)),
      { cache_creation_input_tokens: 30 },
      { input: 3, cacheWrite1h: 30, output: 5 },
    ],
    [
      "grows by brief writes where all were brief",
      used(split(10, 0, 10)),
      { cache_creation_input_tokens: 30 },
      { input: 3, cacheWrite5m: 30, output: 5 },
    ],
    [
      "grows by brief writes where there were none",
      used(split(0, 0, 0)),
      { cache_creation_input_tokens: 30 },
      { input: 3, cacheWrite5m: 30, output: 5 },
    ],
    [
      "keeps its long writes and grows by brief ones where there were both",
      used(split(4, 6, 10)),
      { cache_creation_input_tokens: 30 },
      { input: 3, cacheWrite5m: 24, cacheWrite1h: 6, output: 5 },
    ],
    [
      "has no more long writes than writes",
      used(split(4, 6, 10)),
      { cache_creation_input_tokens: 5 },
      { input: 3, cacheWrite1h: 5, output: 5 },
    ],
    [
      "keeps the lifetimes where the sum stays",
      used(split(4, 6, 10)),
      { cache_creation_input_tokens: 10 },
      { input: 3, cacheWrite5m: 4, cacheWrite1h: 6, output: 5 },
    ],
    [
      "has the lifetimes that come with the new sum",
      used(split(0, 10, 10)),
      split(20, 10, 30),
      { input: 3, cacheWrite5m: 20, cacheWrite1h: 10, output: 5 },
    ],
    [
      "needs no lifetimes",
      used({ cache_creation_input_tokens: 10 }),
      { cache_creation_input_tokens: 30 },
      { input: 3, cacheWrite5m: 30, output: 5 },
    ],
  ])("%s", async (_what, first, last, expected) => expect(await lastOf(first, last)).toEqual(expected));
});

describe("a host's own price for the call", () => {
  const convention = { reportedCost: { path: ["usage", "cost"], counts: "reported" as const } };
  const body = (usage: JsonObject) => ({ content: [], stop_reason: "end_turn", usage });
  const priced = (usage: JsonObject, own: object = convention) => {
    const decoded = anthropicMessages.decodeResponse(body(usage), decoding(undefined, own));
    return decoded.ok && decoded.reportedCost;
  };

  test("is told where the host's convention knows of one", () => {
    expect(priced(used({ cost: 0.25 }))).toBe(0.25);
    expect(priced(used())).toBeNull();
    expect(priced(used({ cost: 0.25 }), {})).toBeNull();
  });
});
