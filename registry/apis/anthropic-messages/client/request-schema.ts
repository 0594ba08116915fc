/**
 * What Anthropic's own clients send, as far as it is read here. Unknown fields pass, and MAP-09 decides about them.
 * @module
 */

import { z } from "zod";
import { list } from "../../../limits/lists.ts";

const Mark = z.looseObject({ type: z.literal("ephemeral") }).nullish();

const ImageSource = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("base64"), media_type: z.string(), data: z.string() }),
  z.looseObject({ type: z.literal("url"), url: z.string() }),
  z.looseObject({ type: z.literal("file"), file_id: z.string().min(1) }),
]);

const DocumentSource = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("base64"), media_type: z.string(), data: z.string() }),
  z.looseObject({ type: z.literal("text"), data: z.string() }),
  z.looseObject({ type: z.literal("content"), content: z.unknown() }),
  z.looseObject({ type: z.literal("url"), url: z.string() }),
  z.looseObject({ type: z.literal("file"), file_id: z.string().min(1) }),
]);

const Text = z.looseObject({ type: z.literal("text"), text: z.string(), cache_control: Mark });
const Image = z.looseObject({ type: z.literal("image"), source: ImageSource, cache_control: Mark });
const Document = z.looseObject({
  type: z.literal("document"),
  source: DocumentSource,
  title: z.string().nullish(),
  cache_control: Mark,
});
const Thinking = z.looseObject({ type: z.literal("thinking"), thinking: z.string(), signature: z.string() });
const Redacted = z.looseObject({ type: z.literal("redacted_thinking"), data: z.string() });
const ToolUse = z.looseObject({
  type: z.literal("tool_use"),
  id: z.string().min(1),
  name: z.string().min(1),
  input: z.looseObject({}),
  cache_control: Mark,
});

/** Something of a type that only Anthropic has: server tools, search results, compaction. */
function otherThan(...known: string[]) {
  // Aborting, so that what is wrong with something of a known type is told instead.
  return z.looseObject({ type: z.string().refine((type) => !known.includes(type), { abort: true }) });
}

const ToolResult = z.looseObject({
  type: z.literal("tool_result"),
  tool_use_id: z.string().min(1),
  content: z
    .union([
      z.string(),
      list(
        "parts",
        z.union([
          z.discriminatedUnion("type", [Text, Image, Document]),
          otherThan("text", "image", "document"),
        ]),
      ),
    ])
    .nullish(),
  is_error: z.boolean().nullish(),
  cache_control: Mark,
});

const KNOWN = [Text, Image, Document, Thinking, Redacted, ToolUse, ToolResult] as const;
const KNOWN_TYPES = KNOWN.map(({ shape }) => shape.type.value);

const Block = z.union([z.discriminatedUnion("type", KNOWN), otherThan(...KNOWN_TYPES)]);
export type Block = z.infer<typeof Block>;
export type KnownBlock = z.infer<(typeof KNOWN)[number]>;

/** Narrows a block to the types that have a canonical form. */
export const isKnown = (block: Block): block is KnownBlock =>
  (KNOWN_TYPES as readonly string[]).includes(block.type);

const Message = z.looseObject({
  role: z.enum(["user", "assistant", "system"]),
  content: z.union([z.string(), list("parts", Block)]),
});
export type Message = z.infer<typeof Message>;

const CustomTool = z.looseObject({
  type: z.literal("custom").nullish(),
  name: z.string().min(1),
  description: z.string().nullish(),
  input_schema: z.looseObject({}),
  strict: z.boolean().nullish(),
  cache_control: Mark,
});
/** A tool that the provider runs itself, by its dated type; `function` is OpenAI's word for the other kind. */
const ServerTool = otherThan("custom", "function");
const Tool = z.union([CustomTool, ServerTool]);
export type Tool = z.infer<typeof Tool>;

export const isCustomTool = (tool: Tool): tool is z.infer<typeof CustomTool> =>
  tool.type === undefined || tool.type === null || tool.type === "custom";

const ToolChoice = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("auto"), disable_parallel_tool_use: z.boolean().nullish() }),
  z.looseObject({ type: z.literal("any"), disable_parallel_tool_use: z.boolean().nullish() }),
  z.looseObject({ type: z.literal("none"), disable_parallel_tool_use: z.boolean().nullish() }),
  z.looseObject({
    type: z.literal("tool"),
    name: z.string().min(1),
    disable_parallel_tool_use: z.boolean().nullish(),
  }),
]);
export type ToolChoice = z.infer<typeof ToolChoice>;

const Thought = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("enabled"), budget_tokens: z.int().min(1024) }),
  z.looseObject({ type: z.literal("adaptive") }),
  z.looseObject({ type: z.literal("disabled") }),
]);

const Format = z.looseObject({ type: z.literal("json_schema"), schema: z.looseObject({}) });

export const MessagesRequestSchema = z.looseObject({
  model: z.string().min(1),
  max_tokens: z.int().positive(),
  system: z.union([z.string(), list("parts", Text)]).nullish(),
  messages: list("messages", Message, { min: 1 }),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.int().min(0).nullish(),
  stop_sequences: list("stop", z.string()).nullish(),
  tools: list("tools", Tool).nullish(),
  tool_choice: ToolChoice.nullish(),
  thinking: Thought.nullish(),
  output_config: z.looseObject({ effort: z.string().min(1).nullish(), format: Format.nullish() }).nullish(),
  /** The earlier place of `output_config.format`. */
  output_format: Format.nullish(),
  metadata: z.looseObject({ user_id: z.string().nullish() }).nullish(),
  service_tier: z.string().min(1).nullish(),
  cache_control: Mark,
});
export type MessagesRequest = z.infer<typeof MessagesRequestSchema>;
