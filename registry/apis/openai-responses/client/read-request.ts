/**
 * Requests of callers who speak the Responses API, in canonical form (API-01, ERR-08).
 * @module
 */
import { ChatRequestSchema } from "../../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, without } from "../../../json.ts";
import { refusalOf } from "../../_shared/issue.ts";
import type { DecodedRequest, StateUse } from "../../codec.ts";
import { readItems } from "./read-items.ts";
import { readFormat, readTools } from "./read-tools.ts";
import { isReference, type ResponsesRequest, ResponsesRequestSchema } from "./request-schema.ts";
import { Untranslatables } from "./untranslated.ts";

/** Fields that are read into others; every other one passes under its own name. */
const READ = [
  "input",
  "instructions",
  "max_output_tokens",
  "max_tokens",
  "tools",
  "tool_choice",
  "text",
  "reasoning",
  "include",
  "store",
  "background",
  "truncation",
  "previous_response_id",
  "conversation",
  "prompt",
  "context_management",
  "top_logprobs",
  "stream_options",
];

/** Fields of chat completions that this API does not have, and where it has what they say. */
const MOVED: Readonly<Record<string, string>> = {
  messages: "this API takes `input`",
  response_format: "this API takes `text.format`",
  functions: "this API takes `tools`",
  function_call: "this API takes `tool_choice`",
  reasoning_effort: "this API takes `reasoning.effort`",
  verbosity: "this API takes `text.verbosity`",
  max_completion_tokens: "this API takes `max_output_tokens`",
  n: "this API gives one answer",
  stop: "this API has no stop sequences",
  seed: "this API takes no seed",
  logit_bias: "this API takes no biases",
  logprobs: 'this API takes `include: ["message.output_text.logprobs"]`',
  frequency_penalty: "this API takes no penalties",
  presence_penalty: "this API takes no penalties",
  modalities: "this API answers in text",
  audio: "this API answers in text",
};

const LOGPROBS = "message.output_text.logprobs";
const ENCRYPTED = "reasoning.encrypted_content";

/** State that only the provider that holds it can take up; the gateway stores no answers. */
function refuseState(request: ResponsesRequest, lost: Untranslatables): void {
  const { previous_response_id, conversation, prompt, context_management, background, truncation } = request;
  const state = { previous_response_id, conversation, prompt, context_management };
  for (const [name, value] of Object.entries(state))
    if (value !== undefined && value !== null)
      lost.add(name, "the gateway keeps no state between requests: send the whole input");
  if (background === true)
    lost.add("background", "the gateway keeps no state between requests: true is not taken");
  if (typeof truncation === "string" && truncation !== "disabled")
    lost.add("truncation", "only `disabled` is taken: nothing is cut from an input unseen");
}

function readReasoning({ reasoning }: ResponsesRequest): JsonObject {
  if (!reasoning) return {};
  const { effort, mode, context } = reasoning as JsonObject;
  return {
    ...(effort ? { reasoning_effort: effort } : {}),
    // Without a place elsewhere: reported as dropped, by their whole names.
    ...(mode && mode !== "standard" ? { "reasoning.mode": mode } : {}),
    ...(context && context !== "auto" ? { "reasoning.context": context } : {}),
  };
}

function readIncluded({ include, top_logprobs }: ResponsesRequest): JsonObject {
  const others = (include ?? []).filter((one) => one !== LOGPROBS && one !== ENCRYPTED);
  const wanted = include?.includes(LOGPROBS) || (top_logprobs ?? 0) > 0;
  return {
    ...(wanted ? { logprobs: true, top_logprobs: top_logprobs ?? 0 } : {}),
    ...Object.fromEntries(others.map((one) => [`include.${one}`, true])),
  };
}

function canonical(request: ResponsesRequest, lost: Untranslatables): JsonObject {
  const { instructions, input, text } = request;
  const limit = request.max_output_tokens ?? request.max_tokens;
  const system = instructions ? [{ role: "system", content: instructions }] : [];
  refuseState(request, lost);
  return {
    ...(without(request, READ) as JsonObject),
    messages: [...system, ...readItems(input, lost)],
    ...(limit ? { max_completion_tokens: limit } : {}),
    ...readTools(request, lost),
    ...readFormat(text?.format),
    ...(text?.verbosity ? { verbosity: text.verbosity } : {}),
    ...readReasoning(request),
    ...readIncluded(request),
  };
}

/** Where the provider holds what a body without `input` is about. */
const inputIn = (body: JsonObject): string | undefined =>
  ["prompt", "previous_response_id", "conversation"].find((name) => (body[name] ?? null) !== null);

/** Fields that rest on what the provider keeps. */
const STATE = ["previous_response_id", "conversation", "prompt", "background"] as const;

/** Everything of a body that rests on what the provider keeps, in the order of its places. */
function stateOf(body: Json): StateUse[] {
  if (!isObject(body)) return [];
  const fields = STATE.filter((name) => (body[name] ?? null) !== null && body[name] !== false);
  const items = Array.isArray(body.input) ? body.input : [];
  return [
    ...fields.map((name): StateUse => ({ kind: name, param: name })),
    ...items.flatMap((item, i): StateUse[] =>
      isReference(item) ? [{ kind: "item_reference", param: `input[${i}]` }] : [],
    ),
  ];
}

/** Reads a request. What only a provider of this API can take is `unsupported`, and named. */
export function decodeRequest(body: Json): DecodedRequest {
  const moved = isObject(body)
    ? Object.entries(MOVED).find(([name]) => body[name] !== undefined && body[name] !== null)
    : undefined;
  if (moved) {
    const [param, words] = moved;
    return { ok: false, param, message: `${param}: ${words}`, unsupported: true, nowhere: true };
  }
  const inputElsewhere = isObject(body) && (body.input ?? null) === null ? inputIn(body) : undefined;
  if (inputElsewhere !== undefined)
    return {
      ok: false,
      param: inputElsewhere,
      unsupported: true,
      state: stateOf(body),
      message: `${inputElsewhere}: the gateway keeps no state between requests: send the whole input`,
    };
  const parsed = ResponsesRequestSchema.safeParse(body);
  if (!parsed.success) return refusalOf(parsed.error);
  const lost = new Untranslatables();
  const candidate = canonical(parsed.data, lost);
  if (lost.first) return { ok: false, ...lost.first, unsupported: true, state: stateOf(body) };
  const result = ChatRequestSchema.safeParse(candidate);
  return result.success ? { ok: true, request: result.data } : refusalOf(result.error);
}
