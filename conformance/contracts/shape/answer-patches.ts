/**
 * Where a vendor's types of answers and what callers really get differ: corrections as data, each with its reason and with
 * an answer that tells whether it is still needed.
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { SchemaChange } from "./schemas.ts";

export interface AnswerPatch {
  id: string;
  /** `whole` and `event` of the API. */
  schemas: readonly string[];
  change: SchemaChange;
  reason: string;
  /** An answer, of the first schema, that is right only with the patch. */
  probe: JsonObject;
}

const CHAT = {
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_796_000_000,
  model: "tide-1",
  choices: [
    {
      index: 0,
      finish_reason: "stop",
      logprobs: null,
      message: { role: "assistant", content: "Low at four.", refusal: null as string | null | undefined },
    },
  ],
};
const CHUNK = { ...CHAT, object: "chat.completion.chunk" };
const CALL = { index: 0, id: "call_1", type: "custom", custom: { name: "ask", input: "tide" } };

const EMBEDDINGS = {
  object: "list",
  model: "tide-1",
  data: [] as JsonObject[],
  usage: { prompt_tokens: 1, total_tokens: 1 } as JsonObject | undefined,
};

const MESSAGE = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "tide-1",
  content: [] as JsonObject[],
  container: null,
  diagnostics: null,
  stop_details: null,
  stop_reason: "end_turn",
  stop_sequence: null,
};
const COUNTS = {
  input_tokens: 1,
  output_tokens: 1,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation: null,
  inference_geo: null,
  output_tokens_details: null,
  server_tool_use: null,
  service_tier: "standard",
  speed: null,
};

const NEW_COUNTS =
  "cache_creation inference_geo output_tokens_details server_tool_use service_tier speed".split(" ");

const RESPONSE = {
  id: "resp_1",
  object: "response",
  created_at: 1_796_000_000,
  model: "tide-1",
  error: null as JsonObject | null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  output: [],
  output_text: "" as string | undefined,
  parallel_tool_calls: true,
  temperature: 1,
  top_p: 1,
  tool_choice: "auto",
  tools: [],
};

const RESPONSES = ["openai-responses-answer", "openai-responses-event"];
const MESSAGES = ["anthropic-messages-answer", "anthropic-messages-event"];

export const ANSWER_PATCHES: readonly AnswerPatch[] = [
  {
    id: "openai-chat.no-refusal",
    schemas: ["openai-chat-answer"],
    change: { definitions: /ChatCompletionMessage/, optional: ["refusal"] },
    reason: "most hosts leave out what the model did not say; clients read that and null alike",
    probe: {
      ...CHAT,
      choices: CHAT.choices.map((choice) => ({
        ...choice,
        message: { ...choice.message, refusal: undefined },
      })),
    },
  },
  {
    id: "openai-chat.custom-calls-in-streams",
    schemas: ["openai-chat-chunk"],
    change: {
      definitions: /ChatCompletionChunk\.Choice\.Delta\.ToolCall/,
      set: { type: { type: "string", enum: ["function", "custom"] } },
    },
    reason: "whole answers have calls of free-text tools, and the types of streams have not followed",
    probe: {
      ...CHUNK,
      choices: [{ index: 0, finish_reason: null, delta: { tool_calls: [CALL] } }],
    },
  },
  {
    id: "openai-chat.tiers",
    schemas: ["openai-chat-answer", "openai-chat-chunk"],
    change: {
      definitions: /ChatCompletion(?:Chunk)?/,
      set: { service_tier: { type: ["string", "null"] } },
    },
    reason: "other hosts have tiers of their own, and callers are told what the price went by",
    probe: { ...CHAT, service_tier: "on_demand" },
  },
  {
    id: "openai-embeddings.base64",
    schemas: ["openai-embeddings-answer"],
    change: {
      definitions: /Embedding/,
      set: { embedding: { anyOf: [{ type: "array", items: { type: "number" } }, { type: "string" }] } },
    },
    reason: "callers may ask for base64",
    probe: { ...EMBEDDINGS, data: [{ object: "embedding", index: 0, embedding: "AACAPw==" }] },
  },
  {
    id: "openai-embeddings.uncounted",
    schemas: ["openai-embeddings-answer"],
    change: { definitions: /CreateEmbeddingResponse/, optional: ["usage"] },
    reason: "what a provider did not count is left out, since 0 would be a claim (USE-05)",
    probe: { ...EMBEDDINGS, usage: undefined },
  },
  {
    id: "openai-responses.joined-text",
    schemas: RESPONSES,
    change: { definitions: /Response/, optional: ["output_text"] },
    reason: "the official client joins the texts by itself",
    probe: { ...RESPONSE, output_text: undefined },
  },
  {
    id: "openai-responses.nulls",
    schemas: RESPONSES,
    change: {
      definitions: /Response/,
      set: {
        user: { type: ["string", "null"] },
        usage: { anyOf: [{ $ref: "#/definitions/ResponseUsage" }, { type: "null" }] },
      },
    },
    reason: "the API says null where a user was not named, and where nothing is counted yet",
    probe: { ...RESPONSE, user: null, usage: null },
  },
  {
    id: "openai-responses.bytes-untold",
    schemas: RESPONSES,
    change: {
      definitions: /ResponseOutputText\.Logprob(?:\.TopLogprob)?/,
      set: { bytes: { anyOf: [{ type: "array", items: { type: "number" } }, { type: "null" }] } },
    },
    reason: "chats say null where a host does not tell the bytes of a token",
    probe: {
      ...RESPONSE,
      output: [
        {
          id: "msg_1",
          type: "message",
          role: "assistant",
          status: "completed",
          content: [
            {
              type: "output_text",
              text: "Low",
              annotations: [],
              logprobs: [{ token: "Low", logprob: -1, bytes: null, top_logprobs: [] }],
            },
          ],
        },
      ],
    },
  },
  {
    id: "openai-responses.codes",
    schemas: RESPONSES,
    change: { definitions: /ResponseError/, set: { code: { type: "string" } } },
    reason: "codes are added over time, and those of a gateway are its own",
    probe: { ...RESPONSE, error: { code: "server_is_overloaded", message: "Later." } },
  },
  {
    id: "anthropic-messages.news",
    schemas: MESSAGES,
    change: { definitions: /Message/, optional: ["container", "diagnostics", "stop_details"] },
    reason: "added over time: hosts of earlier versions have none of them",
    probe: {
      ...MESSAGE,
      usage: COUNTS,
      container: undefined,
      diagnostics: undefined,
      stop_details: undefined,
    },
  },
  {
    id: "anthropic-messages.news-at-the-end",
    schemas: ["anthropic-messages-event"],
    change: { definitions: /RawMessageDeltaEvent\.Delta/, optional: ["container", "stop_details"] },
    reason: "added over time: hosts of earlier versions have none of them",
    probe: {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: COUNTS,
    },
  },
  {
    id: "anthropic-messages.new-counts",
    schemas: MESSAGES,
    change: {
      definitions: /Usage|MessageDeltaUsage/,
      optional: NEW_COUNTS,
    },
    reason: "added over time: hosts of earlier versions have none of them, nor has what is not used",
    probe: { ...MESSAGE, usage: { ...COUNTS, service_tier: undefined, speed: undefined } },
  },
  {
    id: "anthropic-messages.searches",
    schemas: MESSAGES,
    change: { definitions: /ServerToolUsage/, optional: ["web_fetch_requests", "web_search_requests"] },
    reason: "hosts tell of the tools that they have, and some only of those that were used",
    probe: { ...MESSAGE, usage: { ...COUNTS, server_tool_use: { web_search_requests: 1 } } },
  },
  {
    id: "anthropic-messages.unknown-counts",
    schemas: MESSAGES,
    change: {
      definitions: /Usage|MessageDeltaUsage/,
      set: { input_tokens: { type: ["number", "null"] }, output_tokens: { type: ["number", "null"] } },
    },
    reason: "what a provider of another API did not count is null, since 0 would be a claim (USE-05)",
    probe: { ...MESSAGE, usage: { ...COUNTS, input_tokens: null, output_tokens: null } },
  },
  {
    id: "anthropic-messages.plain-text",
    schemas: MESSAGES,
    change: { definitions: /TextBlock/, optional: ["citations"] },
    reason: "the API itself leaves out the citations of a text without any",
    probe: { ...MESSAGE, usage: COUNTS, content: [{ type: "text", text: "Low at four." }] },
  },
  {
    id: "anthropic-messages.own-calls",
    schemas: MESSAGES,
    change: { definitions: /ToolUseBlock|ServerToolUseBlock/, optional: ["caller"] },
    reason: "added over time: calls that the model made by itself stood without it for years",
    probe: {
      ...MESSAGE,
      usage: COUNTS,
      content: [{ type: "tool_use", id: "toolu_1", name: "tide", input: {} }],
    },
  },
];
