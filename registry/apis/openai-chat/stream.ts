/**
 * Streams in the OpenAI chat dialect: SSE in, normalised events out (STR-01…07, USE-04).
 * @module
 */
import type { ChatChunk } from "../../canonical/chat.ts";
import { type PriceWords, readWords } from "../../canonical/price-words.ts";
import { findReportedCost } from "../../canonical/reported-cost.ts";
import { USAGE_CLASSES, type Usage, type UsageReading, withTerms } from "../../canonical/usage.ts";
import { isErrorOnly, readErrorJson, readErrorText } from "../../errors/body.ts";
import { isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../json.ts";
import { readSse, sseComment, sseData } from "../_shared/sse.ts";
import { toolNames } from "../_shared/tool-names.ts";
import type { DecodeContext, RenderContext, StreamEncoder, StreamEvent } from "../codec.ts";
import { callFormOf } from "./client/other-kinds.ts";
import { toldCalls } from "./client/told-calls.ts";
import { encodeError } from "./errors.ts";
import { type Identity, readExtras, readIdentity } from "./fields.ts";
import { FINISH_ERROR } from "./finish.ts";
import { ChoiceStream } from "./upstream/choice-stream.ts";
import { findUsage, readUsage, WORD_PLACES, writeUsage } from "./usage.ts";

const DONE = "[DONE]";

function parse(data: string): JsonObject | null {
  try {
    const value: Json = parseJson(data);
    // Google's hosts put an error into a list.
    const body = Array.isArray(value) && isErrorOnly(value) ? value[0] : value;
    return isObject(body) ? body : null;
  } catch {
    return null; // The caller reports the chunk as broken.
  }
}

/** Adds up usage that a provider sends in instalments (USE-04). */
function addUsage(sum: UsageReading | null, next: UsageReading): UsageReading {
  if (sum?.kind !== "known" || next.kind !== "known") return next;
  const usage: Usage = {};
  for (const name of USAGE_CLASSES) {
    const count = (sum.usage[name] ?? 0) + (next.usage[name] ?? 0);
    if (count !== 0) usage[name] = count;
  }
  return { kind: "known", usage, raw: next.raw };
}

class ChunkReader {
  private identity: Identity | null = null;
  private readonly choices = new Map<number, ChoiceStream>();
  private readonly names: ReturnType<typeof toolNames>;
  private readonly context: DecodeContext;
  /** Extras that came before the answer had an id. */
  private held: JsonObject = {};
  /** The host's own extras as last shown: one that stands on every chunk is no reason for a chunk without a choice. */
  private readonly shown = new Map<string, string>();

  constructor(context: DecodeContext) {
    this.context = context;
    this.names = toolNames(context.request);
  }

  get finished(): boolean {
    return this.choices.size > 0 && [...this.choices.values()].every((choice) => choice.finished);
  }

  get problem(): string | null {
    if ([...this.choices.values()].some((choice) => choice.unnamedCall))
      return "a tool call never got a name";
    return this.finished ? null : "the stream ended before the answer was finished";
  }

  private choice(index: number, identity: Identity): ChoiceStream {
    const known = this.choices.get(index);
    if (known) return known;
    const fresh = new ChoiceStream(index, this.names, this.context.traits, identity.id);
    this.choices.set(index, fresh);
    return fresh;
  }

  private isNews(extras: JsonObject): boolean {
    const own = Object.entries(extras).filter(([key]) =>
      this.context.traits.extraFields.completion.includes(key),
    );
    const fresh = own.filter(([key, value]) => this.shown.get(key) !== JSON.stringify(value));
    for (const [key, value] of fresh) this.shown.set(key, JSON.stringify(value));
    return fresh.length > 0;
  }

  /** The normalised chunk, or `null` when nothing in it concerns the caller. */
  accept(body: JsonObject): { chunk: ChatChunk; content: boolean } | null {
    const listed = Array.isArray(body.choices) ? body.choices.filter(isObject) : [];
    if (this.identity === null && listed.length === 0 && textOrNull(body.id) === null) {
      // A report about the prompt comes before the answer begins; it must not name it.
      this.held = { ...this.held, ...readExtras(body, this.context) };
      return null;
    }
    // One id for the whole stream, whatever a host does from chunk to chunk.
    this.identity ??= readIdentity(body, this.context);
    const identity = this.identity;
    const read = listed
      .map((choice) =>
        this.choice(typeof choice.index === "number" ? choice.index : 0, identity).accept(choice),
      )
      .filter((choice) => choice !== null);
    const extras = { ...this.held, ...readExtras(body, this.context) };
    this.held = {};
    if (!this.isNews(extras) && read.length === 0) return null;
    return {
      content: read.some((choice) => choice.content),
      chunk: {
        ...identity,
        object: "chat.completion.chunk",
        ...extras,
        choices: read.map(({ choice }) => choice),
      },
    };
  }
}

const asItIs = (body: JsonObject): JsonObject => body;

/**
 * Decodes a stream. After an `error`, `broken` or `end` event nothing follows.
 * @param asChat an event's body in this form, where the stream is in one that is close to it
 */
export async function* decodeStream(
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
  asChat: (body: JsonObject) => JsonObject = asItIs,
): AsyncGenerator<StreamEvent> {
  const reader = new ChunkReader(context);
  let usage: UsageReading | null = null;
  let reportedCost: unknown = null;
  let words: PriceWords = {};
  for await (const item of readSse(bytes)) {
    if (item.kind === "comment") {
      yield { type: "keep-alive" };
      continue;
    }
    if (item.kind === "oversized") {
      yield { type: "broken", problem: "an event of the stream is too long" };
      return;
    }
    if (item.data === DONE) break;
    if (item.event === "error") {
      yield { type: "error", body: readErrorText(item.data) };
      return;
    }
    const parsed = parse(item.data);
    if (parsed === null) {
      yield { type: "broken", problem: "a chunk of the stream is not a JSON object" };
      return;
    }
    const body = asChat(parsed);
    // First the usage: an error chunk may carry what was used up until then.
    const found = findUsage(body, context.convention);
    if (found) {
      const next = readUsage(found, context.convention);
      usage = context.convention.stream === "add" ? addUsage(usage, next) : next;
      reportedCost = findReportedCost(body, context.convention);
    }
    // A word may stand on any chunk, before the usage or after it; the last one said holds.
    const said = readWords(body, WORD_PLACES);
    const isNews = said.service_tier !== undefined && said.service_tier !== words.service_tier;
    words = { ...words, ...said };
    if (usage && (found || isNews)) yield { type: "usage", usage: withTerms(usage, { words }), reportedCost };
    const failed =
      Array.isArray(body.choices) &&
      body.choices.some((c) => isObject(c) && c.finish_reason === FINISH_ERROR);
    const refused = body.error !== undefined && body.error !== null;
    const alone = body.detail === undefined && isErrorOnly(body);
    if (refused || alone || textOrNull(body.detail) || body.object === "error" || failed) {
      yield { type: "error", body: readErrorJson(body) };
      return;
    }
    const chunk = reader.accept(body);
    if (chunk) yield { type: "chunk", ...chunk };
  }
  const { problem } = reader;
  yield problem === null ? { type: "end" } : { type: "broken", problem };
}

/** Writes a stream as OpenAI does: usage only for callers who asked, `[DONE]` only after a good end (STR-06, STR-07). */
export function encodeStream(context: RenderContext): StreamEncoder {
  const asked = context.request.stream_options?.include_usage === true;
  const told = toldCalls(callFormOf(context.body));
  let last: ChatChunk | null = null;
  const json = (body: unknown): Uint8Array => sseData(JSON.stringify(body));
  const usageChunk = (usage: UsageReading): Uint8Array[] => {
    if (!asked || usage.kind !== "known" || last === null) return [];
    const { id, object, created, model } = last;
    const counts = { ...writeUsage(usage.usage), ...context.usageExtras(usage.raw) };
    return [json({ id, object, created, model, choices: [], usage: counts })];
  };
  return {
    chunk: (chunk) => {
      last = chunk;
      const written = { ...chunk, choices: told(chunk.choices) };
      return [json(asked ? { ...written, usage: null } : written)];
    },
    keepAlive: () => [sseComment()],
    end: (usage) => [...usageChunk(usage), sseData(DONE)],
    error: (error) => [json(encodeError(error, context.requestId, []))],
  };
}
