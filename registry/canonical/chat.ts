/**
 * The canonical chat: OpenAI's chat-completions form, which every dialect translates to and from.
 * Requests come from outside and are parsed here; answers are made by dialects and are plain types.
 * @module
 */

import { z } from "zod";
import { type JsonObject, jsonExcess } from "../json.ts";
import { list } from "../limits/lists.ts";
import { NESTED_JSON } from "../limits/structure.ts";
import { ItemOrder, ORDER_FIELD } from "./item-order.ts";
import type { OpenAiUsage } from "./usage.ts";

/**
 * The model as callers name it. Bounded, since its entries are compared with every known name and echoed in errors; whole
 * characters, since it may become part of a path.
 */
export const ModelName = z
  .string()
  .min(1)
  .max(4096)
  // A lone surrogate; `isWellFormed` is not in ES2023.
  .refine((name) => !/\p{Surrogate}/u.test(name), "text in whole Unicode characters");

const TextPart = z.looseObject({ type: z.literal("text"), text: z.string() });
const RefusalPart = z.looseObject({ type: z.literal("refusal"), refusal: z.string() });
const ImagePart = z.looseObject({
  type: z.literal("image_url"),
  image_url: z.looseObject({
    url: z.string().regex(/^(https:\/\/|data:image\/)/, "an https: or data:image/ URL"),
  }),
});
const AudioPart = z.looseObject({
  type: z.literal("input_audio"),
  input_audio: z.looseObject({ data: z.string(), format: z.string() }),
});
const FilePart = z.looseObject({ type: z.literal("file"), file: z.looseObject({}) });

const ContentPart = z.discriminatedUnion("type", [TextPart, ImagePart, AudioPart, FilePart, RefusalPart]);
const Content = z.union([z.string(), list("parts", ContentPart)]);

/** Every other API takes them parsed, and writes them again by recursion. */
const CallArguments = z.string().superRefine((text, context) => {
  const excess = jsonExcess(text, NESTED_JSON);
  if (excess === null) return;
  const unit = { depth: "levels", elements: "values", keys: "keys in an object" }[excess];
  context.addIssue({ code: "custom", message: `JSON of at most ${NESTED_JSON[excess]} ${unit}` });
});

const ToolCall = z.looseObject({
  id: z.string().min(1),
  type: z.literal("function"),
  function: z.looseObject({ name: z.string().min(1), arguments: CallArguments }),
});

const Message = z.discriminatedUnion("role", [
  z.looseObject({ role: z.literal("system"), content: Content }),
  z.looseObject({ role: z.literal("developer"), content: Content }),
  z.looseObject({ role: z.literal("user"), content: Content }),
  z.looseObject({
    role: z.literal("assistant"),
    content: Content.nullish(),
    tool_calls: list("calls", ToolCall).nullish(),
    [ORDER_FIELD]: ItemOrder.nullish(),
  }),
  z.looseObject({ role: z.literal("tool"), content: Content, tool_call_id: z.string().min(1) }),
]);

const FunctionTool = z.looseObject({
  type: z.literal("function"),
  function: z.looseObject({
    name: z.string().min(1),
    description: z.string().nullish(),
    parameters: z.looseObject({}).nullish(),
  }),
});
/** A tool that the provider runs itself, such as web search: passed on in BYOK, refused in PTB (BIL-06). */
const HostedTool = z.looseObject({ type: z.string().refine((type) => type !== "function") });

const ToolChoice = z.union([
  z.enum(["none", "auto", "required"]),
  z.looseObject({ type: z.literal("function"), function: z.looseObject({ name: z.string().min(1) }) }),
]);

const ResponseFormat = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text") }),
  z.looseObject({ type: z.literal("json_object") }),
  z.looseObject({
    type: z.literal("json_schema"),
    json_schema: z.looseObject({ name: z.string().min(1), schema: z.looseObject({}).optional() }),
  }),
]);

const Count = z.int().positive();

/** A chat-completions request as the caller sends it. Unknown keys stay, and MAP-09 decides about them. */
export const ChatRequestSchema = z.looseObject({
  model: ModelName,
  messages: list("messages", Message, { min: 1 }),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  /** Refuse with 400 what would otherwise be dropped (MAP-09). Read by the gateway, never sent on. */
  strict: z.boolean().optional(),
  max_tokens: Count.nullish(),
  max_completion_tokens: Count.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  n: z.int().min(1).max(128).nullish(),
  stop: z.union([z.string(), list("stop", z.string())]).nullish(),
  seed: z.int().nullish(),
  tools: list("tools", z.union([FunctionTool, HostedTool])).nullish(),
  tool_choice: ToolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: ResponseFormat.nullish(),
  reasoning_effort: z.string().min(1).nullish(),
  // What hosts differ in is only as much of a type as all of them agree on: a list is no number anywhere.
  frequency_penalty: z.number().nullish(),
  presence_penalty: z.number().nullish(),
  repetition_penalty: z.number().nullish(),
  top_k: z.number().nullish(),
  min_p: z.number().nullish(),
  logit_bias: z.looseObject({}).nullish(),
  logprobs: z.union([z.boolean(), z.number()]).nullish(),
  top_logprobs: z.number().nullish(),
  service_tier: z.string().min(1).nullish(),
  prompt_cache_key: z.string().nullish(),
  user: z.string().nullish(),
  metadata: z.looseObject({}).nullish(),
  store: z.boolean().nullish(),
});

export type ChatRequest = z.infer<typeof ChatRequestSchema>;
export type ChatMessage = ChatRequest["messages"][number];

/** A type, no interface: a call is JSON, and passes as such. */
export type ToolCallOut = {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
  /** Signatures that must come back with the call, in the place where Gemini's own OpenAI endpoint has them. */
  extra_content?: JsonObject;
};

/**
 * A piece of thinking as its provider signed it: it must come back unchanged in the next turn. The shape is the one that
 * OpenRouter's callers know.
 */
export type ReasoningDetail = (
  | { type: "reasoning.text"; text: string; signature?: string }
  | { type: "reasoning.encrypted"; data: string }
) & {
  /** Whose it is, where it is not Claude's (see `origin.ts`). */
  origin?: string;
};

export interface AssistantMessage {
  role: "assistant";
  content: string | null;
  refusal?: string | null;
  /** The model's visible thinking, whatever the provider calls the field. */
  reasoning_content?: string;
  /** The same with its signatures, where the provider gives any. */
  reasoning_details?: ReasoningDetail[];
  tool_calls?: ToolCallOut[];
  [providerField: string]: unknown;
}

/** OpenAI's finish reasons; every dialect's own words map to these by a table (RES-02). */
export const FINISH_REASONS = ["stop", "length", "tool_calls", "content_filter", "function_call"] as const;
export type FinishReason = (typeof FINISH_REASONS)[number];

export interface ChatChoice {
  index: number;
  message: AssistantMessage;
  logprobs: unknown;
  finish_reason: FinishReason;
}

export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  /** Seconds since 1970. */
  created: number;
  model: string;
  choices: ChatChoice[];
  usage?: OpenAiUsage & JsonObject;
  [providerField: string]: unknown;
}

/** The choice of an API that has a place for one: the first by its index, in whatever order a host lists them. */
export const firstChoice = ({ choices }: Pick<ChatCompletion, "choices">): ChatChoice | undefined =>
  choices.toSorted((a, b) => a.index - b.index)[0];

export interface ToolCallDelta {
  index: number;
  id?: string;
  type?: "function";
  function?: { name?: string; arguments?: string };
  extra_content?: JsonObject;
}

export interface Delta {
  role?: "assistant";
  content?: string | null;
  refusal?: string | null;
  reasoning_content?: string;
  reasoning_details?: ReasoningDetail[];
  tool_calls?: ToolCallDelta[];
  [providerField: string]: unknown;
}

export interface ChunkChoice {
  index: number;
  delta: Delta;
  logprobs?: unknown;
  finish_reason: FinishReason | null;
}

export interface ChatChunk {
  id: string;
  object: "chat.completion.chunk";
  created: number;
  model: string;
  choices: ChunkChoice[];
  usage?: (OpenAiUsage & JsonObject) | null;
  [providerField: string]: unknown;
}
