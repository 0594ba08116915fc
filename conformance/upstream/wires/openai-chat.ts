/**
 * OpenAI's chat completions as a simulated provider speaks and reads them.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { SentTurn, SimulatedAnswer, Wire, WireFailure } from "./wire.ts";

const event = (body: JsonObject): string => `data: ${JSON.stringify(body)}\n\n`;

const finishOf = ({ finish, calls = [] }: SimulatedAnswer): string =>
  finish ?? (calls.length > 0 ? "tool_calls" : "stop");

const chunk = (delta: JsonObject, finish: string | null = null): string =>
  event({
    id: "chatcmpl-simulated",
    object: "chat.completion.chunk",
    created: 1_796_000_000,
    model: "simulated",
    choices: [{ index: 0, delta, finish_reason: finish }],
  });

const opening = () => chunk({ role: "assistant", content: "" });
const content = (text: string) => chunk({ content: text });

function answer(said: SimulatedAnswer, usage?: JsonObject): JsonObject {
  const { text, reasoning, calls = [] } = said;
  const message: JsonObject = { role: "assistant", content: text ?? null };
  if (reasoning !== undefined) message.reasoning_content = reasoning;
  if (calls.length > 0) {
    message.tool_calls = calls.map(({ id, name, arguments: args }) => ({
      id,
      type: "function",
      function: { name, arguments: JSON.stringify(args) },
    }));
  }
  return {
    id: "chatcmpl-simulated",
    object: "chat.completion",
    created: 1_796_000_000,
    model: "simulated",
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishOf(said) }],
    ...(usage ? { usage } : {}),
  };
}

function callPieces(calls: SimulatedAnswer["calls"] = []): string[] {
  return calls.flatMap(({ id, name, arguments: args }, index) => {
    const text = JSON.stringify(args);
    const half = Math.ceil(text.length / 2);
    return [
      chunk({
        tool_calls: [{ index, id, type: "function", function: { name, arguments: text.slice(0, half) } }],
      }),
      chunk({ tool_calls: [{ index, function: { arguments: text.slice(half) } }] }),
    ];
  });
}

function ending(finish: string, usage?: JsonObject): string[] {
  const last = usage
    ? [event({ id: "chatcmpl-simulated", object: "chat.completion.chunk", choices: [], usage })]
    : [];
  return [chunk({}, finish), ...last, "data: [DONE]\n\n"];
}

const textsOf = (value: Json | undefined): string[] => {
  if (typeof value === "string") return [value];
  return Array.isArray(value)
    ? value.filter(isObject).flatMap(({ text }) => (typeof text === "string" ? [text] : []))
    : [];
};

function imagesOf(value: Json | undefined): NonNullable<SentTurn["images"]> {
  const parts = Array.isArray(value) ? value.filter(isObject) : [];
  return parts.flatMap(({ image_url: image }) => {
    const url = isObject(image) ? String(image.url) : null;
    if (url === null) return [];
    const [, type, data] = /^data:([^;]+);base64,(.*)$/s.exec(url) ?? [];
    return [type !== undefined && data !== undefined ? { type, data } : { type: null, data: url }];
  });
}

/** Arguments as what they say, or as the text that says nothing. */
function parsedOrText(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function turnOf(message: JsonObject): SentTurn {
  const turn: SentTurn = { role: message.role as SentTurn["role"], texts: textsOf(message.content) };
  const images = imagesOf(message.content);
  if (images.length > 0) turn.images = images;
  if (typeof message.tool_call_id === "string") turn.callId = message.tool_call_id;
  if (Array.isArray(message.tool_calls)) {
    turn.calls = message.tool_calls.filter(isObject).map((call) => {
      const fn = isObject(call.function) ? call.function : {};
      return { id: String(call.id), name: String(fn.name), arguments: parsedOrText(String(fn.arguments)) };
    });
  }
  return turn;
}

const STRUCTURE = ["model", "messages", "stream", "stream_options", "tools", "tool_choice"];
const LIMITS = ["max_tokens", "max_completion_tokens"];
const THINKING = ["enable_thinking", "thinking_budget"];
const isInstruction = ({ role }: JsonObject): boolean => role === "system" || role === "developer";

/** The efforts that budgets stand for, written by hand. */
const EFFORT_OF_BUDGET: Readonly<Record<number, string>> = {
  1024: "minimal",
  2048: "low",
  8192: "medium",
  24576: "high",
  32768: "xhigh",
};

/** Thinking as some hosts take it, a switch and a budget, in the place of an effort. */
function effortOf({ enable_thinking: on, thinking_budget: budget }: JsonObject): JsonObject {
  if (on === undefined) return {};
  if (on === false) return { reasoning_effort: "none" };
  return { reasoning_effort: budget === undefined ? "max" : EFFORT_OF_BUDGET[Number(budget)] };
}

/** The statuses that hosts say inside a body. */
const SPOKEN = [400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 503] as const;

/** Ways to say a status inside a body, for which the status line is of no use any more. */
const SAYINGS: readonly [name: string, body: (status: number, message: string) => Json][] = [
  ["code", (status, message) => ({ error: { message, code: status } })],
  ["code-text", (status, message) => ({ error: { message, code: String(status) } })],
  ["status-code", (status, message) => ({ error: { message, status_code: status } })],
  ["status", (status, message) => ({ error: { message, status } })],
  ["in-a-list", (status, message) => [{ error: { message, code: status } }]],
  [
    "in-a-choice",
    (status, message) => ({
      id: "x",
      choices: [{ index: 0, finish_reason: "error", error: { message, code: status } }],
    }),
  ],
];

function failures(message: string): WireFailure<Json>[] {
  const said = SAYINGS.flatMap(([name, body]) =>
    [...SPOKEN, 500, 529].map((status) => ({
      name: `${name}.${status}`,
      form: body(status, message),
      status,
      means: status === 500 ? 502 : status === 529 ? 503 : status,
    })),
  );
  return [...said, { name: "nothing-said", form: { error: { message } }, means: 502 }];
}

export const openaiChat: Wire = {
  streamType: "text/event-stream",
  tells: { cached: true, reasoning: true, early: false },
  completion: (text, usage) => answer({ text }, usage),
  answer,
  stream: (texts, usage) => [opening(), ...texts.map(content), ...ending("stop", usage)],
  streamAnswer: (said, usage) => [
    opening(),
    ...(said.reasoning === undefined ? [] : [chunk({ reasoning_content: said.reasoning })]),
    ...(said.text === undefined ? [] : [content(said.text)]),
    ...callPieces(said.calls),
    ...ending(finishOf(said), usage),
  ],
  opening,
  content,
  streamError: (message, status) => event({ error: { message, code: status } }),
  broken: () => "data: {half\n\n",
  terminator: "data: [DONE]\n\n",
  keepAlive: () => ": wait\n\n",
  failures,
  failureFrames: (message) =>
    failures(message).flatMap(({ name, form, ...said }) => [
      { name, form: `data: ${JSON.stringify(form)}\n\n`, ...said },
      { name: `${name}.named`, form: `event: error\ndata: ${JSON.stringify(form)}\n\n`, ...said },
    ]),
  answerless: [
    { choices: [] },
    { choices: null },
    { id: "x", object: "chat.completion", choices: [] },
    { choices: [{ index: 0, finish_reason: "stop" }] },
    { choices: [{ index: 0, message: { role: "assistant", content: "half" }, finish_reason: null }] },
  ],
  fields: {
    prompt: ["prompt_tokens"],
    completion: ["completion_tokens"],
    cached: ["prompt_tokens_details", "cached_tokens"],
    reasoning: ["completion_tokens_details", "reasoning_tokens"],
    total: ["total_tokens"],
  },
  usage: ({ prompt, cached, completion, reasoning }) => ({
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(cached === undefined ? {} : { prompt_tokens_details: { cached_tokens: cached } }),
    ...(reasoning === undefined ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
  }),
  error: (message, { type = "invalid_request_error", code = null } = {}) => ({
    error: { message, type, param: null, code },
  }),
  read: ({ body }) => {
    const parsed: unknown = JSON.parse(body);
    const sent = isObject(parsed) ? parsed : {};
    const messages = Array.isArray(sent.messages) ? sent.messages.filter(isObject) : [];
    const tools = Array.isArray(sent.tools) ? sent.tools.filter(isObject) : [];
    const choice = sent.tool_choice;
    return {
      model: String(sent.model),
      stream: sent.stream === true,
      maxTokens: sent.max_completion_tokens ?? sent.max_tokens,
      parameters: {
        ...Object.fromEntries(
          Object.entries(sent)
            .filter(([name]) => ![...STRUCTURE, ...LIMITS, ...THINKING].includes(name))
            .map(([name, value]) => [name === "random_seed" ? "seed" : name, value]),
        ),
        ...effortOf(sent),
      },
      system: messages.filter(isInstruction).flatMap(({ content: text }) => textsOf(text)),
      turns: messages.filter((message) => !isInstruction(message)).map(turnOf),
      tools: tools.map(({ function: fn }) => {
        const { name, description, parameters } = isObject(fn) ? fn : {};
        return { name: String(name), description, schema: parameters };
      }),
      toolChoice:
        isObject(choice) && isObject(choice.function)
          ? { name: String(choice.function.name) }
          : choice === "any"
            ? "required"
            : (choice as "none" | "auto" | "required" | undefined),
      cacheMarks: body.split('"cache_control"').length - 1,
    };
  },
};
