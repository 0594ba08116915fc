/**
 * Answers of chat completions as a caller understands them: whole ones, and chunks put together.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { type AnswerToken, BETWEEN_THOUGHTS } from "./answer.ts";
import {
  type Answered,
  callNumbers,
  type Heard,
  type HeardCall,
  type HeardChoice,
  type HeardSource,
  joined,
  numbersIn,
  objectOf,
  objects,
  timesIn,
  words,
} from "./heard.ts";

const tokensOf = (logprobs: unknown): AnswerToken[] =>
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

/** Thinking that stands in details beside itself; there the same is said once more, or nothing. */
function thoughtTwice(reasoning: string, details: unknown): string {
  const again = objects(details)
    .map(({ text, summary }) => words(text ?? summary))
    .join("");
  const isSame = again.replaceAll(BETWEEN_THOUGHTS, "") === reasoning.replaceAll(BETWEEN_THOUGHTS, "");
  return again === "" || isSame ? reasoning : `${reasoning} (in its details: ${again})`;
}

/** Only what an author signed has to come back. */
const signaturesOf = (details: unknown): string[] =>
  objects(details).flatMap(({ signature }) => (typeof signature === "string" ? [signature] : []));

/** A call in whichever form a host or caller has for it: arguments, free text, or the form of the first models. */
function callOf({ id, function: fn, custom, extra_content: extra }: JsonObject): HeardCall {
  const { name, input } = objectOf(custom);
  if (custom) return { id: words(id), name: words(name), arguments: { input: words(input) } };
  const { name: called, arguments: args = null } = objectOf(fn);
  return { id: words(id), name: words(called), arguments: args, ...sealIn(extra) };
}

/** The signature of a call, where Google's own compatible endpoint has it. */
function sealIn(extra: unknown): Pick<HeardCall, "seal"> {
  const seal = words(objectOf(objectOf(extra).google).thought_signature);
  return seal === "" ? {} : { seal };
}

/** All calls of a message; the first form names one beside the list. */
const callsOf = ({ tool_calls: calls, function_call: only }: JsonObject): HeardCall[] => [
  ...objects(calls).map(callOf),
  ...(only ? [callOf({ function: only })] : []),
];

function wholeChoice({
  message: said,
  finish_reason: finish,
  logprobs,
  stop_sequence,
}: JsonObject): HeardChoice {
  const message = objectOf(said);
  const text = words(message.content);
  const reasoning = thoughtTwice(words(message.reasoning_content), message.reasoning_details);
  const calls = callsOf(message);
  return {
    text,
    reasoning,
    // What a message says without telling its order was thought, then said, then called.
    order: joined([["reasoning", reasoning], ["text", text], ...calls.map(callNumbers())]),
    signatures: signaturesOf(message.reasoning_details),
    refusal: words(message.refusal),
    plan: words(message.tool_plan),
    calls,
    finish: typeof finish === "string" ? [finish] : [],
    stopSequence: typeof stop_sequence === "string" ? stop_sequence : null,
    tokens: tokensOf(logprobs),
    sources: sourcesOf(message.annotations),
  };
}

interface OpenCall {
  id: string;
  name: string;
  arguments: string;
  /** Its text is no JSON, but the input itself. */
  free: boolean;
  seal: Pick<HeardCall, "seal">;
}

interface Open {
  pieces: (readonly [kind: string, text: string])[];
  choice: { -readonly [Key in keyof HeardChoice]-?: HeardChoice[Key] };
  calls: Map<unknown, OpenCall>;
  details: JsonObject[];
}

const ended = ({ id, name, arguments: text, free, seal }: OpenCall): HeardCall => ({
  id,
  name,
  arguments: free ? { input: text } : text,
  ...seal,
});

/** The pieces of calls in a delta. */
const piecesOf = ({ tool_calls: calls, function_call: only }: JsonObject): JsonObject[] => [
  ...objects(calls),
  ...(only ? [{ index: "first-form", function: only }] : []),
];

const opened = (): Open => ({
  pieces: [],
  choice: {
    text: "",
    reasoning: "",
    signatures: [],
    refusal: "",
    calls: [],
    finish: [],
    stopSequence: null,
    tokens: [],
    sources: [],
    plan: "",
    order: [],
  },
  calls: new Map(),
  details: [],
});

function hearDelta({ choice, calls, pieces, details }: Open, said: JsonObject): void {
  const delta = objectOf(said.delta);
  pieces.push(["reasoning", words(delta.reasoning_content)], ["text", words(delta.content)]);
  choice.text += words(delta.content);
  choice.reasoning += words(delta.reasoning_content);
  choice.refusal += words(delta.refusal);
  choice.plan += words(delta.tool_plan);
  details.push(...objects(delta.reasoning_details));
  choice.signatures = [...choice.signatures, ...signaturesOf(delta.reasoning_details)];
  choice.sources = [...choice.sources, ...sourcesOf(delta.annotations)];
  choice.tokens = [...choice.tokens, ...tokensOf(said.logprobs)];
  if (typeof said.finish_reason === "string") choice.finish = [...choice.finish, said.finish_reason];
  if (typeof said.stop_sequence === "string") choice.stopSequence = said.stop_sequence;
  for (const { index, id, function: fn, custom, extra_content: extra } of piecesOf(delta)) {
    if (!calls.has(index)) pieces.push(["call", String(calls.size)]);
    const call = calls.get(index) ?? { id: "", name: "", arguments: "", free: false, seal: {} };
    calls.set(index, call);
    const { name, arguments: text, input } = objectOf(custom ?? fn);
    call.free ||= custom !== undefined;
    call.id ||= words(id);
    call.name ||= words(name);
    call.arguments += words(input ?? text);
    call.seal = { ...call.seal, ...sealIn(extra) };
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
    id: one("id"),
    model: one("model"),
    fingerprint: one("system_fingerprint"),
    created: timesIn(events, "created"),
    usage,
    choices: [...choices]
      .sort(([a], [b]) => a - b)
      .map(([, { choice, calls, pieces, details }]) => ({
        ...choice,
        reasoning: thoughtTwice(choice.reasoning, details),
        order: joined(pieces),
        calls: [...calls.values()].map(ended),
      })),
  };
}

/** What a caller of chat completions understood. */
export function hearChat(reply: Answered): Heard {
  const body = reply.json;
  if (body === null) return streamed(reply);
  const choices = objects(body.choices).toSorted((a, b) => Number(a.index) - Number(b.index));
  return {
    id: words(body.id),
    model: words(body.model),
    fingerprint: words(body.system_fingerprint),
    created: timesIn([body], "created"),
    choices: choices.map(wholeChoice),
    usage: body.usage ? numbersIn(objectOf(body.usage)) : null,
  };
}
