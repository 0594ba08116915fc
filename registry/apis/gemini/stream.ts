/**
 * Streams of Gemini: SSE with CRLF and without a terminator; the end is the end of the body, once every candidate has
 * its finish reason (STR-01…07, USE-04).
 * @module
 */
import type { ChatChunk, ChunkChoice } from "../../canonical/chat.ts";
import type { UsageReading } from "../../canonical/usage.ts";
import { isObject, type Json, type JsonObject, parseJson } from "../../json.ts";
import { Unusable } from "../_shared/refusals.ts";
import { readSse, type SseItem } from "../_shared/sse.ts";
import type { ToolNames } from "../_shared/tool-names.ts";
import type { DecodeContext, StreamEvent } from "../codec.ts";
import { blockOf, extraContent, functionNames, type Identity, readIdentity } from "./answer-fields.ts";
import { CallIds } from "./call-ids.ts";
import { decodeError, isError, readError } from "./errors.ts";
import { Grounding } from "./grounding.ts";
import { CandidateStream } from "./upstream/candidate-stream.ts";
import { findUsage, readUsage } from "./usage.ts";

export { encodeStream } from "./client/write-stream.ts";

const broken = (problem: string): StreamEvent => ({ type: "broken", problem });

function parse(data: string): Json | undefined {
  try {
    return parseJson(data);
    // Stryker disable next-line BlockStatement: a function that ends without return gives undefined as well
  } catch {
    return undefined; // The caller reports the chunk as broken.
  }
}

class ChunkReader {
  private identity: Identity | null = null;
  private ids: CallIds | null = null;
  private readonly candidates = new Map<number, CandidateStream>();
  private readonly names: ToolNames;
  private readonly context: DecodeContext;
  private block: ReturnType<typeof blockOf> = null;

  constructor(context: DecodeContext) {
    this.context = context;
    this.names = functionNames(context.request);
  }

  private candidate(index: number, ids: CallIds): CandidateStream {
    const known = this.candidates.get(index);
    if (known) return known;
    const fresh = new CandidateStream(index, this.names, ids);
    this.candidates.set(index, fresh);
    return fresh;
  }

  private chunk(identity: Identity, choices: ChunkChoice[]): ChatChunk {
    const { id, created, model } = identity;
    return { id, object: "chat.completion.chunk", created, model, choices };
  }

  /** The normalised chunks of a body: none when nothing in it concerns the caller. @throws Unusable */
  accept(body: JsonObject): { chunk: ChatChunk; content: boolean }[] {
    // One id for the whole stream, whatever the host does from chunk to chunk.
    this.identity ??= readIdentity(body, this.context);
    this.ids ??= new CallIds(this.identity.id);
    const { identity, ids } = this;
    const listed = Array.isArray(body.candidates) ? body.candidates : [];
    if (listed.length === 0) this.block ??= blockOf(body);
    const read = listed
      .filter(isObject)
      .map((candidate, position) =>
        this.candidate(typeof candidate.index === "number" ? candidate.index : position, ids).accept(
          candidate,
        ),
      );
    const steps = read.reduce((most, { length }) => Math.max(most, length), 0);
    return Array.from({ length: steps }, (_, step) => {
      const said = read.flatMap((choices) => choices[step] ?? []);
      const content = said.some((choice) => choice.content);
      return {
        content,
        chunk: this.chunk(
          identity,
          said.map(({ choice }) => choice),
        ),
      };
    });
  }

  /** The last chunk, with the finish of every candidate, or what is missing. */
  finish(): ChatChunk | string {
    const { identity, block } = this;
    if (identity === null) return "the stream is empty";
    if (this.candidates.size > 0) {
      const all = [...this.candidates.values()];
      if (!all.every(({ finished }) => finished)) return "the stream ended before the answer was finished";
      return this.chunk(
        identity,
        all.map((candidate) => candidate.finish()),
      );
    }
    if (block === null) return "the stream ended without an answer";
    const { reason, refusal, feedback } = block;
    const extras = extraContent({ prompt_feedback: feedback });
    const delta = { role: "assistant" as const, ...(refusal === null ? {} : { refusal }), ...extras };
    const native = { native_finish_reason: reason };
    return this.chunk(identity, [{ index: 0, delta, finish_reason: "content_filter", ...native }]);
  }
}

/** The body of a data event, with the failure that may stand beside the answer so far; or what ends the stream instead. */
function readItem(
  item: SseItem & { kind: "event" },
): { body: JsonObject; failure: StreamEvent | null } | StreamEvent {
  if (item.event === "error") return { type: "error", body: decodeError(item.data) };
  const value = parse(item.data);
  const isFailed =
    value !== undefined && (isError(value) || (isObject(value) && (value.error ?? null) !== null));
  const failure: StreamEvent | null = isFailed ? { type: "error", body: readError(value) } : null;
  if (!isObject(value)) return failure ?? broken("a chunk of the stream is not a JSON object");
  return { body: value, failure };
}

/** The counts so far: each chunk's stand for the whole answer, and searches are told beside them or after them. */
class UsageReader {
  private readonly grounding = new Grounding();
  private counted: JsonObject | null = null;

  /** What a body tells about the usage, or `null` where it tells nothing new. */
  accept(body: JsonObject, { convention }: DecodeContext): UsageReading | null {
    const raw = findUsage(body, convention);
    const searched = this.grounding.accept(body);
    if (raw === null && !searched) return null;
    const usage = readUsage(raw ?? this.counted, convention, this.grounding);
    // A chunk with only a traffic type says nothing about the counts.
    if (usage.kind === "unknown") return null;
    this.counted = raw ?? this.counted;
    return usage;
  }
}

/** What one body says. */
function* eventsOf(
  body: JsonObject,
  reader: ChunkReader,
  counter: UsageReader,
  context: DecodeContext,
): Generator<StreamEvent> {
  const usage = counter.accept(body, context);
  if (usage !== null) yield { type: "usage", usage, reportedCost: null };
  for (const chunk of reader.accept(body)) yield { type: "chunk", ...chunk };
}

/** Decodes a stream. After an `error`, `broken` or `end` event nothing follows. */
export async function* decodeStream(
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<StreamEvent> {
  const reader = new ChunkReader(context);
  const counter = new UsageReader();
  for await (const item of readSse(bytes)) {
    if (item.kind === "comment") {
      yield { type: "keep-alive" };
      continue;
    }
    if (item.kind === "oversized") {
      yield broken("an event of the stream is too long");
      return;
    }
    // Google sends no terminator; a relay in between may.
    if (item.data === "[DONE]") break;
    const read = readItem(item);
    if ("type" in read) {
      yield read;
      return;
    }
    if (read.failure !== null) {
      // What was used up until then may stand beside it.
      const usage = counter.accept(read.body, context);
      if (usage !== null) yield { type: "usage", usage, reportedCost: null };
      yield read.failure;
      return;
    }
    try {
      yield* eventsOf(read.body, reader, counter, context);
    } catch (error) {
      // Stryker disable next-line ConditionalExpression: nothing else is thrown there
      if (!(error instanceof Unusable)) throw error;
      yield broken(error.message);
      return;
    }
  }
  const last = reader.finish();
  if (typeof last === "string") {
    yield broken(last);
    return;
  }
  yield { type: "chunk", chunk: last, content: true };
  yield { type: "end" };
}
