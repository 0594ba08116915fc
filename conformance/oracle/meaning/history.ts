/**
 * What a caller says to a model, in items of the suite's own: generated, written in a caller's API, and compared in order
 * with what the provider read.
 * @module
 */
import fc from "fast-check";
import type { Json, JsonObject } from "../../../registry/json.ts";

export type Item =
  | { kind: "system" | "user" | "assistant"; text: string }
  /** A call of the tool at this position among the caller's own, with JSON text to the letter. */
  | { kind: "call"; id: string; tool: number; arguments: string }
  | { kind: "result"; id: string; text: string; failed: boolean };

/** A request as it is said. */
export interface Asked {
  items: readonly Item[];
  stop: readonly string[];
  seed: number | null;
}

/** APIs of callers whose requests are written here. */
export type AskingApi = "openai-chat" | "anthropic-messages";

const PIECES = ["tide", " ", "\n", "é", "e\u0301", "👩‍🚀", '"', "\\n", "&lt;", "<tool>", "{}", "\u2028"];
/** Never of blanks alone: some APIs take none, which has cases of its own. */
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => `x${pieces.join("")}`);

const args = fc.constantFrom(
  "{}",
  '{"port":"Brest"}',
  '{"n":12345678901234567890,"x":0.1000000000000000055511151231257827}',
  '{ "b" : 1 ,\n "a" : [ 1.0, 1E2 ] }',
  '{"e":"\\u00e9\\/","none":null,"no":false,"zero":0,"empty":""}',
);

/** What tools give back is any text; one that reads as JSON must say what it said, numbers beyond a double too. */
const result = fc.oneof(
  { weight: 2, arbitrary: text },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"depth":7,"unit":"m"}',
      '{"output":"deep"}',
      '{"n":12345678901234567890}',
      '{"x":1.0}',
      '[{"depth":7}]',
      "null",
      "7",
    ),
  },
);

interface Round {
  question: string;
  said: string | null;
  calls: { tool: number; arguments: string; result: string; failed: boolean }[];
  answer: string | null;
}

function roundOf(mayCall: boolean): fc.Arbitrary<Round> {
  const call = fc.record({ tool: fc.nat(2), arguments: args, result, failed: fc.boolean() });
  return fc.record({
    question: text,
    said: fc.option(text, { nil: null }),
    calls: mayCall ? fc.array(call, { maxLength: 2 }) : fc.constant<Round["calls"]>([]),
    answer: fc.option(text, { nil: null, freq: 2 }),
  });
}

/** Calls are answered at once and in order; the user may speak right behind the results. */
function itemsOf({ question, said, calls, answer }: Round, place: number): Item[] {
  const id = (i: number) => `call_${place}_${i}_abc`;
  const asked: Item[] = [{ kind: "user", text: question }];
  if (calls.length === 0) return [...asked, { kind: "assistant", text: said ?? answer ?? "xAye." }];
  return [
    ...asked,
    ...(said === null ? [] : [{ kind: "assistant" as const, text: said }]),
    ...calls.map(
      (call, i): Item => ({
        kind: "call",
        id: id(i),
        tool: call.tool,
        arguments: call.arguments,
      }),
    ),
    ...calls.map(({ result, failed }, i): Item => ({ kind: "result", id: id(i), text: result, failed })),
    ...(answer === null ? [] : [{ kind: "assistant" as const, text: answer }]),
  ];
}

/** One in a few is of blanks alone, which some hosts refuse. */
const stopSequence = fc.oneof(
  { weight: 6, arbitrary: fc.nat(20).map((n) => `stop ${n}`) },
  { weight: 1, arbitrary: fc.constantFrom("\n\n", " ") },
);

export const isBlank = (text: string): boolean => text.trim() === "";

/** Whole numbers at the edges of 31, 32 and 53 bits. */
const SEEDS = [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 7, 2 ** 53 - 1];

/**
 * Requests, the same for the same seed; the user may speak right behind the results of tools.
 * @param calls may earlier turns call tools?
 */
export function requests(calls: boolean, seed: number, count: number): Asked[] {
  const asked = fc
    .record({
      system: fc.option(text, { nil: null }),
      rounds: fc.array(roundOf(calls), { minLength: 1, maxLength: 3 }),
      last: text,
      stop: fc.uniqueArray(stopSequence, { maxLength: 6 }),
      seed: fc.option(fc.constantFrom(...SEEDS), { nil: null }),
    })
    .map(
      ({ system, rounds, last, ...rest }): Asked => ({
        ...rest,
        items: [
          ...(system === null ? [] : [{ kind: "system" as const, text: system }]),
          ...rounds.flatMap(itemsOf),
          { kind: "user", text: last },
        ],
      }),
    );
  return fc.sample(asked, { seed, numRuns: count });
}

/** Neighbours of one kind of message together. */
function grouped(items: readonly Item[], sideOf: (item: Item) => string): Item[][] {
  const groups: Item[][] = [];
  for (const item of items) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    if (group && first && sideOf(first) === sideOf(item)) group.push(item);
    else groups.push([item]);
  }
  return groups;
}

function chatMessages(items: readonly Item[], tools: readonly string[]): JsonObject[] {
  const sideOf = (item: Item): string =>
    item.kind === "assistant" || item.kind === "call" ? "assistant" : JSON.stringify(item);
  return grouped(items, sideOf).map((group): JsonObject => {
    const [item] = group;
    if (item?.kind === "result") return { role: "tool", tool_call_id: item.id, content: item.text };
    if (item?.kind === "system" || item?.kind === "user") return { role: item.kind, content: item.text };
    const said = group.flatMap((each) => (each.kind === "assistant" ? [each.text] : []));
    const calls = group.flatMap((each) =>
      each.kind === "call"
        ? [
            {
              id: each.id,
              type: "function",
              function: { name: tools[each.tool] ?? "", arguments: each.arguments },
            },
          ]
        : [],
    );
    return {
      role: "assistant",
      content: said.length === 0 ? null : said.join(""),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    };
  });
}

function messagesBlocks(items: readonly Item[], tools: readonly string[]): JsonObject[] {
  const sideOf = ({ kind }: Item): string => (kind === "assistant" || kind === "call" ? "assistant" : "user");
  const blockOf = (item: Item): JsonObject => {
    if (item.kind === "call") {
      const input = JSON.parse(item.arguments) as Json;
      return { type: "tool_use", id: item.id, name: tools[item.tool] ?? "", input };
    }
    if (item.kind !== "result") return { type: "text", text: item.text };
    const failed = item.failed ? { is_error: true } : {};
    return { type: "tool_result", tool_use_id: item.id, content: item.text, ...failed };
  };
  const said = items.filter(({ kind }) => kind !== "system");
  return grouped(said, sideOf).map((group) => ({
    role: group[0] ? sideOf(group[0]) : "user",
    content: group.map(blockOf),
  }));
}

/** The part of a caller's body that says it. */
export function writtenIn(
  api: AskingApi,
  { items, stop, seed }: Asked,
  tools: readonly string[],
): JsonObject {
  if (api === "openai-chat")
    return {
      messages: chatMessages(items, tools),
      // A single one may stand without a list.
      ...(stop.length === 0 ? {} : { stop: stop.length === 1 ? (stop[0] ?? "") : [...stop] }),
      ...(seed === null ? {} : { seed }),
    };
  const system = items.flatMap((item) => (item.kind === "system" ? [item.text] : []));
  return {
    ...(system.length === 0 ? {} : { system: system.join("") }),
    messages: messagesBlocks(items, tools),
    ...(stop.length === 0 ? {} : { stop_sequences: [...stop] }),
  };
}
