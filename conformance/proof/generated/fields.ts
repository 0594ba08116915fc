/**
 * The fields that generated defects spoil, by seam and by what stands there. A field that an API lacks never comes by there,
 * and is not counted.
 * @module
 */
import type { Area } from "../../engine/case.ts";
import type { Kind } from "./operators.ts";
import type { SeamId } from "./seams.ts";

interface Fields {
  fields: Readonly<Partial<Record<Kind, readonly string[]>>>;
  /** The generated cases that look at it first, by the beginning of their ids. */
  cases: readonly string[];
  /** Areas whose other cases are asked where those see nothing. */
  areas: readonly Area[];
}

const ASKED = ["mapping.meaning."];
const TOLD = ["response.meaning.", "billing.told."];
const MONEY = ["response.meaning.", "billing.told.", "billing.reserve.", "usage.one-id"];

const under = (prefix: string, names: readonly string[]): string[] => names.map((name) => `${prefix}${name}`);

const CALL = ["id", "function.name", "function.arguments"];
const MESSAGE_TEXTS = [
  "content",
  "refusal",
  "reasoning_content",
  "annotations[].url_citation.url",
  "annotations[].url_citation.title",
  "reasoning_details[].signature",
  ...under("tool_calls[].", CALL),
];
const MESSAGE_LISTS = ["annotations", "reasoning_details", "tool_calls"];
const MESSAGE_COUNTS = ["annotations[].url_citation.start_index", "annotations[].url_citation.end_index"];

/** A completion or chunk, whose choices say something in a `message` or a `delta`. */
function choicesWith(said: "message" | "delta"): Fields["fields"] {
  const prefix = `choices[].${said}.`;
  return {
    text: [
      ...under(prefix, MESSAGE_TEXTS),
      "choices[].finish_reason",
      "choices[].stop_sequence",
      "choices[].logprobs.content[].token",
      "id",
      "model",
      "system_fingerprint",
    ],
    list: [
      "choices",
      ...under(prefix, MESSAGE_LISTS),
      "choices[].logprobs.content",
      "choices[].logprobs.content[].top_logprobs",
    ],
    count: [...under(prefix, MESSAGE_COUNTS), "choices[].index", "choices[].logprobs.content[].logprob"],
  };
}

const TOOLS = ["name", "description"];
const NUMBERS = ["temperature", "top_p", "presence_penalty", "frequency_penalty", "seed"];

/** What callers are told, in Messages and in Responses: whole, and in events. */
const TOLD_ELSEWHERE: Fields["fields"] = {
  text: [
    "content[].text",
    "content[].thinking",
    "content[].signature",
    "content[].id",
    "content[].name",
    "stop_reason",
    "stop_sequence",
    "delta.text",
    "delta.thinking",
    "delta.partial_json",
    "delta.signature",
    "delta.stop_reason",
    "message.id",
    "message.model",
    "content_block.name",
    "content_block.id",
    "output[].content[].text",
    "output[].arguments",
    "output[].call_id",
    "output[].name",
    "status",
    "incomplete_details.reason",
    "delta",
    "response.id",
    "response.model",
    "response.status",
  ],
  list: ["content", "content[].citations", "output", "output[].content", "response.output"],
  count: [
    "usage.input_tokens",
    "usage.output_tokens",
    "usage.cache_read_input_tokens",
    "usage.prompt_tokens",
    "usage.completion_tokens",
    "usage.total_tokens",
    "response.usage.input_tokens",
    "response.usage.output_tokens",
  ],
  object: ["usage", "message.usage", "response.usage", "content[].input", "usage.prompt_tokens_details"],
};

function together(...all: readonly Fields["fields"][]): Fields["fields"] {
  const kinds = new Set(all.flatMap((each) => Object.keys(each) as Kind[]));
  return Object.fromEntries([...kinds].map((kind) => [kind, all.flatMap((each) => each[kind] ?? [])]));
}

export const FIELDS: Readonly<Record<SeamId, Fields>> = {
  asked: {
    fields: {
      text: [
        "messages[].content",
        "messages[].tool_call_id",
        "messages[].content[].text",
        "system",
        ...under("messages[].tool_calls[].", CALL),
        "messages[].content[].tool_use_id",
        "messages[].content[].content",
        ...under("tools[].function.", TOOLS),
        ...under("tools[].", TOOLS),
        "tool_choice",
        "messages[].content[].image_url.url",
        "user",
      ],
      list: ["messages", "messages[].tool_calls", "messages[].content", "stop", "stop_sequences", "tools"],
      count: [...NUMBERS, "max_tokens"],
      flag: ["messages[].content[].is_error"],
      object: [
        "messages[].content[].input",
        "tools[].input_schema",
        "tools[].function.parameters",
        "tool_choice",
        "response_format",
      ],
    },
    cases: ASKED,
    areas: ["mapping"],
  },
  request: {
    fields: {
      text: [
        "messages[].content",
        "messages[].content[].text",
        "messages[].tool_call_id",
        ...under("messages[].tool_calls[].", CALL),
        ...under("tools[].function.", TOOLS),
        "tool_choice",
        "messages[].content[].image_url.url",
        "user",
      ],
      list: ["messages", "messages[].tool_calls", "messages[].content", "stop", "tools"],
      count: [...NUMBERS, "max_tokens", "max_completion_tokens"],
      flag: ["parallel_tool_calls"],
      object: ["tools[].function.parameters", "tool_choice", "response_format"],
    },
    cases: ASKED,
    areas: ["mapping"],
  },
  "sent-headers": {
    fields: { text: ["content-type", "anthropic-version", "authorization", "x-api-key", "accept"] },
    cases: ["mapping.native.", "mapping.request."],
    areas: ["auth"],
  },
  answer: { fields: choicesWith("message"), cases: TOLD, areas: ["response"] },
  chunk: { fields: choicesWith("delta"), cases: TOLD, areas: ["streaming", "response"] },
  usage: {
    fields: {
      count: [
        "input",
        "cacheRead",
        "cacheWrite5m",
        "cacheWrite1h",
        "audioInput",
        "imageInput",
        "output",
        "reasoning",
        "audioOutput",
        "imageOutput",
      ],
    },
    cases: MONEY,
    areas: ["usage", "cost", "billing"],
  },
  reported: { fields: { count: ["reportedCost"] }, cases: MONEY, areas: ["cost"] },
  charge: {
    fields: { count: ["amount", "reported", "computed.total"], text: ["counted"] },
    cases: MONEY,
    areas: ["cost", "billing", "observability"],
  },
  reserve: { fields: { count: ["amount"] }, cases: ["billing.reserve."], areas: ["billing"] },
  settle: { fields: { count: ["amount"] }, cases: MONEY, areas: ["billing", "cost"] },
  record: {
    fields: {
      text: [
        "id",
        "tenantId",
        "route",
        "api",
        "model",
        "outcome",
        "served.provider",
        "served.model",
        "served.endpoint",
        "served.deployment",
        "served.api",
        "served.mode",
        "served.upstreamRequestId",
      ],
      count: ["startedAt", "status", "cost.amount", "latencyMs", "firstTokenMs"],
      list: ["attempts", "dropped"],
      flag: ["stream", "cached"],
      object: ["served", "usage.usage", "cost", "error"],
    },
    cases: TOLD,
    areas: ["observability", "billing"],
  },
  told: {
    fields: together(choicesWith("message"), choicesWith("delta"), TOLD_ELSEWHERE),
    cases: TOLD,
    areas: ["response", "streaming"],
  },
  "told-headers": {
    fields: { text: ["content-type", "helicone-id", "x-dropped-parameters", "retry-after", "cache-control"] },
    cases: [...TOLD, "mapping.meaning."],
    areas: ["security", "errors", "mapping"],
  },
};

/** Every field of a seam with what stands there. */
export const fieldsOf = (seam: SeamId): { kind: Kind; field: string }[] =>
  Object.entries(FIELDS[seam].fields).flatMap(([kind, fields]) =>
    fields.map((field) => ({ kind: kind as Kind, field })),
  );
