/**
 * Answers in OpenAI's Responses, with every event of a stream in its order.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { RESPONSE_FORM } from "../response-form.ts";
import {
  type Answer,
  type AnswerChoice,
  type AnswerUsage,
  BETWEEN_THOUGHTS,
  COMPLETION,
  dice,
  lastUsage,
  PROMPT,
  piecesOf,
  sumOf,
} from "./answer.ts";
import { type Failure, type Habits, JAMMED, put, type Step, withPrice } from "./speak.ts";

/** Usage: details are never left out. */
function usageOf(usage: AnswerUsage, habits: Habits): JsonObject {
  const { counts } = usage;
  const [input_tokens, output_tokens] = [sumOf(counts, PROMPT), sumOf(counts, COMPLETION)];
  return withPrice(
    {
      input_tokens,
      input_tokens_details: {
        cached_tokens: counts.cacheRead ?? 0,
        cache_write_tokens: counts.cacheWrite5m ?? 0,
      },
      output_tokens,
      output_tokens_details: { reasoning_tokens: counts.reasoning ?? 0 },
      total_tokens: input_tokens + output_tokens,
    },
    habits,
    usage,
  );
}

type Passages = AnswerChoice["passages"];

function annotationsOf(passages: Passages): JsonObject[] {
  let from = 0;
  return passages.flatMap(({ text, sources }) => {
    const start_index = from;
    from += text.length;
    return sources.map((source) => ({ type: "url_citation", ...source, start_index, end_index: from }));
  });
}

/** Most texts are one part of their item; some are two, each with the places of its own sources. */
function apart({ order }: Answer, { passages }: AnswerChoice): Passages[] {
  const roll = dice(order ^ 0x5a7);
  if (passages.length < 2 || roll(2) === 0) return passages.length === 0 ? [] : [passages];
  const cut = 1 + roll(passages.length - 1);
  return [passages.slice(0, cut), passages.slice(cut)];
}

interface Part {
  field: "text" | "refusal";
  part: JsonObject;
  annotations: JsonObject[];
}

function partsOf(said: Answer, choice: AnswerChoice): Part[] {
  const texts = apart(said, choice).map((passages): Part => {
    const annotations = annotationsOf(passages);
    const text = passages.map((passage) => passage.text).join("");
    return { field: "text", annotations, part: { type: "output_text", text, annotations, logprobs: [] } };
  });
  if (choice.refusal === null) return texts;
  const refused = { type: "refusal", refusal: choice.refusal };
  return [...texts, { field: "refusal", annotations: [], part: refused }];
}

/** Each thought is a summary of its own, unless one of them were empty. */
function summariesOf({ reasoning }: AnswerChoice): string[] {
  const apart = reasoning.split(BETWEEN_THOUGHTS);
  return apart.includes("") ? [reasoning] : apart;
}

/** Where models are open, hosts publish what was thought itself, as one text in parts, in the place of summaries. */
const isPublished = ({ order }: Answer): boolean => dice(order ^ 0x71d)(3) === 0;

/** What was thought, in up to three parts. */
function publishedIn({ order }: Answer, { reasoning }: AnswerChoice): string[] {
  const roll = dice(order ^ 0x2b5);
  const characters = [...reasoning];
  const cuts = [roll(characters.length), roll(characters.length)].toSorted((a, b) => a - b);
  const [first = 0, second = 0] = cuts;
  const parts = [characters.slice(0, first), characters.slice(first, second), characters.slice(second)];
  return parts.map((part) => part.join("")).filter((part) => part !== "");
}

/** The parts of an item's thinking, by the field that has them. */
interface Thinking {
  field: "summary" | "content";
  parts: JsonObject[];
}

const thinkingOf = (said: Answer, choice: AnswerChoice): Thinking =>
  isPublished(said)
    ? { field: "content", parts: publishedIn(said, choice).map((text) => ({ type: "reasoning_text", text })) }
    : { field: "summary", parts: summariesOf(choice).map((text) => ({ type: "summary_text", text })) };

function itemsOf(said: Answer, { tools }: Habits): JsonObject[] {
  const { id, choices } = said;
  const [choice] = choices;
  if (!choice) throw new Error("a generated answer has at least one choice");
  const status = choice.finish === "length" ? "incomplete" : "completed";
  const parts = partsOf(said, choice).map(({ part }) => part);
  const { field, parts: thoughts } = thinkingOf(said, choice);
  const thinking = { id: `rs_${id}`, type: "reasoning", summary: [], [field]: thoughts };
  return [
    ...(choice.reasoning === "" ? [] : [thinking]),
    ...(parts.length === 0
      ? []
      : [{ id: `msg_${id}`, type: "message", status, role: "assistant", content: parts }]),
    ...choice.calls.map(({ id: call_id, tool, arguments: args }, i) => ({
      id: `fc_${id}_${i}`,
      type: "function_call",
      status: "completed",
      call_id,
      name: tools[tool] ?? "",
      arguments: args,
    })),
  ];
}

const ENDS = {
  stop: { status: "completed", incomplete_details: null },
  tool_calls: { status: "completed", incomplete_details: null },
  length: { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
  content_filter: { status: "incomplete", incomplete_details: { reason: "content_filter" } },
} as const;

const response = ({ id, model, created }: Answer, fields: JsonObject): JsonObject => ({
  ...RESPONSE_FORM,
  id,
  created_at: created,
  model,
  usage: null,
  ...fields,
});

/** A whole answer. */
export function whole(said: Answer, habits: Habits): JsonObject {
  const [choice] = said.choices;
  const body = response(said, {
    ...ENDS[choice?.finish ?? "stop"],
    output: itemsOf(said, habits),
  });
  return put(body, habits.places.at(-1)?.slice(-1) ?? ["usage"], usageOf(lastUsage(said), habits));
}

/** The events by which the parts of an item's thinking are told. */
const TELLING = {
  summary: {
    part: "response.reasoning_summary_part",
    text: "response.reasoning_summary_text",
    index: "summary_index",
  },
  content: { part: "response.content_part", text: "response.reasoning_text", index: "content_index" },
} as const;

/** Some hosts change the id of an item while they tell it: only its index says which one it is. */
const changesIds = ({ order }: Answer): boolean => dice(order ^ 0x3e1)(3) === 0;

/** A stream, step by step; the usage comes with the response that ends it. */
export function stream(said: Answer, habits: Habits): Step[] {
  const roll = dice(said.order);
  const [choice] = said.choices;
  const last = lastUsage(said);
  const steps: Step[] = [];
  let sequence_number = 0;
  const say = (type: string, fields: JsonObject, told: AnswerUsage | null = null): void => {
    const data = JSON.stringify({ type, sequence_number: sequence_number++, ...fields });
    steps.push({ piece: `event: ${type}\ndata: ${data}\n\n`, told, finished: told !== null });
  };
  const fresh = response(said, { status: "in_progress", incomplete_details: null, output: [] });
  say("response.created", { response: fresh });
  say("response.in_progress", { response: fresh });
  for (const [output_index, item] of itemsOf(said, habits).entries()) {
    const at = { item_id: `${item.id}${changesIds(said) ? "_later" : ""}`, output_index };
    const unsaid = item.content === undefined ? {} : { content: [] };
    const empty = {
      message: { content: [] },
      reasoning: { summary: [], ...unsaid },
      function_call: { arguments: "" },
    };
    const kind = item.type as keyof typeof empty;
    say("response.output_item.added", {
      output_index,
      item: { ...item, ...empty[kind], ...(kind === "reasoning" ? {} : { status: "in_progress" }) },
    });
    if (kind === "reasoning") {
      const { field, parts } = choice ? thinkingOf(said, choice) : { field: "summary" as const, parts: [] };
      const { part: ofPart, text: ofText, index } = TELLING[field];
      for (const [number, part] of parts.entries()) {
        const place = { ...at, [index]: number };
        say(`${ofPart}.added`, { ...place, part: { ...part, text: "" } });
        for (const delta of piecesOf(String(part.text), roll)) say(`${ofText}.delta`, { ...place, delta });
        say(`${ofText}.done`, { ...place, text: String(part.text) });
        say(`${ofPart}.done`, { ...place, part });
      }
    } else if (kind === "function_call") {
      for (const delta of piecesOf(String(item.arguments), roll))
        say("response.function_call_arguments.delta", { ...at, delta });
      say("response.function_call_arguments.done", { ...at, arguments: item.arguments });
    } else {
      for (const [content_index, { field, part, annotations }] of (choice
        ? partsOf(said, choice)
        : []
      ).entries()) {
        const place = { ...at, content_index };
        const name = field === "text" ? "output_text" : "refusal";
        const bare = field === "text" ? { annotations: [] } : {};
        say("response.content_part.added", { ...place, part: { ...part, ...bare, [field]: "" } });
        for (const delta of piecesOf(String(part[field]), roll))
          say(`response.${name}.delta`, { ...place, delta });
        for (const [annotation_index, annotation] of annotations.entries())
          say("response.output_text.annotation.added", { ...place, annotation_index, annotation });
        say(`response.${name}.done`, { ...place, [field]: part[field] });
        say("response.content_part.done", { ...place, part });
      }
    }
    say("response.output_item.done", { output_index, item });
  }
  const end = whole(said, habits);
  say(`response.${String(end.status)}`, { response: end }, last);
  return steps;
}

/** The response that failed, with its usage. */
export function failure(said: Answer, habits: Habits): Failure {
  const told = lastUsage(said);
  const failed = response(said, {
    status: "failed",
    error: { code: "server_error", message: JAMMED },
    incomplete_details: null,
    output: [],
  });
  const place = habits.places.at(-1)?.slice(-1) ?? ["usage"];
  const data = JSON.stringify({
    type: "response.failed",
    response: put(failed, place, usageOf(told, habits)),
  });
  return { piece: `event: response.failed\ndata: ${data}\n\n`, told };
}
