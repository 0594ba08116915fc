/**
 * Answers of chat completions as a caller understands them: whole ones, and chunks put together.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import {
  type Answered,
  type Heard,
  type HeardChoice,
  type HeardSource,
  numbersIn,
  objectOf,
  objects,
  words,
} from "./heard.ts";
import type { SaidToken } from "./said.ts";

const tokensOf = (logprobs: unknown): SaidToken[] =>
  objects(objectOf(logprobs).content).map(({ token, logprob, top_logprobs: top }) => ({
    token: words(token),
    logprob: Number(logprob),
    rivals: objects(top).map((rival) => ({ token: words(rival.token), logprob: Number(rival.logprob) })),
  }));

const sourcesOf = (annotations: unknown): HeardSource[] =>
  objects(annotations).map(({ url_citation: cited }) => {
    const { url, title, start_index: from, end_index: to } = objectOf(cited);
    return { url: words(url), title: words(title), from: Number(from), to: Number(to) };
  });

/** Only what an author signed has to come back. */
const signaturesOf = (details: unknown): string[] =>
  objects(details).flatMap(({ signature }) => (typeof signature === "string" ? [signature] : []));

function wholeChoice({
  message: said,
  finish_reason: finish,
  logprobs,
  stop_sequence,
}: JsonObject): HeardChoice {
  const message = objectOf(said);
  return {
    text: words(message.content),
    reasoning: words(message.reasoning_content),
    signatures: signaturesOf(message.reasoning_details),
    refusal: words(message.refusal),
    plan: words(message.tool_plan),
    calls: objects(message.tool_calls).map(({ id, function: fn }) => ({
      ...{ id: words(id), name: words(objectOf(fn).name), arguments: objectOf(fn).arguments ?? null },
    })),
    finish: typeof finish === "string" ? [finish] : [],
    stopSequence: typeof stop_sequence === "string" ? stop_sequence : null,
    tokens: tokensOf(logprobs),
    sources: sourcesOf(message.annotations),
  };
}

interface Open {
  choice: { -readonly [Key in keyof HeardChoice]-?: HeardChoice[Key] };
  calls: Map<unknown, { id: string; name: string; arguments: string }>;
}

const opened = (): Open => ({
  choice: {
    ...{ text: "", reasoning: "", signatures: [], refusal: "", calls: [], finish: [] },
    stopSequence: null,
    tokens: [],
    sources: [],
    plan: "",
  },
  calls: new Map(),
});

function hearDelta({ choice, calls }: Open, said: JsonObject): void {
  const delta = objectOf(said.delta);
  choice.text += words(delta.content);
  choice.reasoning += words(delta.reasoning_content);
  choice.refusal += words(delta.refusal);
  choice.plan += words(delta.tool_plan);
  choice.signatures = [...choice.signatures, ...signaturesOf(delta.reasoning_details)];
  choice.sources = [...choice.sources, ...sourcesOf(delta.annotations)];
  choice.tokens = [...choice.tokens, ...tokensOf(said.logprobs)];
  if (typeof said.finish_reason === "string") choice.finish = [...choice.finish, said.finish_reason];
  if (typeof said.stop_sequence === "string") choice.stopSequence = said.stop_sequence;
  for (const { index, id, function: fn } of objects(delta.tool_calls)) {
    const call = calls.get(index) ?? { id: "", name: "", arguments: "" };
    calls.set(index, call);
    call.id ||= words(id);
    call.name ||= words(objectOf(fn).name);
    call.arguments += words(objectOf(fn).arguments);
  }
}

function streamed({ events }: Answered): Heard {
  const choices = new Map<number, Open>();
  let usage: Heard["usage"] = null;
  for (const event of events) {
    if (event.usage) usage = numbersIn(objectOf(event.usage));
    for (const said of objects(event.choices)) {
      const open = choices.get(Number(said.index)) ?? opened();
      choices.set(Number(said.index), open);
      hearDelta(open, said);
    }
  }
  // Every chunk says who it is; two answers in one are none.
  const one = (key: string): string =>
    [...new Set(events.map((event) => words(event[key])).filter((name) => name !== ""))].join(" and ");
  return {
    ...{ id: one("id"), model: one("model"), fingerprint: one("system_fingerprint"), usage },
    choices: [...choices]
      .sort(([a], [b]) => a - b)
      .map(([, { choice, calls }]) => ({ ...choice, calls: [...calls.values()] })),
  };
}

/** What a caller of chat completions understood. */
export function hearChat(reply: Answered): Heard {
  const body = reply.json;
  if (body === null) return streamed(reply);
  const choices = objects(body.choices).toSorted((a, b) => Number(a.index) - Number(b.index));
  return {
    ...{ id: words(body.id), model: words(body.model), fingerprint: words(body.system_fingerprint) },
    choices: choices.map(wholeChoice),
    usage: body.usage ? numbersIn(objectOf(body.usage)) : null,
  };
}
