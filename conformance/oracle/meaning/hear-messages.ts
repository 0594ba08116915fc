/**
 * Answers of Anthropic's messages as a caller understands them: whole ones, and events put together.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import {
  type Answered,
  callNumbers,
  type Heard,
  type HeardSource,
  joined,
  numbersIn,
  objectOf,
  objects,
  type Word,
  words,
} from "./heard.ts";

const sourceOf = ({ url, title }: JsonObject): HeardSource => ({ url: words(url), title: words(title) });

const COUNTS = [
  "input_tokens",
  "output_tokens",
  "cache_creation_input_tokens",
  "cache_read_input_tokens",
] as const;
const LIFETIMES = ["ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"] as const;

/**
 * What was used up. Where the context was compacted on the way the totals leave that call out: callers are told to add up
 * the calls, those of the model that answered.
 */
function spent(usage: JsonObject): JsonObject {
  const calls = objects(usage.iterations);
  if (!calls.some(({ type }) => type === "compaction")) return usage;
  const served = calls.some(({ type }) => type === "fallback_message") ? "fallback_message" : "message";
  const added = calls.filter(({ type }) => type === served || type === "compaction");
  const total = (parts: readonly JsonObject[], name: string): number =>
    parts.reduce((sum, part) => sum + Number(part[name] ?? 0), 0);
  // Without their lifetimes all writes have the default one.
  const writes = added.map((call) =>
    objectOf(call.cache_creation ?? { [LIFETIMES[0]]: total([call], COUNTS[2]) }),
  );
  return {
    ...usage,
    ...Object.fromEntries(COUNTS.map((name) => [name, total(added, name)])),
    cache_creation: Object.fromEntries(LIFETIMES.map((name) => [name, total(writes, name)])),
  };
}

/** Blocks that say nothing but to their provider have no place in it. */
function orderOf(blocks: readonly JsonObject[]): Word[] {
  const next = callNumbers();
  return joined(
    blocks.map(({ type, thinking, text }) => {
      if (type === "tool_use") return next();
      return type === "thinking"
        ? ["reasoning", words(thinking)]
        : ["text", type === "text" ? words(text) : ""];
    }),
  );
}

/** A message from its blocks, whose inputs may be text still. */
function understood(message: JsonObject, blocks: readonly JsonObject[], usage: JsonObject | null): Heard {
  const of = (type: string) => blocks.filter((block) => block.type === type);
  const details = objectOf(message.stop_details);
  return {
    id: words(message.id),
    model: words(message.model),
    fingerprint: "",
    created: [],
    usage: usage && numbersIn(spent(usage)),
    choices: [
      {
        text: of("text")
          .map(({ text }) => words(text))
          .join(""),
        reasoning: of("thinking")
          .map(({ thinking }) => words(thinking))
          .join(""),
        signatures: of("thinking").flatMap(({ signature }) =>
          signature ? [ownSignature(words(signature))] : [],
        ),
        refusal: words(details.explanation),
        calls: of("tool_use").map(({ id, name, input }) => ({
          id: words(id),
          name: words(name),
          arguments: input ?? null,
        })),
        finish: typeof message.stop_reason === "string" ? [message.stop_reason] : [],
        stopSequence: typeof message.stop_sequence === "string" ? message.stop_sequence : null,
        tokens: [],
        order: orderOf(blocks),
        sources: of("text").flatMap(({ citations }) => objects(citations).map(sourceOf)),
      },
    ],
  };
}

const GROWING = { text_delta: "text", thinking_delta: "thinking", signature_delta: "signature" } as const;

function grow(block: JsonObject, delta: JsonObject): void {
  const field = GROWING[String(delta.type) as keyof typeof GROWING];
  if (field) block[field] = words(block[field]) + words(delta[field]);
  if (delta.type === "input_json_delta")
    block.input = (typeof block.input === "string" ? block.input : "") + words(delta.partial_json);
  if (delta.type === "citations_delta")
    block.citations = [...objects(block.citations), objectOf(delta.citation)] as Json;
}

function streamed({ events }: Answered): Heard {
  let message: JsonObject = {};
  let usage: JsonObject = {};
  const blocks = new Map<unknown, JsonObject>();
  for (const event of events) {
    if (event.type === "message_start") {
      message = { ...objectOf(event.message) };
      usage = { ...objectOf(message.usage) };
    } else if (event.type === "content_block_start")
      blocks.set(event.index, { ...objectOf(event.content_block) });
    else if (event.type === "content_block_delta") grow(blocks.get(event.index) ?? {}, objectOf(event.delta));
    else if (event.type === "message_delta") {
      message = { ...message, ...objectOf(event.delta) };
      usage = { ...usage, ...objectOf(event.usage) };
    }
  }
  return understood(message, [...blocks.values()], usage);
}

/** A signature without the word that says whose it is, which stands before it for callers of this API. */
const ownSignature = (signature: string): string => signature.replace(/^origin:[^:]+:/, "");

/** What a caller of messages understood. */
export const hearMessages = (reply: Answered): Heard =>
  reply.json === null
    ? streamed(reply)
    : understood(reply.json, objects(reply.json.content), objectOf(reply.json.usage));
