/**
 * Answers in Anthropic's messages.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import {
  type Answer,
  type AnswerChoice,
  type AnswerCounts,
  type AnswerUsage,
  COMPLETION,
  dice,
  lastUsage,
  type Passage,
  piecesOf,
  sumOf,
} from "./answer.ts";
import { type Failure, given, type Habits, interleaved, JAMMED, type Step } from "./speak.ts";

type Roll = (below: number) => number;

/** The counts of one call: the cache beside the input, writes with or without their lifetimes. */
function callOf(counts: AnswerCounts, breakdown: boolean): JsonObject {
  const { input = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = counts;
  const lifetimes = { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h };
  // Some relays leave out a lifetime that nothing has.
  const split = input % 2 === 0 ? lifetimes : given(lifetimes);
  return {
    input_tokens: input,
    cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
    cache_read_input_tokens: cacheRead,
    ...(breakdown ? { cache_creation: split } : {}),
    output_tokens: sumOf(counts, COMPLETION),
  };
}

/**
 * The calls of an answer whose context was compacted on the way, which its totals leave out: that call read the cache and a
 * part of the input. In some of them another model had refused before, which is none of the served answer.
 */
function compacted({ counts, breakdown, ticks }: AnswerUsage): { total: JsonObject; calls: JsonObject[] } {
  const { input = 0, output = 0, cacheRead = 0, ...rest } = counts;
  const [read, wrote] = [Math.floor(input / 3), Math.floor(output / 4)];
  const compaction = callOf({ input: read, output: wrote, cacheRead }, breakdown);
  const total = callOf({ ...rest, input: input - read, output: output - wrote }, breakdown);
  const isSecond = ticks % 2 === 0;
  const refused = { type: "message", model: "refusing", ...callOf({ input: 408 }, breakdown) };
  return {
    total,
    calls: [
      { type: "compaction", ...compaction },
      ...(isSecond ? [refused] : []),
      { type: isSecond ? "fallback_message" : "message", ...total },
    ],
  };
}

/** A usage object, thinking inside the output. What ends an answer tells the calls that it took. */
export function usageOf(usage: AnswerUsage, isLast = false): JsonObject {
  const { counts, breakdown, ticks } = usage;
  const { reasoning = 0 } = counts;
  const { total, calls } =
    isLast && ticks % 3 === 0 ? compacted(usage) : { total: callOf(counts, breakdown), calls: [] };
  return {
    ...total,
    ...(reasoning === 0 ? {} : { output_tokens_details: given({ thinking_tokens: reasoning }) }),
    ...(calls.length === 0 ? {} : { iterations: calls }),
  };
}

/**
 * May the lifetimes be left out of a usage that follows another one? All writes had the one that they still have; or both
 * were told, and what was added has the default one.
 */
function keepsLifetime({ counts: before }: AnswerUsage, { counts: now }: AnswerUsage): boolean {
  const of = ({ cacheWrite5m = 0, cacheWrite1h = 0 }: AnswerCounts) =>
    cacheWrite5m > 0 === cacheWrite1h > 0 ? null : cacheWrite1h > 0;
  const lifetime = of(before);
  if (lifetime !== null) return lifetime === of(now);
  const [brief = 0, long = 0] = [before.cacheWrite5m, before.cacheWrite1h];
  return brief > 0 && long === now.cacheWrite1h && (now.cacheWrite5m ?? 0) >= brief;
}

/**
 * A usage that follows another one: whole, or without what has not changed, or with null in its place. Hosts tell what the
 * prompt was counted to at the beginning alone, once more at the end, or null there.
 */
function laterUsage(before: AnswerUsage, now: AnswerUsage, roll: Roll, isLast = false): JsonObject {
  const old = usageOf(before);
  // What was told once holds on, so that nothing has to be told as such.
  const nothing =
    old.output_tokens_details === undefined ? {} : { output_tokens_details: { thinking_tokens: 0 } };
  const all: JsonObject = { ...nothing, ...usageOf(now, isLast) };
  const how = roll(3);
  const isKept = (name: string) => JSON.stringify(old[name]) === JSON.stringify(all[name]);
  const spare = Object.keys(all).filter(
    (name) =>
      name !== "output_tokens" && (isKept(name) || (name === "cache_creation" && keepsLifetime(before, now))),
  );
  const told = Object.entries(all).flatMap(([name, value]): [string, JsonObject[string]][] => {
    if (how === 0 || !spare.includes(name)) return [[name, value]];
    return how === 1 ? [] : [[name, null]];
  });
  return Object.fromEntries(told);
}

const citationsOf = ({ sources, text }: Passage): JsonObject[] =>
  sources.map((source) => ({
    type: "web_search_result_location",
    ...source,
    encrypted_index: "simulated",
    cited_text: text.slice(0, 150),
  }));

function blocksOf(choice: AnswerChoice, { tools }: Habits): JsonObject[] {
  const { reasoning, signature, passages, calls } = choice;
  return [
    ...(reasoning === "" ? [] : [{ type: "thinking", thinking: reasoning, signature }]),
    ...passages.map((passage): JsonObject => {
      const citations = citationsOf(passage);
      return { type: "text", text: passage.text, ...(citations.length === 0 ? {} : { citations }) };
    }),
    ...calls.map(({ id, tool, arguments: args }) => ({
      type: "tool_use",
      id,
      name: tools[tool] ?? "",
      input: JSON.parse(args) as Json,
    })),
  ];
}

function only({ choices }: Answer): AnswerChoice {
  const [choice] = choices;
  if (!choice) throw new Error("a generated answer has at least one choice");
  return choice;
}

function endOf(choice: AnswerChoice): JsonObject {
  const details = { type: "refusal", category: null, explanation: choice.refusal };
  return {
    stop_reason: choice.word,
    stop_sequence: choice.stopSequence,
    ...(choice.refusal === null ? {} : { stop_details: details }),
  };
}

/** A whole answer. */
export function whole(said: Answer, habits: Habits): JsonObject {
  const choice = only(said);
  return {
    id: said.id,
    type: "message",
    role: "assistant",
    model: said.model,
    content: blocksOf(choice, habits),
    ...endOf(choice),
    usage: usageOf(lastUsage(said), true),
  };
}

const event = (body: JsonObject): string => `event: ${String(body.type)}\ndata: ${JSON.stringify(body)}\n\n`;

/** A text in pieces, the first of which some relays put where a block begins. */
function toldIn(text: string, roll: Roll): { begun: string; pieces: string[] } {
  const pieces = piecesOf(text, roll);
  const [begun = "", ...rest] = pieces;
  return roll(4) === 0 ? { begun, pieces: rest } : { begun: "", pieces };
}

/** How a block begins, and its deltas. */
function deltasOf(block: JsonObject, args: string, roll: Roll): { start: JsonObject; deltas: JsonObject[] } {
  if (block.type === "thinking") {
    const { begun, pieces: texts } = toldIn(String(block.thinking), roll);
    const pieces = texts.map((thinking) => ({ type: "thinking_delta", thinking }));
    const signed = { type: "signature_delta", signature: String(block.signature) };
    return { start: { type: "thinking", thinking: begun, signature: "" }, deltas: [...pieces, signed] };
  }
  if (block.type === "tool_use") {
    const pieces = piecesOf(args, roll).map((partial_json) => ({ type: "input_json_delta", partial_json }));
    const first = roll(2) === 0 ? [{ type: "input_json_delta", partial_json: "" }] : [];
    return { start: { ...block, input: {} }, deltas: [...first, ...pieces] };
  }
  const citations = Array.isArray(block.citations) ? block.citations : [];
  const { begun, pieces: texts } = toldIn(String(block.text), roll);
  const pieces = texts.map((text) => ({ type: "text_delta", text }));
  const cited = citations.map((citation) => ({ type: "citations_delta", citation }));
  return { start: { type: "text", text: begun }, deltas: interleaved<JsonObject>([pieces, cited], roll) };
}

/**
 * A stream, step by step. Counts are cumulative, and each key holds as the last event gave it: the first usage is told as
 * the message begins, the last one as it ends, those between in events of their own.
 */
export function stream(said: Answer, habits: Habits): Step[] {
  const roll = dice(said.order);
  const choice = only(said);
  const last = lastUsage(said);
  const [first = last] = said.usages;
  const message = {
    id: said.id,
    type: "message",
    role: "assistant",
    model: said.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: usageOf(first),
  };
  const steps: Step[] = [{ piece: event({ type: "message_start", message }), told: first, finished: false }];
  // Arguments are told as text here, whatever object they stand for.
  const empty = { ...choice, calls: choice.calls.map((call) => ({ ...call, arguments: "{}" })) };
  let call = 0;
  // Some relays end no block: the next one begins, or the message ends.
  const isClosed = dice(said.order ^ 0xb10c)(3) > 0;
  for (const [index, block] of blocksOf(empty, habits).entries()) {
    const args = block.type === "tool_use" ? (choice.calls[call++]?.arguments ?? "") : "";
    const { start, deltas } = deltasOf(block, args, roll);
    const pieces = [
      event({ type: "content_block_start", index, content_block: start }),
      ...deltas.map((delta) => event({ type: "content_block_delta", index, delta })),
      ...(roll(3) === 0 ? [event({ type: "ping" })] : []),
      ...(isClosed ? [event({ type: "content_block_stop", index })] : []),
    ];
    steps.push(...pieces.map((piece) => ({ piece, told: first, finished: false })));
  }
  const parts = dice(said.order ^ 0x3c7);
  let told = first;
  for (const usage of said.usages.slice(1, -1)) {
    const later = laterUsage(told, usage, parts);
    told = usage;
    steps.push({
      piece: event({ type: "message_delta", delta: {}, usage: later }),
      told,
      finished: false,
    });
  }
  const ended = event({
    type: "message_delta",
    delta: endOf(choice),
    usage: laterUsage(told, last, parts, true),
  });
  const ending = { told: last, finished: true };
  return [...steps, { piece: ended, ...ending }, { piece: event({ type: "message_stop" }), ...ending }];
}

/** An error has no place for a usage. */
export function failure(): Failure {
  const error = { type: "overloaded_error", message: JAMMED };
  return { piece: event({ type: "error", error }), told: null };
}
