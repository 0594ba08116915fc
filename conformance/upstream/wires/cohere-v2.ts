/**
 * Cohere's chat, version 2, as a simulated provider speaks and reads it.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Piece, SentRequest, SentTurn, SimulatedAnswer, Wire, WireFailure } from "./wire.ts";

const ID = "5d0a7c1e-0000-4000-8000-000000000001";

/** What a provider adds around every prompt: processed, and never charged. */
const OWN_PROMPT = 480;

const event = (type: string, body: JsonObject): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`;

const said = (message: JsonObject): JsonObject => ({ delta: { message } });

const WORDS = {
  stop: "COMPLETE",
  length: "MAX_TOKENS",
  tool_calls: "TOOL_CALL",
  content_filter: "ERROR_TOXIC",
};

const wordOf = ({ finish, calls = [] }: SimulatedAnswer): string =>
  WORDS[finish ?? (calls.length > 0 ? "tool_calls" : "stop")];

function answer(spoken: SimulatedAnswer, usage?: JsonObject): JsonObject {
  const { text, reasoning, calls = [] } = spoken;
  const content: Json[] = [];
  if (reasoning !== undefined) content.push({ type: "thinking", thinking: reasoning });
  if (text !== undefined) content.push({ type: "text", text });
  const message: JsonObject = { role: "assistant" };
  if (content.length > 0) message.content = content;
  if (calls.length > 0) {
    message.tool_plan = "I will look that up.";
    message.tool_calls = calls.map(({ id, name, arguments: args }) => ({
      id,
      type: "function",
      function: { name, arguments: JSON.stringify(args) },
    }));
  }
  return { id: ID, message, finish_reason: wordOf(spoken), ...(usage ? { usage } : {}) };
}

const begin = (): string =>
  event("message-start", {
    id: ID,
    ...said({ role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] }),
  });

const openBlock = (index: number, type: "text" | "thinking"): string =>
  event("content-start", { index, ...said({ content: { type, [type]: "" } }) });

/** The message and its text block, both without content. */
const opening = (): string => begin() + openBlock(0, "text");

const delta = (index: number, content: JsonObject): string =>
  event("content-delta", { index, ...said({ content }) });

/** A whole content block, one delta for each piece. */
function block(index: number, type: "text" | "thinking", pieces: readonly string[]): string[] {
  if (pieces.length === 0) return [];
  return [
    openBlock(index, type),
    ...pieces.map((piece) => delta(index, { [type]: piece })),
    event("content-end", { index }),
  ];
}

function callPieces(calls: SimulatedAnswer["calls"] = []): string[] {
  return calls.flatMap(({ id, name, arguments: args }, index) => {
    const text = JSON.stringify(args);
    const half = Math.ceil(text.length / 2);
    const start = { id, type: "function", function: { name, arguments: "" } };
    return [
      event("tool-call-start", { index, ...said({ tool_calls: start }) }),
      ...[text.slice(0, half), text.slice(half)].map((piece) =>
        event("tool-call-delta", { index, ...said({ tool_calls: { function: { arguments: piece } } }) }),
      ),
      event("tool-call-end", { index }),
    ];
  });
}

const DONE = "data: [DONE]\n\n";

const ending = (word: string, usage?: JsonObject): string[] => [
  event("message-end", { delta: { finish_reason: word, ...(usage ? { usage } : {}) } }),
  DONE,
];

const failed = (word: string, error: string): string =>
  event("message-end", { delta: { finish_reason: word, error } });

/** The body of an error; nothing but the status line says what kind it is. */
const failure = (message: string): JsonObject => ({ id: ID, message });

/** What the message says where other wires have a code. */
const IN_WORDS: Readonly<Record<string, string>> = { context_length_exceeded: "too many tokens" };

/** Relays that pass on what the official client throws add the status that it saw. */
const relayed = (message: string, status: number): JsonObject => ({ status_code: status, message });

const named = (body: JsonObject): string => `event: error\ndata: ${JSON.stringify(body)}\n\n`;

/** Statuses that a relay passes on, and what the caller is to see of them. */
const RELAYED: readonly (readonly [status: number, means: number])[] = [
  ...[400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 503, 504].map((status) => [status, status] as const),
  [500, 502],
  [529, 503],
];

const failures = (message: string): WireFailure<Json>[] => [
  { name: "body", form: failure(message), means: 502 },
  { name: "message-alone", form: { message }, means: 502 },
  ...RELAYED.map(([status, means]) => ({ name: `relayed.${status}`, form: relayed(message, status), means })),
];

const failureFrames = (message: string): WireFailure<Piece>[] => [
  ...RELAYED.map(([status, means]) => ({
    name: `relayed.${status}`,
    form: named(relayed(message, status)),
    means,
  })),
  { name: "finish-error", form: failed("ERROR", message), means: 502 },
  { name: "finish-timeout", form: failed("TIMEOUT", message), means: 504 },
  { name: "body", form: `data: ${JSON.stringify(failure(message))}\n\n`, means: 502 },
  { name: "named", form: named(failure(message)), means: 502 },
];

const blocksOf = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

function textsOf(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  return blocksOf(value).flatMap(({ text, document }) => {
    if (typeof text === "string") return [text];
    const data = isObject(document) ? document.data : undefined;
    return data === undefined ? [] : [typeof data === "string" ? data : JSON.stringify(data)];
  });
}

function imagesOf(value: Json | undefined): NonNullable<SentTurn["images"]> {
  return blocksOf(value).flatMap(({ image_url: image }): NonNullable<SentTurn["images"]> => {
    const url = isObject(image) ? image.url : undefined;
    if (typeof url !== "string") return [];
    const comma = url.indexOf(",");
    if (!url.startsWith("data:") || comma < 0) return [{ type: null, data: url }];
    return [{ type: url.slice("data:".length, comma).replace(/;base64$/, ""), data: url.slice(comma + 1) }];
  });
}

function turnOf(message: JsonObject): SentTurn {
  const plan = typeof message.tool_plan === "string" ? [message.tool_plan] : [];
  const turn: SentTurn = {
    role: message.role as SentTurn["role"],
    texts: [...plan, ...textsOf(message.content)],
  };
  const images = imagesOf(message.content);
  if (images.length > 0) turn.images = images;
  if (typeof message.tool_call_id === "string") turn.callId = message.tool_call_id;
  if (Array.isArray(message.tool_calls)) {
    turn.calls = blocksOf(message.tool_calls).map((call) => {
      const fn = isObject(call.function) ? call.function : {};
      return { id: String(call.id), name: String(fn.name), arguments: JSON.parse(String(fn.arguments)) };
    });
  }
  return turn;
}

/** OpenAI's names for what goes under another name here. */
const RENAMED: Readonly<Record<string, string>> = { p: "top_p", k: "top_k", stop_sequences: "stop" };
const STRUCTURE = ["model", "messages", "stream", "tools", "tool_choice", "strict_tools", "max_tokens"];

/** `response_format` in OpenAI's form, as far as the wire still says it: the schema has no name. */
function formatOf(value: Json): Json {
  if (!isObject(value) || !isObject(value.json_schema)) return value;
  return { type: "json_schema", json_schema: { schema: value.json_schema } };
}

function parametersOf(sent: JsonObject): JsonObject {
  const parameters: JsonObject = {};
  for (const [name, value] of Object.entries(sent)) {
    if (STRUCTURE.includes(name) || value === undefined) continue;
    // OpenAI's own names are not heard here.
    if (Object.values(RENAMED).includes(name)) continue;
    parameters[RENAMED[name] ?? name] = name === "response_format" ? formatOf(value) : value;
  }
  return parameters;
}

function choiceOf(sent: JsonObject): SentRequest["toolChoice"] {
  if (sent.tool_choice === "NONE") return "none";
  return sent.tool_choice === "REQUIRED" ? "required" : undefined;
}

export const cohereV2: Wire = {
  streamType: "text/event-stream",
  // The charged counts have no parts.
  tells: { cached: false, reasoning: false, early: false },
  completion: (text, usage) => answer({ text }, usage),
  answer,
  stream: (texts, usage) => [
    opening(),
    ...texts.map((text) => delta(0, { text })),
    event("content-end", { index: 0 }),
    ...ending("COMPLETE", usage),
  ],
  streamAnswer: (spoken, usage) => {
    const { text, reasoning, calls } = spoken;
    const thinking = reasoning === undefined ? [] : [reasoning];
    return [
      begin(),
      ...block(0, "thinking", thinking),
      ...block(thinking.length, "text", text === undefined ? [] : [text]),
      ...callPieces(calls),
      ...ending(wordOf(spoken), usage),
    ];
  },
  opening,
  content: (text) => delta(0, { text }),
  streamError: (message, status) => named(relayed(message, status)),
  broken: () => "event: content-delta\ndata: {half\n\n",
  terminator: DONE,
  keepAlive: () => event("debug", { prompt: "" }),
  failures,
  failureFrames,
  answerless: [
    { id: ID },
    { id: ID, message: null, finish_reason: "COMPLETE" },
    { id: ID, finish_reason: "COMPLETE" },
    {
      id: ID,
      message: { role: "assistant", content: [{ type: "text", text: "half" }] },
      finish_reason: null,
    },
  ],
  fields: {
    prompt: ["billed_units", "input_tokens"],
    completion: ["billed_units", "output_tokens"],
    cached: null,
    reasoning: null,
    total: null,
  },
  usage: ({ prompt, completion }) => ({
    billed_units: { input_tokens: prompt, output_tokens: completion },
    tokens: { input_tokens: prompt + OWN_PROMPT, output_tokens: completion },
  }),
  error: (message, { code } = {}) => {
    const words = typeof code === "string" && Object.hasOwn(IN_WORDS, code) ? `${IN_WORDS[code]}: ` : "";
    return failure(`${words}${message}`);
  },
  read: ({ body }) => {
    const parsed: unknown = JSON.parse(body);
    const sent = isObject(parsed) ? parsed : {};
    const messages = blocksOf(sent.messages);
    return {
      model: String(sent.model),
      stream: sent.stream === true,
      maxTokens: sent.max_tokens,
      parameters: parametersOf(sent),
      system: messages.filter(({ role }) => role === "system").flatMap(({ content }) => textsOf(content)),
      turns: messages.filter(({ role }) => role !== "system").map(turnOf),
      tools: blocksOf(sent.tools).map(({ function: fn }) => {
        const { name, description, parameters } = isObject(fn) ? fn : {};
        return { name: String(name), description, schema: parameters };
      }),
      toolChoice: choiceOf(sent),
      cacheMarks: body.split('"cache_control"').length - 1,
    };
  },
};
