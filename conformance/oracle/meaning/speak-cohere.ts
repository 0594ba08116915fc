/**
 * Answers in Cohere's chat, version 2. What is charged is told apart from what was processed.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import {
  type Answer,
  type AnswerChoice,
  type AnswerToken,
  type AnswerUsage,
  COMPLETION,
  dice,
  lastUsage,
  PROMPT,
  piecesOf,
  sumOf,
  textOf,
} from "./answer.ts";
import { type Failure, type Habits, JAMMED, put, type Step } from "./speak.ts";

/** The host's own prompt around every other: processed, never charged. */
const OWN_PROMPT = 512;

/** Relays of it leave out what is charged, and count what was processed alone. */
function usageOf({ counts, ticks }: AnswerUsage): JsonObject {
  const [input, output] = [sumOf(counts, PROMPT), sumOf(counts, COMPLETION)];
  if (ticks % 3 === 0) return { tokens: { input_tokens: input, output_tokens: output } };
  return {
    billed_units: { input_tokens: input, output_tokens: output },
    tokens: { input_tokens: input + OWN_PROMPT, output_tokens: output + 4 },
    cached_tokens: 144,
  };
}

function citationsOf({ passages }: AnswerChoice): JsonObject[] {
  let start = 0;
  return passages.flatMap(({ text, sources }, i) => {
    const from = start;
    start += text.length;
    if (sources.length === 0) return [];
    const named = sources.map((source, at) => ({ id: `doc:${i}.${at}`, ...source }));
    return [
      {
        start: from,
        end: start,
        text,
        type: "TEXT_CONTENT",
        sources: named.map((document) => ({ type: "document", id: document.id, document })),
      },
    ];
  });
}

const logprobOf = ({ token, logprob }: AnswerToken): JsonObject => ({
  text: token,
  token_ids: [7],
  logprobs: [logprob],
});

const callsOf = ({ calls }: AnswerChoice, { tools }: Habits): JsonObject[] =>
  calls.map(({ id, tool, arguments: args }) => ({
    id,
    type: "function",
    function: { name: tools[tool] ?? "", arguments: args },
  }));

function only({ choices }: Answer): AnswerChoice {
  const [choice] = choices;
  if (!choice) throw new Error("a generated answer has at least one choice");
  return choice;
}

/** A whole answer; it does not name its model. */
export function whole(said: Answer, habits: Habits): JsonObject {
  const choice = only(said);
  const content = [
    ...(choice.reasoning === "" ? [] : [{ type: "thinking", thinking: choice.reasoning }]),
    ...choice.passages.map(({ text }) => ({ type: "text", text })),
  ];
  const citations = citationsOf(choice);
  const calls = callsOf(choice, habits);
  const body: JsonObject = {
    id: said.id,
    message: {
      role: "assistant",
      ...(content.length === 0 ? {} : { content }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...(citations.length === 0 ? {} : { citations }),
    },
    finish_reason: choice.word,
    ...(choice.tokens.length === 0 ? {} : { logprobs: choice.tokens.map(logprobOf) }),
  };
  return put(body, habits.places[0] ?? [], usageOf(lastUsage(said)));
}

const event = (type: string, body: JsonObject): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`;

const message = (fields: JsonObject): JsonObject => ({ delta: { message: fields } });

/** A stream, step by step; the usage comes with the end of the message. */
export function stream(said: Answer, habits: Habits): Step[] {
  const roll = dice(said.order);
  const choice = only(said);
  const empty = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
  const pieces = [event("message-start", { id: said.id, ...message(empty) })];
  let index = 0;
  let next = 0;
  const block = (type: "text" | "thinking", text: string): void => {
    pieces.push(event("content-start", { index, ...message({ content: { type, [type]: "" } }) }));
    for (const piece of piecesOf(text, roll)) {
      const tokens = type === "text" ? choice.tokens.slice(next, next + [...piece].length) : [];
      if (type === "text") next += [...piece].length;
      const told = tokens.length === 0 ? {} : { logprobs: tokens.map(logprobOf) };
      pieces.push(event("content-delta", { index, ...message({ content: { [type]: piece } }), ...told }));
    }
    pieces.push(event("content-end", { index: index++ }));
  };
  if (choice.reasoning !== "") block("thinking", choice.reasoning);
  if (choice.passages.length > 0) block("text", textOf(choice));
  for (const [i, citation] of citationsOf(choice).entries())
    pieces.push(
      event("citation-start", { index: i, ...message({ citations: citation }) }),
      event("citation-end", { index: i }),
    );
  for (const [i, call] of callsOf({ ...choice, calls: choice.calls }, habits).entries()) {
    const args = choice.calls[i]?.arguments ?? "";
    const opened = put(call, ["function", "arguments"], "");
    pieces.push(
      event("tool-call-start", { index: i, ...message({ tool_calls: opened }) }),
      ...piecesOf(args, roll).map((piece) =>
        event("tool-call-delta", {
          index: i,
          ...message({ tool_calls: { function: { arguments: piece } } }),
        }),
      ),
      event("tool-call-end", { index: i }),
    );
  }
  const last = lastUsage(said);
  const end = put({ delta: { finish_reason: choice.word } }, habits.places.at(-1) ?? [], usageOf(last));
  return [
    ...pieces.map((piece) => ({ piece, told: null, finished: false })),
    { piece: event("message-end", end), told: last, finished: true },
    { piece: "data: [DONE]\n\n", told: last, finished: true },
  ];
}

/** The end of a message that failed, with its usage. */
export function failure(said: Answer, habits: Habits): Failure {
  const told = lastUsage(said);
  const end = { delta: { finish_reason: "ERROR", error: JAMMED } };
  return { piece: event("message-end", put(end, habits.places.at(-1) ?? [], usageOf(told))), told };
}
