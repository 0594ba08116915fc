/**
 * What a caller must understand of an answer, through the API that they speak. What an API cannot hold is declared here:
 * translated, or dropped with the reason; nothing else may differ from what was said.
 * @module
 */
import type { Json } from "../../../registry/json.ts";
import {
  type Answer,
  type AnswerCall,
  type AnswerChoice,
  type AnswerCounts,
  COMPLETION,
  type Finish,
  lastUsage,
  PROMPT,
  sumOf,
  textOf,
} from "./answer.ts";
import {
  callNumbers,
  type Heard,
  type HeardCall,
  type HeardChoice,
  type HeardSource,
  joined,
} from "./heard.ts";
import { HOLDS, type SpokenApi } from "./holds.ts";

/** An API of callers. */
export type ClientApi = "openai-chat" | "openai-responses" | "anthropic-messages";

interface Client {
  /** The path of its route. */
  path: string;
  /** How a finish is called there; the word in which the provider said it may say more. */
  finish(choice: Pick<AnswerChoice, "finish" | "word" | "refusal">): string;
  /** Fields without a place, each with the reason. */
  drops: Readonly<
    Partial<Record<keyof Heard | keyof HeardChoice | "choices beyond the first" | "spans" | "seals", string>>
  >;
  usage(counts: AnswerCounts): Record<string, number>;
  /** Arguments as the client reads them. */
  arguments: { whole: "text" | "object"; streamed: "text" };
}

const cacheReads = (counts: AnswerCounts): number => sumOf(counts, ["cacheRead", "cacheReadAudio"]);
const cacheWrites = (counts: AnswerCounts): number => sumOf(counts, ["cacheWrite5m", "cacheWrite1h"]);

const MESSAGES_FINISH: Readonly<Record<Finish, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
};

/** Words of this API that say more than the finish, whoever said them. */
const MESSAGES_WORDS = ["stop_sequence", "model_context_window_exceeded"];

const RESPONSES_FINISH: Readonly<Record<Finish, string>> = {
  stop: "completed",
  tool_calls: "completed",
  length: "incomplete: max_output_tokens",
  content_filter: "incomplete: content_filter",
};

export const CLIENTS: Readonly<Record<ClientApi, Client>> = {
  "openai-chat": {
    path: "/v1/chat/completions",
    finish: ({ finish }) => finish,
    drops: {},
    usage: (counts) => ({
      prompt_tokens: sumOf(counts, PROMPT),
      completion_tokens: sumOf(counts, COMPLETION),
      total_tokens: sumOf(counts, PROMPT) + sumOf(counts, COMPLETION),
      "prompt_tokens_details.cached_tokens": cacheReads(counts),
      "prompt_tokens_details.cache_write_tokens": cacheWrites(counts),
      "prompt_tokens_details.audio_tokens": counts.audioInput ?? 0,
      "completion_tokens_details.reasoning_tokens": counts.reasoning ?? 0,
      "completion_tokens_details.audio_tokens": counts.audioOutput ?? 0,
    }),
    arguments: { whole: "text", streamed: "text" },
  },
  "openai-responses": {
    path: "/v1/responses",
    // Refusing is no finish of its own there; the part says it.
    finish: ({ finish }) => RESPONSES_FINISH[finish],
    drops: {
      id: "a response has an id of its own kind, which the gateway makes",
      fingerprint: "a response has no place for it",
      stopSequence: "a response does not tell which sequence stopped it",
      signatures: "encrypted reasoning is given to those who ask to include it",
      seals: "the id of a call bears its signature, which mapping.item-order.* brings back",
      "choices beyond the first": "a response is one answer",
    },
    usage: (counts) => ({
      input_tokens: sumOf(counts, PROMPT),
      output_tokens: sumOf(counts, COMPLETION),
      total_tokens: sumOf(counts, PROMPT) + sumOf(counts, COMPLETION),
      "input_tokens_details.cached_tokens": cacheReads(counts),
      "input_tokens_details.cache_write_tokens": cacheWrites(counts),
      "output_tokens_details.reasoning_tokens": counts.reasoning ?? 0,
    }),
    arguments: { whole: "text", streamed: "text" },
  },
  "anthropic-messages": {
    path: "/v1/messages",
    finish: ({ finish, refusal, word }) => {
      if (refusal !== null) return "refusal";
      return MESSAGES_WORDS.includes(word) ? word : MESSAGES_FINISH[finish];
    },
    drops: {
      fingerprint: "a message has no place for it",
      created: "a message does not say when it was made",
      tokens: "a message has no likelihoods",
      spans: "a citation stands on its block",
      seals: "the id of a call bears its signature, which mapping.item-order.* brings back",
      "choices beyond the first": "a message is one answer",
    },
    usage: (counts) => ({
      input_tokens: sumOf(counts, ["input", "audioInput", "imageInput"]),
      cache_creation_input_tokens: cacheWrites(counts),
      cache_read_input_tokens: cacheReads(counts),
      "cache_creation.ephemeral_5m_input_tokens": counts.cacheWrite5m ?? 0,
      "cache_creation.ephemeral_1h_input_tokens": counts.cacheWrite1h ?? 0,
      output_tokens: sumOf(counts, COMPLETION),
      "output_tokens_details.thinking_tokens": counts.reasoning ?? 0,
    }),
    arguments: { whole: "object", streamed: "text" },
  },
};

export const CLIENT_APIS = Object.keys(CLIENTS) as ClientApi[];

/** The name under which a cut call's text is kept where arguments are objects. */
const UNPARSED = "unparsed_arguments";

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * Arguments as they must arrive: to the letter where they are text all the way, else by what they say. Objects hold
 * numbers as doubles and have no order of keys.
 */
function argumentsAt(
  client: ClientApi,
  api: SpokenApi,
  { arguments: text }: AnswerCall,
  stream: boolean,
): Json {
  const how = stream ? "streamed" : "whole";
  if (CLIENTS[client].arguments[how] === "object") return parsed(text) ?? { [UNPARSED]: text };
  return HOLDS[api].argumentsAreText[how] ? text : (parsed(text) ?? text);
}

export interface Way {
  client: ClientApi;
  api: SpokenApi;
  stream: boolean;
  /** The caller's own names of the tools, in order. */
  tools: readonly string[];
  /** The host's own price among its counts, as it writes it; callers see it under its name. */
  price: Readonly<Record<string, number>>;
}

/** Counts that a host has under names of its own, which callers see beside those of their API (RES-04). */
const OWN_COUNTS: Readonly<Partial<Record<SpokenApi, readonly string[]>>> = {
  "openai-chat": ["prompt_cache_hit_tokens", "cached_tokens", "num_cached_tokens", "prompt_token_details"],
  "cohere-v2": ["billed_units", "tokens", "cached_tokens"],
};

/**
 * Counts by the names of the caller's API, without those that are the host's own. Between two of one API the usage is the
 * host's, and may hold whatever else it counts (MAP-16).
 */
function counted({ client, api, price }: Way, usage: Heard["usage"]): Heard["usage"] {
  const own = OWN_COUNTS[api] ?? [];
  const ours = [...Object.keys(CLIENTS[client].usage({})), ...Object.keys(price)];
  const isOurs = ([name]: [string, number]) =>
    client === api ? ours.includes(name) : !own.includes(name.split(".")[0] ?? "");
  return usage && Object.fromEntries(Object.entries(usage).filter(isOurs));
}

/** The same view of what arrived: by what it says where only that is certain. */
export function comparable(way: Way, all: Heard): Heard {
  const { client, api, stream } = way;
  const heard = { ...all, usage: counted(way, all.usage) };
  const how = stream ? "streamed" : "whole";
  if (CLIENTS[client].arguments[how] === "object" || HOLDS[api].argumentsAreText[how]) return heard;
  const read = (call: HeardCall): HeardCall => ({
    ...call,
    arguments:
      typeof call.arguments === "string" ? (parsed(call.arguments) ?? call.arguments) : call.arguments,
  });
  return {
    ...heard,
    choices: heard.choices.map((choice) => ({ ...choice, calls: choice.calls.map(read) })),
  };
}

function sourcesOf({ passages }: AnswerChoice, hasSpans: boolean): HeardSource[] {
  let from = 0;
  return passages.flatMap(({ text, sources }) => {
    const start = from;
    from += text.length;
    return sources.map((source) => (hasSpans ? { ...source, from: start, to: from } : { ...source }));
  });
}

function choiceAt({ client, api, stream, tools }: Way, choice: AnswerChoice): HeardChoice {
  const { drops, finish } = CLIENTS[client];
  return {
    text: textOf(choice),
    reasoning: choice.reasoning,
    // As generated answers are told in every API.
    order: joined([
      ["reasoning", choice.reasoning],
      ["text", textOf(choice)],
      ...choice.calls.map(callNumbers()),
    ]),
    signatures: choice.signature === "" || drops.signatures ? [] : [choice.signature],
    refusal: choice.refusal ?? "",
    calls: choice.calls.map((call) => ({
      id: call.id,
      name: tools[call.tool] ?? "",
      arguments: argumentsAt(client, api, call, stream),
      ...(call.seal === "" || drops.seals ? {} : { seal: call.seal }),
    })),
    finish: [finish(choice)],
    stopSequence: drops.stopSequence ? null : choice.stopSequence,
    tokens: drops.tokens ? [] : choice.tokens,
    sources: sourcesOf(choice, !drops.spans),
  };
}

/** What must be understood of an answer on its way. Names that the provider does not tell are the gateway's own affair. */
export function expectedAt(way: Way, said: Answer): Heard {
  const { drops, usage } = CLIENTS[way.client];
  const told = HOLDS[way.api].names;
  const name = (key: "id" | "model" | "fingerprint"): string =>
    told.includes(key) && !drops[key] ? said[key] : "";
  const choices = drops["choices beyond the first"] ? said.choices.slice(0, 1) : said.choices;
  const counts = Object.entries(usage(lastUsage(said).counts)).filter(([, count]) => count > 0);
  return {
    id: name("id"),
    model: name("model"),
    fingerprint: name("fingerprint"),
    created: said.created === null || drops.created ? [] : [said.created],
    choices: choices.map((choice) => choiceAt(way, choice)),
    usage: { ...Object.fromEntries(counts), ...way.price },
  };
}
