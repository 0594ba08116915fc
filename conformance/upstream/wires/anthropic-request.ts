/**
 * What a request in Anthropic's form says, in words of no wire.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { SentRequest, SentTurn } from "./wire.ts";

const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** Content is a string or a list of blocks; both say the same. */
const blocksIn = (content: Json | undefined): JsonObject[] =>
  typeof content === "string" ? [{ type: "text", text: content }] : objects(content);

const textsOf = (blocks: readonly JsonObject[]): string[] =>
  blocks.flatMap(({ type, text }) => (type === "text" && typeof text === "string" ? [text] : []));

function imagesOf(blocks: readonly JsonObject[]): NonNullable<SentTurn["images"]> {
  return blocks.flatMap(({ type, source }): NonNullable<SentTurn["images"]> => {
    if (type !== "image" || !isObject(source)) return [];
    if (source.type === "url") return [{ type: null, data: String(source.url) }];
    return [{ type: String(source.media_type), data: String(source.data) }];
  });
}

function withImages(turn: SentTurn, blocks: readonly JsonObject[]): SentTurn {
  const images = imagesOf(blocks);
  return images.length > 0 ? { ...turn, images } : turn;
}

/** A result without content is an empty one. */
function resultTurn(block: JsonObject): SentTurn {
  const inner = blocksIn(block.content);
  const texts = block.content === undefined ? [""] : textsOf(inner);
  return withImages({ role: "tool", texts, callId: String(block.tool_use_id) }, inner);
}

/** Results stand inside user turns on this wire; each is a turn of its own here. */
function turnsOf({ role, content }: JsonObject): SentTurn[] {
  const blocks = blocksIn(content);
  const results = blocks.filter(({ type }) => type === "tool_result");
  const rest = blocks.filter(({ type }) => type !== "tool_result");
  if (rest.length === 0 && results.length > 0) return results.map(resultTurn);
  const turn: SentTurn = { role: role === "assistant" ? "assistant" : "user", texts: textsOf(rest) };
  const calls = rest.filter(({ type }) => type === "tool_use");
  if (calls.length > 0) {
    turn.calls = calls.map(({ id, name, input }) => ({
      id: String(id),
      name: String(name),
      arguments: input ?? null,
    }));
  }
  return [...results.map(resultTurn), withImages(turn, rest)];
}

/** Budgets in tokens as the words that callers of OpenAI's form write, by the table that gateways share. */
const EFFORT_OF_BUDGET: Readonly<Record<number, string>> = {
  1024: "minimal",
  2048: "low",
  8192: "medium",
  24576: "high",
  32768: "xhigh",
};

function effortOf(thinking: Json | undefined, config: Json | undefined): Json | undefined {
  if (isObject(config) && config.effort !== undefined) return config.effort;
  if (!isObject(thinking)) return undefined;
  if (thinking.type === "disabled") return "none";
  return thinking.type === "enabled" ? EFFORT_OF_BUDGET[Number(thinking.budget_tokens)] : undefined;
}

const STRUCTURE = [
  "model",
  "messages",
  "system",
  "stream",
  "max_tokens",
  "tools",
  "tool_choice",
  "anthropic_version",
  "stop_sequences",
  "thinking",
  "output_config",
  "metadata",
];

function parametersOf(sent: JsonObject): JsonObject {
  const { tool_choice: choice, metadata, output_config: config } = sent;
  const effort = effortOf(sent.thinking, config);
  const own = Object.entries(sent).filter(([name]) => !STRUCTURE.includes(name));
  return {
    ...Object.fromEntries(own),
    ...(sent.stop_sequences === undefined ? {} : { stop: sent.stop_sequences }),
    ...(isObject(metadata) && metadata.user_id !== undefined ? { user: metadata.user_id } : {}),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(isObject(config) && config.format !== undefined ? { response_format: config.format } : {}),
    ...(isObject(choice) && choice.disable_parallel_tool_use === true ? { parallel_tool_calls: false } : {}),
  };
}

const CHOICES = { auto: "auto", any: "required", none: "none" } as const;

function choiceOf(choice: Json | undefined): SentRequest["toolChoice"] {
  if (!isObject(choice)) return undefined;
  if (choice.type === "tool") return { name: String(choice.name) };
  return CHOICES[choice.type as keyof typeof CHOICES];
}

/** Clouds that host these models name the model in the path: `…/models/{model}:rawPredict`. */
function modelOf(sent: JsonObject, url: string): string {
  if (sent.model !== undefined) return String(sent.model);
  const [, inPath = ""] = /\/models\/([^/:]+):/.exec(new URL(url).pathname) ?? [];
  return decodeURIComponent(inPath);
}

export function readMessagesRequest(sent: JsonObject, url: string, body: string): SentRequest {
  return {
    model: modelOf(sent, url),
    stream: sent.stream === true,
    maxTokens: sent.max_tokens,
    parameters: parametersOf(sent),
    system: textsOf(blocksIn(sent.system)),
    turns: objects(sent.messages).flatMap(turnsOf),
    tools: objects(sent.tools).map(({ name, description, input_schema: schema }) => ({
      name: String(name),
      description,
      schema,
    })),
    toolChoice: choiceOf(sent.tool_choice),
    cacheMarks: body.split('"cache_control"').length - 1,
  };
}
