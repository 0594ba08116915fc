/**
 * The providers' own counters: what a chat would have as input, asked for nothing (API-03). A counter gets the body of the
 * call that would be made and leaves out what belongs to the answer.
 * @module
 */
import type { ChatRequest } from "../canonical/chat.ts";
import type { Endpoint } from "../endpoint.ts";
import { at, type Json, type JsonObject, without } from "../json.ts";
import { countAt } from "./_shared/counts.ts";
import { pathSegment } from "./_shared/path-segment.ts";
import type { ApiTraits } from "./codec.ts";
import { openaiResponses } from "./openai-responses/index.ts";

/** A chat to be counted. */
export interface Counted {
  request: ChatRequest;
  /** The body of the chat itself, as it would be sent. */
  body: JsonObject;
  endpoint: Endpoint;
  traits: ApiTraits;
}

export interface TokenCounter {
  /** Path below the provider's base URL. */
  path(endpoint: Endpoint): string;
  /** @throws UnsupportedInput */
  write(counted: Counted): JsonObject;
  /** The count of an answer; `undefined` where it has none. */
  read(answer: Json): number | undefined;
}

const only = (body: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])));

/** What Anthropic's messages say about the answer and not about the input. */
const ABOUT_ANSWERS = [
  "max_tokens",
  "stream",
  "temperature",
  "top_p",
  "top_k",
  "stop_sequences",
  "metadata",
  "service_tier",
  "inference_geo",
  "container",
];

/** `POST /v1/messages/count_tokens`. */
export const anthropicCounter: TokenCounter = {
  path: () => "messages/count_tokens",
  write: ({ body }) => without(body, ABOUT_ANSWERS),
  read: (answer) => countAt(answer, "input_tokens"),
};

/** Claude on Vertex: a model of its own counts for the one that the body names. */
export const vertexClaudeCounter: TokenCounter = {
  path: () => "publishers/anthropic/models/count-tokens:rawPredict",
  write: ({ body, endpoint }) => ({
    model: endpoint.providerModelId,
    ...without(body, [...ABOUT_ANSWERS, "anthropic_version"]),
  }),
  read: anthropicCounter.read,
};

const readGemini = (answer: Json): number | undefined => countAt(answer, "totalTokens");

/** The Gemini API: everything but bare contents stands in a request of its own. */
export const geminiCounter: TokenCounter = {
  path: ({ providerModelId }) => `models/${pathSegment(providerModelId)}:countTokens`,
  write: ({ body, endpoint }) => ({
    generateContentRequest: {
      model: `models/${endpoint.providerModelId}`,
      ...only(body, ["contents", "systemInstruction", "tools", "toolConfig"]),
    },
  }),
  read: readGemini,
};

/** Gemini on Vertex, which takes the fields themselves. */
export const vertexGeminiCounter: TokenCounter = {
  path: (endpoint) => `publishers/google/${geminiCounter.path(endpoint)}`,
  write: ({ body }) => only(body, ["contents", "systemInstruction", "tools"]),
  read: readGemini,
};

/** Bedrock's CountTokens, of the models that it can count for. */
export const bedrockCounter: TokenCounter = {
  path: ({ providerModelId }) => `model/${pathSegment(providerModelId)}/count-tokens`,
  write: ({ body }) => ({
    input: { converse: only(body, ["messages", "system", "toolConfig", "additionalModelRequestFields"]) },
  }),
  read: (answer) => countAt(answer, "inputTokens"),
};

/** OpenAI counts what its Responses API would be sent. */
export const openaiCounter: TokenCounter = {
  path: () => "responses/input_tokens",
  write: ({ request, endpoint, traits }) => {
    const { max_tokens: _, max_completion_tokens: __, ...asked } = request;
    const { body } = openaiResponses.encodeRequest(asked, { endpoint, traits });
    const names = ["model", "input", "instructions", "tools", "tool_choice", "text", "reasoning"];
    return only(body, names);
  },
  read: (answer) =>
    at(answer, ["object"]) === "response.input_tokens" ? countAt(answer, "input_tokens") : undefined,
};
