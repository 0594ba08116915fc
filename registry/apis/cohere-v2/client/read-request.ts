/**
 * Requests of callers who speak Cohere's dialect, in canonical form (ERR-08).
 * @module
 */

import { z } from "zod";
import { type ChatRequest, ChatRequestSchema } from "../../../canonical/chat.ts";
import { callItem, type Item, partItem, textItem, thoughtItem } from "../../../canonical/item.ts";
import { messageOf } from "../../../canonical/message.ts";
import { isObject, type Json, type JsonObject, without } from "../../../json.ts";
import { list } from "../../../limits/lists.ts";
import { refusalOf } from "../../_shared/issue.ts";
import type { DecodedRequest } from "../../codec.ts";

const TextBlock = z.looseObject({ type: z.literal("text"), text: z.string() });
const ImageBlock = z.looseObject({
  type: z.literal("image_url"),
  image_url: z.looseObject({
    url: z.string().regex(/^(https:\/\/|data:image\/)/, "an https: or data:image/ URL"),
  }),
});
const ThinkingBlock = z.looseObject({ type: z.literal("thinking"), thinking: z.string() });
const DocumentBlock = z.looseObject({
  type: z.literal("document"),
  document: z.looseObject({ data: z.union([z.string(), z.looseObject({})]) }),
});

const blocks = <Block extends z.ZodType>(block: Block) => z.union([z.string(), list("parts", block)]);

const Call = z.looseObject({
  id: z.string().min(1),
  function: z.looseObject({ name: z.string().min(1), arguments: z.string().nullish() }),
});

const Message = z.discriminatedUnion("role", [
  z.looseObject({ role: z.literal("system"), content: blocks(TextBlock) }),
  z.looseObject({
    role: z.literal("user"),
    content: blocks(z.discriminatedUnion("type", [TextBlock, ImageBlock])),
  }),
  z.looseObject({
    role: z.literal("assistant"),
    content: blocks(z.discriminatedUnion("type", [TextBlock, ThinkingBlock])).nullish(),
    tool_plan: z.string().nullish(),
    tool_calls: list("calls", Call).nullish(),
  }),
  z.looseObject({
    role: z.literal("tool"),
    tool_call_id: z.string().min(1),
    content: blocks(z.discriminatedUnion("type", [TextBlock, DocumentBlock])),
  }),
]);

const Tool = z.looseObject({
  type: z.literal("function"),
  function: z.looseObject({
    name: z.string().min(1),
    description: z.string().nullish(),
    parameters: z.looseObject({}).nullish(),
  }),
});

const Request = z.looseObject({
  model: z.string().min(1).max(4096),
  messages: list("messages", Message, { min: 1 }),
  stream: z.boolean().nullish(),
  tools: list("tools", Tool).nullish(),
  strict_tools: z.boolean().nullish(),
  tool_choice: z.enum(["REQUIRED", "NONE"]).nullish(),
  response_format: z
    .discriminatedUnion("type", [
      z.looseObject({ type: z.literal("text") }),
      z.looseObject({
        type: z.literal("json_object"),
        json_schema: z.looseObject({}).nullish(),
        schema: z.looseObject({}).nullish(),
      }),
    ])
    .nullish(),
  thinking: z
    .looseObject({ type: z.enum(["enabled", "disabled"]), token_budget: z.int().min(1).nullish() })
    .nullish(),
  max_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  p: z.number().min(0).max(1).nullish(),
  k: z.int().min(0).max(500).nullish(),
  seed: z.int().nullish(),
  stop_sequences: list("stop", z.string()).nullish(),
  frequency_penalty: z.number().nullish(),
  presence_penalty: z.number().nullish(),
  logprobs: z.boolean().nullish(),
});
type Request = z.infer<typeof Request>;
type RequestMessage = Request["messages"][number];

/** Keys that are read below or go over as they are named. */
const READ = ["strict_tools", "p", "k", "stop_sequences", "documents"];

const dataOf = (data: string | object): string => (typeof data === "string" ? data : JSON.stringify(data));

const toolText = (content: (RequestMessage & { role: "tool" })["content"]): Json => {
  if (typeof content === "string") return content;
  const texts = content.map((block) => (block.type === "text" ? block.text : dataOf(block.document.data)));
  // Stryker disable next-line StringLiteral: a list with one text has a first one
  return texts.length === 1 ? (texts[0] ?? "") : texts.map((text) => ({ type: "text", text }));
};

type Assistant = RequestMessage & { role: "assistant" };

/** Thinking that nobody signed, and texts: parts of the content, or all of it where there is one beside thinking. */
function contentItems(content: Assistant["content"]): Item[] {
  if (typeof content === "string") return [textItem(content)];
  const blocks = content ?? [];
  const isOneText = blocks.length > 1 && blocks.filter(({ type }) => type === "text").length === 1;
  return blocks.map((block) => {
    if (block.type === "thinking") return thoughtItem(block.thinking);
    return isOneText ? textItem(block.text) : partItem(block as JsonObject);
  });
}

function assistant({ content, tool_plan: plan, tool_calls: calls }: Assistant): JsonObject {
  const items = contentItems(content);
  for (const { id, function: fn } of calls ?? [])
    items.push(callItem({ id, function: { name: fn.name, arguments: fn.arguments || "{}" } }));
  const message = messageOf("assistant", items);
  // A list of texts stays one, also of one text.
  const isList = Array.isArray(content) && content.length > 0 && content.every(({ type }) => type === "text");
  if (isList) message.content = content as JsonObject[];
  if (!plan) return message;
  // OpenAI's form has the words before a call in the content; beside other words the plan keeps its own name.
  return message.content === null ? { ...message, content: plan } : { ...message, tool_plan: plan };
}

function readMessage(message: RequestMessage): JsonObject {
  if (message.role === "assistant") return assistant(message);
  if (message.role !== "tool") return { ...message } as JsonObject;
  return { role: "tool", tool_call_id: message.tool_call_id, content: toolText(message.content) };
}

function readFormat({ response_format: format }: Request): JsonObject {
  if (!format) return {};
  if (format.type === "text") return { response_format: { type: "text" } };
  const schema = format.json_schema ?? format.schema;
  if (!schema) return { response_format: { type: "json_object" } };
  const json_schema = { name: "response", strict: true, schema: schema as JsonObject };
  return { response_format: { type: "json_schema", json_schema } };
}

function readTools({ tools, strict_tools, tool_choice }: Request): JsonObject {
  const listed = (tools ?? []).map(({ function: fn }) => ({
    type: "function",
    function: { ...fn, ...(strict_tools ? { strict: true } : {}) } as JsonObject,
  }));
  return {
    ...(listed.length === 0 ? {} : { tools: listed }),
    ...(tool_choice ? { tool_choice: tool_choice === "REQUIRED" ? "required" : "none" } : {}),
  };
}

function readThinking({ thinking }: Request): JsonObject {
  if (!thinking) return {};
  const { type, token_budget: budget } = thinking;
  return { thinking: { type, ...(typeof budget === "number" ? { budget_tokens: budget } : {}) } };
}

const present = (values: Record<string, Json | undefined>): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));

function canonical(request: Request): JsonObject {
  const { p, k, stop_sequences } = request;
  return {
    ...without(request as JsonObject, [...READ, "tools", "tool_choice", "response_format", "thinking"]),
    messages: request.messages.map(readMessage),
    ...present({ top_p: p, top_k: k, stop: stop_sequences }),
    ...readTools(request),
    ...readFormat(request),
    ...readThinking(request),
  };
}

const LEGAL_ELSEWHERE = /content\[\d+\]\.type$/;

/** Reads a caller's request; what is wrong is named by its place. */
export function decodeRequest(body: Json): DecodedRequest {
  const documents = isObject(body) ? body.documents : undefined;
  if (Array.isArray(documents) && documents.length > 0) {
    const message = "documents: only Cohere searches documents; put them into a message";
    return { ok: false, param: "documents", message, unsupported: true };
  }
  const parsed = Request.safeParse(body);
  if (!parsed.success) return refusalOf(parsed.error, (param) => LEGAL_ELSEWHERE.test(param));
  const checked = ChatRequestSchema.safeParse(canonical(parsed.data));
  if (!checked.success) return refusalOf(checked.error);
  const request: ChatRequest = checked.data;
  return { ok: true, request };
}
