/**
 * Answers in OpenAI's chat completions, as a host of many models writes them.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import {
  type Answer,
  type AnswerCall,
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
import {
  endings,
  type Failure,
  given,
  type Habits,
  interleaved,
  JAMMED,
  put,
  type Step,
  withPrice,
} from "./speak.ts";

type Roll = (below: number) => number;

/**
 * Where hosts tell what was read from a cache: OpenAI's place, DeepSeek's beside it or alone, and places of others, some of
 * them misspelt. Two in one answer mean the same tokens.
 */
const READS: readonly ((count: number) => { details?: { cached_tokens: number }; top?: JsonObject })[] = [
  (cached_tokens) => ({ details: { cached_tokens } }),
  (count) => ({ details: { cached_tokens: count }, top: { prompt_cache_hit_tokens: count } }),
  (prompt_cache_hit_tokens) => ({ top: { prompt_cache_hit_tokens } }),
  (cached_tokens) => ({ top: { cached_tokens } }),
  (num_cached_tokens) => ({ top: { num_cached_tokens } }),
  (cached_tokens) => ({ top: { prompt_token_details: { cached_tokens } } }),
];

/** A usage object. Details are left out where there is nothing to tell. */
function usageOf(usage: AnswerUsage, habits: Habits): JsonObject {
  const { counts, accepted, ticks } = usage;
  const writes = (counts.cacheWrite5m ?? 0) + (counts.cacheWrite1h ?? 0);
  const isRead = (counts.cacheRead ?? 0) > 0;
  const read = isRead ? READS[ticks % READS.length]?.(counts.cacheRead ?? 0) : {};
  const prompt = given({
    ...read?.details,
    [ticks % 5 === 0 ? "cache_creation_input_tokens" : "cache_write_tokens"]: writes,
    audio_tokens: counts.audioInput,
    image_tokens: counts.imageInput,
  });
  const completion = given({
    reasoning_tokens: counts.reasoning,
    audio_tokens: counts.audioOutput,
    image_tokens: counts.imageOutput,
    accepted_prediction_tokens: accepted,
  });
  const beside = (habits.cachedInside ? 0 : (counts.cacheRead ?? 0)) + (habits.writesInside ? 0 : writes);
  const thought = habits.reasoningInside ? 0 : (counts.reasoning ?? 0);
  return withPrice(
    {
      prompt_tokens: sumOf(counts, PROMPT) - beside,
      completion_tokens: sumOf(counts, COMPLETION) - thought,
      total_tokens: sumOf(counts, PROMPT) + sumOf(counts, COMPLETION),
      ...(Object.keys(prompt).length === 0 ? {} : { prompt_tokens_details: prompt }),
      ...(Object.keys(completion).length === 0 ? {} : { completion_tokens_details: completion }),
      ...read?.top,
    },
    habits,
    usage,
  );
}

const tokenOf = ({ token, logprob, rivals }: AnswerToken): JsonObject => ({
  token,
  logprob,
  bytes: [...Buffer.from(token)],
  top_logprobs: rivals.map((rival) => ({ ...rival, bytes: [...Buffer.from(rival.token)] })),
});

const logprobsOf = (tokens: readonly AnswerToken[]): JsonObject => ({
  content: tokens.map(tokenOf),
  refusal: null,
});

function annotationsOf({ passages }: AnswerChoice): JsonObject[] {
  let from = 0;
  return passages.flatMap(({ text, sources }) => {
    const start_index = from;
    from += text.length;
    return sources.map((source) => ({
      type: "url_citation",
      url_citation: { ...source, start_index, end_index: from },
    }));
  });
}

const callOf = (call: AnswerCall, { tools }: Habits): JsonObject => ({
  id: call.id,
  type: "function",
  function: { name: tools[call.tool] ?? "", arguments: call.arguments },
});

function messageOf(choice: AnswerChoice, habits: Habits): JsonObject {
  const { passages, reasoning, refusal, calls } = choice;
  const annotations = annotationsOf(choice);
  return {
    role: "assistant",
    content: passages.length === 0 ? null : textOf(choice),
    refusal,
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map((call) => callOf(call, habits)) }),
    ...(annotations.length === 0 ? {} : { annotations }),
  };
}

/** A whole answer; a host lists its choices as they are ready. */
export function whole(said: Answer, habits: Habits): JsonObject {
  const body: JsonObject = {
    id: said.id,
    object: "chat.completion",
    created: said.created,
    model: said.model,
    choices: interleaved(
      said.choices.map((choice, index) => [
        {
          index,
          message: messageOf(choice, habits),
          logprobs: choice.tokens.length === 0 ? null : logprobsOf(choice.tokens),
          finish_reason: choice.word,
        },
      ]),
      dice(said.order),
    ),
    system_fingerprint: said.fingerprint,
  };
  return put(body, habits.places[0] ?? [], usageOf(lastUsage(said), habits));
}

interface Delta {
  delta: JsonObject;
  finish: string | null;
  logprobs: JsonObject | null;
}

const saying = (delta: JsonObject, logprobs: JsonObject | null = null): Delta => ({
  delta,
  logprobs,
  finish: null,
});

function callDeltas(calls: readonly AnswerCall[], habits: Habits, roll: Roll): Delta[] {
  const queues = calls.map((call, index) => {
    const [first = "", ...rest] = piecesOf(call.arguments, roll);
    const opened = { ...callOf({ ...call, arguments: roll(2) === 0 ? "" : first }, habits), index };
    const [{ function: fn }] = [opened as JsonObject];
    const told = isObject(fn) && fn.arguments === first;
    return [
      saying({ tool_calls: [opened] }),
      ...(told ? rest : [first, ...rest]).map((piece) =>
        saying({ tool_calls: [{ index, function: { arguments: piece } }] }),
      ),
    ];
  });
  // Half of the hosts send calls one after the other, the others side by side; the first delta of each in order.
  if (roll(2) === 0) return queues.flat();
  const opened = queues.map(([first]) => first).filter((first) => first !== undefined);
  return [
    ...opened,
    ...interleaved(
      queues.map((queue) => queue.slice(1)),
      roll,
    ),
  ];
}

function textDeltas(choice: AnswerChoice, roll: Roll): Delta[] {
  let next = 0;
  return piecesOf(textOf(choice), roll).map((piece) => {
    const tokens = choice.tokens.slice(next, next + [...piece].length);
    next += [...piece].length;
    return saying({ content: piece }, tokens.length === 0 ? null : logprobsOf(tokens));
  });
}

/** What one choice says, delta by delta: content may come together with the role, and with the finish. */
function deltasOf(choice: AnswerChoice, habits: Habits, roll: Roll): Delta[] {
  const { reasoning, refusal, calls, passages } = choice;
  const annotations = annotationsOf(choice);
  const said = [
    ...(reasoning === ""
      ? []
      : piecesOf(reasoning, roll).map((piece) => saying({ reasoning_content: piece }))),
    ...(passages.length === 0 ? [] : textDeltas(choice, roll)),
    ...(refusal === null ? [] : piecesOf(refusal, roll).map((piece) => saying({ refusal: piece }))),
    // All of them at once, or one by one.
    ...(annotations.length === 0
      ? []
      : roll(2) === 0
        ? [saying({ annotations })]
        : annotations.map((annotation) => saying({ annotations: [annotation] }))),
    ...callDeltas(calls, habits, roll),
  ];
  const finish = choice.word;
  const withRole = roll(3);
  const [first = saying({}), ...rest] = said;
  const opened =
    withRole === 0
      ? [saying({ role: "assistant", content: "" }), first, ...rest]
      : [saying({ role: "assistant", ...first.delta }, first.logprobs), ...rest];
  // The role once more on every delta, as some hosts have it.
  const roles = opened.map((each) =>
    withRole === 2 ? { ...each, delta: { role: "assistant", ...each.delta } } : each,
  );
  const last = roles.at(-1) ?? saying({});
  return roll(2) === 0 ? [...roles.slice(0, -1), { ...last, finish }] : [...roles, { ...saying({}), finish }];
}

const event = (body: JsonObject): string => `data: ${JSON.stringify(body)}\n\n`;

/** What two choices say next, in one chunk or in two. */
function paired(deltas: readonly JsonObject[], roll: Roll): JsonObject[][] {
  const chunks: JsonObject[][] = [];
  for (const delta of deltas) {
    const last = chunks.at(-1);
    const [only] = last ?? [];
    if (last?.length === 1 && only?.index !== delta.index && roll(3) === 0) last.push(delta);
    else chunks.push([delta]);
  }
  return chunks;
}

/**
 * A stream, step by step: running usages on chunks in its course, the last one behind the finish. Some hosts say on every
 * other chunk that there is none.
 */
export function stream(said: Answer, habits: Habits): Step[] {
  const roll = dice(said.order);
  const place = habits.places[roll(habits.places.length)] ?? [];
  // Hosts that have moved theirs tell the same in both places for a while.
  const places = roll(3) === 0 ? habits.places : [place];
  const none = place.length === 1 && roll(2) === 0 ? { [place[0] ?? ""]: null } : {};
  const chunk = (choices: Json[], usage: AnswerUsage | null): string => {
    const body: JsonObject = {
      id: said.id,
      object: "chat.completion.chunk",
      created: said.created,
      model: said.model,
      system_fingerprint: said.fingerprint,
      choices,
    };
    if (usage === null) return event({ ...body, ...none });
    return event(places.reduce((told, path) => put(told, path, usageOf(usage, habits)), body));
  };
  const queues = said.choices.map((choice, index) =>
    deltasOf(choice, habits, roll).map(({ delta, finish, logprobs }) => ({
      index,
      delta,
      finish_reason: finish,
      logprobs,
    })),
  );
  const running = said.usages.slice(0, -1);
  const last = lastUsage(said);
  let told: AnswerUsage | null = null;
  const over = endings();
  const steps = paired(interleaved<JsonObject>(queues, roll), roll).map((choices): Step => {
    const next = roll(2) === 0 ? running.shift() : undefined;
    told = next ?? told;
    const ends = choices.map((choice) => over(choice.index, choice.finish_reason !== null));
    return { piece: chunk(choices, next ?? null), told, finished: ends.at(-1) ?? false };
  });
  const ending = { told: last, finished: true };
  return [...steps, { piece: chunk([], last), ...ending }, { piece: "data: [DONE]\n\n", ...ending }];
}

/** An error with the usage until then: alone, beside a finish of its own, or beside choices that say nothing. */
export function failure(said: Answer, habits: Habits): Failure {
  const roll = dice(said.order ^ 0x1f3);
  const told = lastUsage(said);
  const error = { message: JAMMED, code: 503 };
  const ended = { choices: [{ index: 0, delta: {}, finish_reason: "error" }] };
  const forms: JsonObject[] = [{ error }, { error, ...ended }, { error, choices: [] }];
  const place = habits.places[roll(habits.places.length)] ?? [];
  const body = put(forms[roll(forms.length)] ?? {}, place, usageOf(told, habits));
  return { piece: event({ id: said.id, object: "chat.completion.chunk", ...body }), told };
}
