/**
 * Reading a stream of Gemini, chunk by chunk (STR-04, STR-05, USE-04).
 * @module
 */
import type { ChatChunk, ChunkChoice } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { isObject, type Json, type JsonObject, parseJson } from "../../../json.ts";
import { broken, type EventReader, noEvent } from "../../_shared/read-events.ts";
import type { SseItem } from "../../_shared/sse.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import type { DecodeContext, StreamEvent } from "../../codec.ts";
import { blockOf, extraContent, functionNames, type Identity, readIdentity } from "../answer-fields.ts";
import { CallIds } from "../call-ids.ts";
import { decodeError, isError, readError } from "../errors.ts";
import { Grounding } from "../grounding.ts";
import { findUsage, readUsage } from "../usage.ts";
import { CandidateStream } from "./candidate-stream.ts";

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

export class CandidateEvents implements EventReader<SseItem> {
  private readonly chunks: ChunkReader;
  private readonly counter = new UsageReader();
  private readonly context: DecodeContext;

  constructor(context: DecodeContext) {
    this.context = context;
    this.chunks = new ChunkReader(context);
  }

  private *counted(body: JsonObject): Generator<StreamEvent> {
    const usage = this.counter.accept(body, this.context);
    if (usage !== null) yield { type: "usage", usage, reportedCost: null };
  }

  *read(item: SseItem): Generator<StreamEvent> {
    if (item.kind !== "event") return yield noEvent(item);
    // Google sends no terminator; a relay in between may.
    if (item.data === "[DONE]") return yield* this.close();
    const read = readItem(item);
    if ("type" in read) return yield read;
    // What was used up until then may stand beside a failure.
    yield* this.counted(read.body);
    if (read.failure !== null) return yield read.failure;
    for (const chunk of this.chunks.accept(read.body)) yield { type: "chunk", ...chunk };
  }

  /** The finish of every candidate, or what is missing. */
  *close(): Generator<StreamEvent> {
    const last = this.chunks.finish();
    if (typeof last === "string") return yield broken(last);
    yield { type: "chunk", chunk: last, content: true };
    yield { type: "end" };
  }
}
