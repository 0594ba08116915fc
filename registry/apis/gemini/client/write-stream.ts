/**
 * Streams for callers of this dialect: calls whole, as Gemini sends them, finish and usage in the last chunk.
 * @module
 */
import type { ChatChunk, ChunkChoice, Delta, FinishReason, ToolCallOut } from "../../../canonical/chat.ts";
import { isObject, type JsonObject } from "../../../json.ts";
import { sseComment } from "../../_shared/sse.ts";
import type { RenderContext, StreamEncoder } from "../../codec.ts";
import { googleOf } from "../answer-fields.ts";
import { encodeError } from "../errors.ts";
import { writeLogprobs } from "../logprobs.ts";
import { modelParts } from "../model-parts.ts";
import { candidateFields, FOR_CALLERS, finishFields, writeCounts, writeIdentity } from "./write-candidate.ts";

const encoder = new TextEncoder();
const frame = (body: JsonObject): Uint8Array => encoder.encode(`data: ${JSON.stringify(body)}\r\n\r\n`);

/** Calls whose arguments still come, by index. */
type OpenCalls = Map<number, ToolCallOut>;

function collect(open: OpenCalls, delta: Delta): void {
  for (const piece of delta.tool_calls ?? []) {
    const { index, id, function: fn } = piece;
    const known = open.get(index);
    if (known) known.function.arguments += fn?.arguments ?? "";
    else {
      const call: ToolCallOut = {
        id: id ?? "",
        // Stryker disable next-line StringLiteral: Gemini's parts do not have the type of a call
        type: "function",
        function: { name: fn?.name ?? "", arguments: fn?.arguments ?? "" },
      };
      open.set(index, piece.extra_content ? { ...call, extra_content: piece.extra_content } : call);
    }
  }
}

/** Takes the calls that are whole: all but the newest, or every one at the end. */
function takeWhole(open: OpenCalls, all: boolean): ToolCallOut[] {
  let newest = 0;
  for (const index of open.keys()) newest = Math.max(newest, index);
  const whole = [...open].filter(([index]) => all || index < newest);
  for (const [index] of whole) open.delete(index);
  return whole.map(([, call]) => call);
}

class CandidateWriter {
  finish: JsonObject | null = null;
  private text = "";
  private refusal = "";
  private readonly open: OpenCalls = new Map();

  /** The candidate of one chunk, or `null` when it has nothing to say yet. */
  write(choice: ChunkChoice): JsonObject | null {
    const { delta, finish_reason: reason, index } = choice;
    collect(this.open, delta);
    const calls = takeWhole(this.open, reason !== null);
    const text = delta.content ?? "";
    this.text += text;
    this.refusal += delta.refusal ?? "";
    if (reason !== null) this.end(choice, reason);
    const said = { ...delta, content: text === "" ? null : text, refusal: null, tool_calls: calls };
    const parts = modelParts(said, FOR_CALLERS);
    const fields = candidateFields({ ...delta }, this.text);
    const logprobs = writeLogprobs(choice.logprobs);
    if (logprobs !== null) fields.logprobsResult = logprobs;
    if (parts.length === 0 && Object.keys(fields).length === 0) return null;
    return { content: parts.length === 0 ? { role: "model" } : { role: "model", parts }, ...fields, index };
  }

  private end(choice: ChunkChoice, reason: FinishReason): void {
    const native = "native_finish_reason" in choice ? choice.native_finish_reason : null;
    const refused = this.refusal === "" ? null : this.refusal;
    // A refusal that is no filter's is what the model said.
    const words = refused !== null && reason !== "content_filter" ? [{ text: refused }] : [];
    this.finish = {
      content: words.length === 0 ? { role: "model" } : { role: "model", parts: words },
      ...finishFields(reason, native, refused),
      index: choice.index,
    };
  }
}

/** The feedback of a blocked prompt, which stands in place of candidates. */
const feedbackOf = ({ choices }: ChatChunk): JsonObject | null => {
  const found = choices.map(({ delta }) => googleOf(delta).prompt_feedback).find(isObject);
  return found ?? null;
};

/** Writes a stream as Gemini does; usage is in the last chunk, and no terminator follows. */
export function encodeStream(context: RenderContext): StreamEncoder {
  const writers = new Map<number, CandidateWriter>();
  let last: ChatChunk | null = null;
  let feedback: JsonObject | null = null;
  const writerOf = (index: number): CandidateWriter => {
    const writer = writers.get(index) ?? new CandidateWriter();
    writers.set(index, writer);
    return writer;
  };
  return {
    chunk: (chunk) => {
      last = chunk;
      feedback ??= feedbackOf(chunk);
      const candidates = chunk.choices
        .map((choice) => writerOf(choice.index).write(choice))
        .filter((candidate) => candidate !== null);
      return candidates.length === 0 ? [] : [frame({ candidates, ...writeIdentity(chunk, context) })];
    },
    keepAlive: () => [sseComment()],
    end: (usage) => {
      const identity = last === null ? {} : writeIdentity(last, context);
      const finishes = [...writers.values()].flatMap(({ finish }) => (finish === null ? [] : [finish]));
      const said = feedback === null ? { candidates: finishes } : { promptFeedback: feedback };
      return [frame({ ...said, ...writeCounts(usage, context), ...identity })];
    },
    error: (error) => [frame(encodeError(error, context.requestId, []))],
  };
}
