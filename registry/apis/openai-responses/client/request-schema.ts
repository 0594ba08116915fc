/**
 * What callers of the Responses API send, as far as it is read here. Unknown fields pass, and MAP-09 decides about them;
 * items, parts and tools of a type that only a provider of this API understands pass too, and are judged by their place.
 * @module
 */

import { z } from "zod";
import { ModelName } from "../../../canonical/chat.ts";
import { isObject } from "../../../json.ts";
import { list } from "../../../limits/lists.ts";

/** Something of a type that is not listed. Aborting, so that what is wrong with a listed type is told instead. */
const otherThan = (known: readonly string[]) =>
  z.looseObject({ type: z.string().refine((type) => !known.includes(type), { abort: true }) });

const Text = z.looseObject({ type: z.enum(["input_text", "output_text", "text"]), text: z.string() });
const Refusal = z.looseObject({ type: z.literal("refusal"), refusal: z.string() });
const Image = z.looseObject({
  type: z.literal("input_image"),
  image_url: z
    .string()
    .regex(/^(https:\/\/|data:image\/)/, "an https: or data:image/ URL")
    .nullish(),
  file_id: z.string().min(1).nullish(),
  detail: z.string().nullish(),
});
const File = z.looseObject({
  type: z.literal("input_file"),
  file_data: z.string().nullish(),
  file_url: z.string().nullish(),
  file_id: z.string().nullish(),
  filename: z.string().nullish(),
});
const Audio = z.looseObject({
  type: z.literal("input_audio"),
  input_audio: z.looseObject({ data: z.string(), format: z.string() }),
});

const PART_TYPES = [
  "input_text",
  "output_text",
  "text",
  "refusal",
  "input_image",
  "input_file",
  "input_audio",
];
const Part = z.union([
  z.discriminatedUnion("type", [Text, Refusal, Image, File, Audio]),
  otherThan(PART_TYPES),
]);
export type Part = z.infer<typeof Part>;
export type KnownPart = z.infer<typeof Text | typeof Refusal | typeof Image | typeof File | typeof Audio>;

const Content = z.union([z.string(), list("parts", Part)]);

const Message = z.looseObject({
  type: z.literal("message"),
  role: z.enum(["user", "assistant", "system", "developer"]),
  content: Content,
});
const CALL_ID = z.string().min(1).max(256);
const FunctionCall = z.looseObject({
  type: z.literal("function_call"),
  call_id: CALL_ID,
  name: z.string().min(1),
  arguments: z.string(),
});
const CustomCall = z.looseObject({
  type: z.literal("custom_tool_call"),
  call_id: CALL_ID,
  name: z.string().min(1),
  input: z.string(),
});
const CallOutput = z.looseObject({
  type: z.enum(["function_call_output", "custom_tool_call_output"]),
  call_id: CALL_ID,
  output: Content,
});
const Reasoning = z.looseObject({
  type: z.literal("reasoning"),
  summary: list("parts", z.looseObject({ text: z.string() })).nullish(),
  content: list("parts", z.looseObject({ text: z.string().optional() })).nullish(),
  encrypted_content: z.string().nullish(),
});
/** An item that only the provider has: its id stands for it. */
const Reference = z.looseObject({ type: z.literal("item_reference"), id: z.string().min(1) });

const Typed = z.discriminatedUnion("type", [
  Message,
  Reference,
  FunctionCall,
  CustomCall,
  CallOutput,
  Reasoning,
]);
const ITEM_TYPES = [
  "message",
  "item_reference",
  "function_call",
  "custom_tool_call",
  "function_call_output",
  "custom_tool_call_output",
  "reasoning",
];

/** Does an item stand for one that only the provider has? */
export const isReference = (item: unknown): boolean => {
  const read = typed(item);
  return isObject(read) && read.type === "item_reference";
};

/** Clients leave out the type of messages and of references. */
function typed(item: unknown): unknown {
  if (!isObject(item) || (item.type !== undefined && item.type !== null)) return item;
  return { ...item, type: "role" in item || !("id" in item) ? "message" : "item_reference" };
}
const Item = z.preprocess(typed, z.union([Typed, otherThan(ITEM_TYPES)]));
export type Item = z.infer<typeof Item>;
export type Message = z.infer<typeof Message>;
export type KnownItem = z.infer<typeof Typed>;
export type CallOutput = z.infer<typeof CallOutput>;
export type ReasoningItem = z.infer<typeof Reasoning>;

const FunctionTool = z.looseObject({
  type: z.literal("function"),
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: z.looseObject({}).nullish(),
  strict: z.boolean().nullish(),
});
const CustomTool = z.looseObject({
  type: z.literal("custom"),
  name: z.string().min(1),
  description: z.string().nullish(),
  format: z.looseObject({ type: z.string() }).nullish(),
});
const Tool = z.union([
  z.discriminatedUnion("type", [FunctionTool, CustomTool]),
  otherThan(["function", "custom"]),
]);
export type Tool = z.infer<typeof Tool>;
export type FunctionTool = z.infer<typeof FunctionTool>;
export type CustomTool = z.infer<typeof CustomTool>;

const Named = z.looseObject({ type: z.enum(["function", "custom"]), name: z.string().min(1) });
const Allowed = z.looseObject({
  type: z.literal("allowed_tools"),
  mode: z.enum(["auto", "required"]),
  tools: list("tools", z.looseObject({ type: z.string(), name: z.string().optional() }), { min: 1 }),
});
const ToolChoice = z.union([
  z.enum(["none", "auto", "required"]),
  z.union([Named, Allowed, otherThan(["function", "custom", "allowed_tools"])]),
]);
export type ToolChoice = z.infer<typeof ToolChoice>;

const Format = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text") }),
  z.looseObject({ type: z.literal("json_object") }),
  z.looseObject({
    type: z.literal("json_schema"),
    name: z.string().min(1),
    schema: z.looseObject({}),
    description: z.string().nullish(),
    strict: z.boolean().nullish(),
  }),
]);
export type Format = z.infer<typeof Format>;

export const ResponsesRequestSchema = z.looseObject({
  /** Bounded, since the entries are compared with every known name and echoed in errors. */
  model: ModelName,
  input: z.union([z.string(), list("items", Item, { min: 1 })]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  /** Refuse with 400 what would otherwise be dropped (MAP-09). Read by the gateway, never sent on. */
  strict: z.boolean().optional(),
  max_output_tokens: z.int().positive().nullish(),
  /** What users of chat completions go on to write here; read as `max_output_tokens`. */
  max_tokens: z.int().positive().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  tools: list("tools", Tool).nullish(),
  tool_choice: ToolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z.looseObject({ format: Format.nullish(), verbosity: z.string().nullish() }).nullish(),
  reasoning: z.looseObject({ effort: z.string().min(1).nullish(), summary: z.string().nullish() }).nullish(),
  include: list("names", z.string()).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  store: z.boolean().nullish(),
  background: z.boolean().nullish(),
  truncation: z.string().min(1).nullish(),
  service_tier: z.string().min(1).nullish(),
  prompt_cache_key: z.string().nullish(),
  user: z.string().nullish(),
  previous_response_id: z.string().nullish(),
});
export type ResponsesRequest = z.infer<typeof ResponsesRequestSchema>;
