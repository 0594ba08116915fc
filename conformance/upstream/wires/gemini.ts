/**
 * Google's `generateContent` as a simulated provider speaks and reads it: CRLF between events, no terminator, functions
 * called whole and finished with STOP.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { SentRequest, SentTurn, SimulatedAnswer, Wire, WireFailure } from "./wire.ts";

const event = (body: JsonObject): string => `data: ${JSON.stringify(body)}\r\n\r\n`;

const FINISH = { stop: "STOP", length: "MAX_TOKENS", tool_calls: "STOP", content_filter: "SAFETY" } as const;

const identity = { modelVersion: "simulated", responseId: "simulated-answer" };

const thought = (text: string): JsonObject => ({ text, thought: true });
const callPart = ({ id, name, arguments: args }: NonNullable<SimulatedAnswer["calls"]>[number]) => ({
  functionCall: { id, name, args },
});

const candidate = (parts: JsonObject[], finish?: string): JsonObject => ({
  content: { role: "model", parts },
  ...(finish === undefined ? {} : { finishReason: finish }),
  index: 0,
});

const chunk = (parts: JsonObject[], finish?: string, usage?: JsonObject): string =>
  event({
    candidates: [candidate(parts, finish)],
    ...(usage ? { usageMetadata: usage } : {}),
    ...identity,
  });

/** What is said after a thought: the signature stands on its first call, or on the text where nothing is called. */
function saidParts({ text, signature, calls = [] }: SimulatedAnswer): JsonObject[] {
  const signed = signature === undefined ? {} : { thoughtSignature: signature };
  const spoken = text === undefined ? [] : [{ text, ...(calls.length === 0 ? signed : {}) }];
  return [...spoken, ...calls.map((call, at) => ({ ...callPart(call), ...(at === 0 ? signed : {}) }))];
}

function answer(said: SimulatedAnswer, usage?: JsonObject): JsonObject {
  const { reasoning, finish = "stop" } = said;
  const parts = [...(reasoning === undefined ? [] : [thought(reasoning)]), ...saidParts(said)];
  return {
    candidates: [candidate(parts, FINISH[finish])],
    ...(usage ? { usageMetadata: usage } : {}),
    ...identity,
  };
}

const opening = () => chunk([{ text: "" }]);
const content = (text: string) => chunk([{ text }]);

/** What each type means in gRPC's words, with the HTTP status. */
const MEANT: Record<string, [code: number, status: string]> = {
  invalid_request_error: [400, "INVALID_ARGUMENT"],
  authentication_error: [401, "UNAUTHENTICATED"],
  insufficient_quota: [429, "RESOURCE_EXHAUSTED"],
  permission_error: [403, "PERMISSION_DENIED"],
  not_found_error: [404, "NOT_FOUND"],
  rate_limit_error: [429, "RESOURCE_EXHAUSTED"],
  api_error: [500, "INTERNAL"],
  overloaded_error: [503, "UNAVAILABLE"],
  timeout_error: [504, "DEADLINE_EXCEEDED"],
};

/** What Google answers with, the word beside the number; and what the number means for a caller. */
const STATUSES: readonly [code: number, status: string, means: number][] = [
  [400, "INVALID_ARGUMENT", 400],
  [401, "UNAUTHENTICATED", 401],
  [403, "PERMISSION_DENIED", 403],
  [404, "NOT_FOUND", 404],
  [409, "ABORTED", 409],
  [429, "RESOURCE_EXHAUSTED", 429],
  [499, "CANCELLED", 502],
  [500, "INTERNAL", 502],
  [503, "UNAVAILABLE", 503],
  [504, "DEADLINE_EXCEEDED", 504],
];

const grpcOf = (code: number): string => STATUSES.find(([number]) => number === code)?.[1] ?? "UNKNOWN";

function failures(message: string): WireFailure<Json>[] {
  const said = STATUSES.flatMap(([code, status, means]): WireFailure<Json>[] => {
    const error = { code, message, status };
    return [
      { name: `envelope.${code}`, form: { error }, means },
      { name: `in-a-list.${code}`, form: [{ error }], means },
      { name: `word-alone.${code}`, form: { error: { message, status } }, means },
    ];
  });
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" };
  const badKey = { error: { code: 400, message, status: "INVALID_ARGUMENT", details: [info] } };
  return [
    ...said,
    { name: "key-refused", form: badKey, means: 401 },
    { name: "nothing-said", form: { error: { message } }, means: 502 },
  ];
}

const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
const objectAt = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

const textsOf = (parts: JsonObject[]): string[] =>
  parts.flatMap(({ text, thought: isThought }) =>
    typeof text === "string" && isThought !== true ? [text] : [],
  );

function imagesOf(parts: JsonObject[]): NonNullable<SentTurn["images"]> {
  return parts.flatMap(({ inlineData, fileData }): NonNullable<SentTurn["images"]> => {
    if (isObject(inlineData)) return [{ type: String(inlineData.mimeType), data: String(inlineData.data) }];
    return isObject(fileData) ? [{ type: null, data: String(fileData.fileUri) }] : [];
  });
}

function resultTurn(part: JsonObject): SentTurn {
  const { id, response } = objectAt(part.functionResponse);
  const said = objectAt(response);
  const isText = typeof said.output === "string" && Object.keys(said).length === 1;
  return { role: "tool", texts: [isText ? String(said.output) : JSON.stringify(said)], callId: String(id) };
}

function turnsOf({ role, parts: listed }: JsonObject): SentTurn[] {
  const parts = objects(listed);
  const results = parts.filter((part) => part.functionResponse !== undefined);
  const others = parts.filter((part) => part.functionResponse === undefined);
  if (results.length > 0 && others.length === 0) return results.map(resultTurn);
  const turn: SentTurn = { role: role === "model" ? "assistant" : "user", texts: textsOf(others) };
  const images = imagesOf(others);
  if (images.length > 0) turn.images = images;
  const calls = others.flatMap(({ functionCall: call }) => (isObject(call) ? [call] : []));
  if (calls.length > 0)
    turn.calls = calls.map(({ id, name, args = {} }) => ({
      id: String(id),
      name: String(name),
      arguments: args,
    }));
  return [...results.map(resultTurn), turn];
}

/** Names in `generationConfig` against OpenAI's. */
const PARAMETERS: Record<string, string> = {
  temperature: "temperature",
  topP: "top_p",
  topK: "top_k",
  candidateCount: "n",
  stopSequences: "stop",
  seed: "seed",
  presencePenalty: "presence_penalty",
  frequencyPenalty: "frequency_penalty",
  responseLogprobs: "logprobs",
  logprobs: "top_logprobs",
};

/** Budgets as OpenAI's words; what is in between has none. */
const EFFORTS: Record<string, string> = {
  0: "none",
  1024: "minimal",
  2048: "low",
  8192: "medium",
  24576: "high",
};

function thinking(config: Json | undefined): JsonObject {
  const { thinkingBudget: budget, thinkingLevel: level } = objectAt(config);
  if (typeof level === "string") return { reasoning_effort: level.toLowerCase() };
  return typeof budget === "number" ? { reasoning_effort: EFFORTS[budget] ?? budget } : {};
}

function format({ responseMimeType: type, responseJsonSchema: schema }: JsonObject): JsonObject {
  if (type !== "application/json") return {};
  const wanted =
    schema === undefined ? { type: "json_object" } : { type: "json_schema", json_schema: { schema } };
  return { response_format: wanted };
}

function choiceOf(config: Json | undefined): SentRequest["toolChoice"] {
  const { mode, allowedFunctionNames: allowed } = objectAt(objectAt(config).functionCallingConfig);
  if (mode === "NONE") return "none";
  if (mode === "AUTO") return "auto";
  if (mode !== "ANY") return undefined;
  const [only] = Array.isArray(allowed) ? allowed : [];
  return only === undefined ? "required" : { name: String(only) };
}

export const gemini: Wire = {
  streamType: "text/event-stream",
  tells: { cached: true, reasoning: true, early: false },
  completion: (text, usage) => answer({ text }, usage),
  answer,
  stream: (texts, usage) => [opening(), ...texts.map(content), chunk([{ text: "" }], "STOP", usage)],
  streamAnswer: (said, usage) => [
    opening(),
    ...(said.reasoning === undefined ? [] : [chunk([thought(said.reasoning)])]),
    ...saidParts(said).map((part) => chunk([part])),
    chunk([{ text: "" }], FINISH[said.finish ?? "stop"], usage),
  ],
  opening,
  content,
  streamError: (message, status) => event({ error: { code: status, message, status: grpcOf(status) } }),
  broken: () => "data: {half\r\n\r\n",
  terminator: null,
  keepAlive: () => ": wait\r\n\r\n",
  failures,
  failureFrames: (message) =>
    failures(message).map(({ name, form, means }) => ({
      name,
      form: `data: ${JSON.stringify(form)}\r\n\r\n`,
      means,
    })),
  answerless: [
    {},
    { candidates: [] },
    { candidates: null, ...identity },
    { candidates: [{ index: 0 }], ...identity },
    { candidates: [{ content: { role: "model", parts: [{ text: "half" }] }, index: 0 }], ...identity },
    { usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 }, ...identity },
  ],
  fields: {
    prompt: ["promptTokenCount"],
    completion: ["candidatesTokenCount"],
    cached: ["cachedContentTokenCount"],
    reasoning: ["thoughtsTokenCount"],
    total: ["totalTokenCount"],
  },
  usage: ({ prompt, cached, completion, reasoning = 0 }) => ({
    promptTokenCount: prompt,
    ...(cached === undefined ? {} : { cachedContentTokenCount: cached }),
    candidatesTokenCount: completion - reasoning,
    ...(reasoning === 0 ? {} : { thoughtsTokenCount: reasoning }),
    totalTokenCount: prompt + completion,
  }),
  error: (message, { type = "invalid_request_error", code = null } = {}) => {
    const [number, status] = MEANT[type] ?? [500, "UNKNOWN"];
    const info = {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: code,
      domain: "googleapis.com",
    };
    return { error: { code: number, message, status, ...(code === null ? {} : { details: [info] }) } };
  },
  read: ({ url, body }) => {
    const parsed: unknown = JSON.parse(body);
    const sent = isObject(parsed) ? parsed : {};
    const [, model = "", verb = ""] = /\/models\/([^/:]+):(\w+)/.exec(url) ?? [];
    const config = objectAt(sent.generationConfig);
    const named = Object.entries(PARAMETERS).flatMap(([theirs, ours]) =>
      config[theirs] === undefined ? [] : [[ours, config[theirs]] as const],
    );
    const declared = objects(sent.tools).flatMap((tool) => objects(tool.functionDeclarations));
    return {
      model: decodeURIComponent(model),
      stream: verb.startsWith("stream"),
      maxTokens: config.maxOutputTokens,
      parameters: {
        ...Object.fromEntries(named),
        ...thinking(config.thinkingConfig),
        ...format(config),
        ...(sent.serviceTier === undefined ? {} : { service_tier: sent.serviceTier }),
      },
      system: textsOf(objects(objectAt(sent.systemInstruction).parts)),
      turns: objects(sent.contents).flatMap(turnsOf),
      tools: declared.map(({ name, description, parametersJsonSchema: schema }) => ({
        name: String(name),
        description,
        schema,
      })),
      toolChoice: choiceOf(sent.toolConfig),
      cacheMarks: body.split('"cache_control"').length - 1,
    };
  },
};
