/**
 * A canonical answer out of its chunks, and chunks out of an answer: what was stored from a stream is given whole, and the
 * other way round (CAC-01).
 * @module
 */
import type {
  ChatChoice,
  ChatChunk,
  ChatCompletion,
  ChunkChoice,
  Delta,
  ReasoningDetail,
  ToolCallDelta,
  ToolCallOut,
} from "../canonical/chat.ts";
import type { Item } from "../canonical/item.ts";
import { ORDER_FIELD } from "../canonical/item-order.ts";
import { itemsOf } from "../canonical/items.ts";
import { isObject, type Json, type JsonObject, textOrNull, without } from "../json.ts";

const joined = (before: string | null | undefined, more: string | null | undefined): string | null =>
  typeof before === "string" || typeof more === "string" ? (before ?? "") + (more ?? "") : null;

/** A piece of thinking goes on until its signature, or until thinking of another kind. */
function joinedDetails(pieces: readonly ReasoningDetail[]): ReasoningDetail[] {
  const details: ReasoningDetail[] = [];
  for (const next of pieces) {
    const last = details.at(-1);
    if (last?.type === "reasoning.text" && next.type === "reasoning.text" && last.signature === undefined)
      Object.assign(last, { ...next, text: last.text + next.text });
    else details.push({ ...next });
  }
  return details;
}

function addCall(calls: Map<number, ToolCallOut>, { index, ...delta }: ToolCallDelta): void {
  const known = calls.get(index) ?? { id: "", type: "function", function: { name: "", arguments: "" } };
  calls.set(index, {
    ...known,
    id: known.id || (delta.id ?? ""),
    function: {
      name: known.function.name + (delta.function?.name ?? ""),
      arguments: known.function.arguments + (delta.function?.arguments ?? ""),
    },
    ...(delta.extra_content ? { extra_content: delta.extra_content } : {}),
  });
}

/** Log probabilities of two chunks: their lists one after the other. */
function addLogprobs(before: unknown, more: unknown): unknown {
  if (!isObject(before) || !isObject(more)) return more ?? before;
  const lists = Object.entries(more).map(([key, value]) => {
    const known = before[key];
    return [key, Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : (value ?? known)];
  });
  return { ...before, ...Object.fromEntries(lists) };
}

/** A provider's own field that comes again: a plan is told word by word, a list item by item; of others the last counts. */
function continued(name: string, before: Json | undefined, more: Json): Json {
  if (Array.isArray(before) && Array.isArray(more)) return [...before, ...more];
  return name === "tool_plan" ? joined(textOrNull(before), textOrNull(more)) : more;
}

interface OpenChoice {
  content: string | null;
  refusal: string | null;
  reasoning: string | null;
  details: ReasoningDetail[];
  calls: Map<number, ToolCallOut>;
  logprobs: unknown;
  finish: ChatChoice["finish_reason"] | null;
  /** Fields of the provider's own. */
  more: JsonObject;
  /** What is said of the choice beside its message: the sequence that stopped it, its host's own word. */
  beside: JsonObject;
}

const openChoice = (): OpenChoice => ({
  content: null,
  refusal: null,
  reasoning: null,
  details: [],
  calls: new Map(),
  logprobs: null,
  finish: null,
  more: {},
  beside: {},
});

function addChoice(
  choice: OpenChoice,
  { index: _index, delta, logprobs, finish_reason, ...beside }: ChunkChoice,
): void {
  const { role: _role, content, refusal, reasoning_content, reasoning_details, tool_calls, ...more } = delta;
  choice.content = joined(choice.content, content);
  choice.refusal = joined(choice.refusal, refusal);
  choice.reasoning = joined(choice.reasoning, reasoning_content);
  choice.details.push(...(reasoning_details ?? []));
  for (const call of tool_calls ?? []) addCall(choice.calls, call);
  choice.logprobs = addLogprobs(choice.logprobs, logprobs);
  choice.finish = finish_reason ?? choice.finish;
  for (const [name, value] of Object.entries(more as Record<string, Json>))
    choice.more[name] = continued(name, choice.more[name], value);
  Object.assign(choice.beside, beside);
}

function closeChoice(index: number, choice: OpenChoice): ChatChoice | null {
  if (choice.finish === null) return null;
  const { content, refusal, reasoning, calls, logprobs, finish, more, beside } = choice;
  // An order counts the pieces as they came.
  const details = more[ORDER_FIELD] === undefined ? joinedDetails(choice.details) : choice.details;
  return {
    index,
    message: {
      ...more,
      role: "assistant",
      content: calls.size > 0 && content === "" ? null : content,
      ...(refusal === null ? {} : { refusal }),
      ...(reasoning === null ? {} : { reasoning_content: reasoning }),
      ...(details.length === 0 ? {} : { reasoning_details: details }),
      ...(calls.size === 0
        ? {}
        : { tool_calls: [...calls].sort(([a], [b]) => a - b).map(([, call]) => call) }),
    },
    logprobs,
    finish_reason: finish,
    ...beside,
  };
}

/** Collects the chunks of one stream. */
export class Collector {
  private readonly choices = new Map<number, OpenChoice>();
  private about: Pick<ChatCompletion, "id" | "created" | "model"> | null = null;

  add({ choices, usage: _usage, object: _object, ...about }: ChatChunk): void {
    this.about = { ...this.about, ...about };
    for (const choice of choices) {
      const open = this.choices.get(choice.index) ?? openChoice();
      this.choices.set(choice.index, open);
      addChoice(open, choice);
    }
  }

  /** The whole answer; `null` while any choice has no end. */
  completion(): ChatCompletion | null {
    const closed = [...this.choices]
      .sort(([a], [b]) => a - b)
      .map(([index, choice]) => closeChoice(index, choice));
    const choices = closed.filter((choice) => choice !== null);
    if (!this.about || choices.length === 0 || choices.length < closed.length) return null;
    return { ...this.about, object: "chat.completion", choices };
  }
}

/** What one item says. */
function deltaOf(item: Item, calls: readonly ToolCallDelta[], shown: boolean): Delta {
  switch (item.type) {
    case "reasoning":
      return {
        ...(shown && item.text !== "" ? { reasoning_content: item.text } : {}),
        ...(item.detail === null ? {} : { reasoning_details: [item.detail as ReasoningDetail] }),
      };
    case "text":
      return { content: item.text };
    case "refusal":
      return { refusal: item.refusal };
    case "media":
      return { images: [item.part] };
    case "tool_call":
      return { tool_calls: calls.slice(item.index, item.index + 1) };
    default:
      return {};
  }
}

/** The deltas of one message in the order in which a provider would send them. */
function deltasOf(message: ChatChoice["message"]): Delta[] {
  const { role, content, refusal, reasoning_content, reasoning_details, tool_calls = [], ...more } = message;
  const calls = tool_calls.map((call, index): ToolCallDelta => ({ index, ...call }));
  const items = itemsOf(message);
  const thought = items.filter((item) => item.type === "reasoning");
  const isShown = typeof reasoning_content === "string";
  // Pieces that do not make up what is shown of them, as hosts of chat completions may have them, are told at once.
  const isDivided =
    message[ORDER_FIELD] !== undefined ||
    !isShown ||
    thought.map(({ text }) => text).join("") === reasoning_content;
  const whole: Delta[] = isDivided
    ? []
    : [{ reasoning_content, ...(reasoning_details === undefined ? {} : { reasoning_details }) }];
  const told = isDivided ? items : items.filter(({ type }) => type !== "reasoning");
  return [
    { role, ...without(more, ["images"]) },
    ...whole,
    ...told.map((item) => deltaOf(item, calls, isShown)).filter((delta) => Object.keys(delta).length > 0),
  ];
}

/** An answer as the chunks of a stream. */
export function chunksOf({ object: _object, choices, usage: _usage, ...about }: ChatCompletion): ChatChunk[] {
  const chunk = (choice: ChunkChoice): ChatChunk => ({
    ...about,
    object: "chat.completion.chunk",
    choices: [choice],
  });
  return choices.flatMap(({ index, message, logprobs, finish_reason, ...beside }) => {
    const deltas = deltasOf(message);
    // They are those of the text, wherever it stands; some callers read them with it alone.
    const text = deltas.findLastIndex(({ content }) => Boolean(content));
    const likely = text === -1 ? deltas.length - 1 : text;
    const spoken = deltas.map((delta, i) =>
      chunk({
        index,
        delta,
        finish_reason: null,
        ...(i === likely && logprobs !== null ? { logprobs } : {}),
      }),
    );
    return [...spoken, chunk({ index, delta: {}, finish_reason, ...beside })];
  });
}
