/**
 * Streams for callers who speak Converse.
 * @module
 */
import type { ChatChunk, Delta, ReasoningDetail, ToolCallDelta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { ApiError } from "../../../errors/api-error.ts";
import { isObject, type JsonObject, textOrNull } from "../../../json.ts";
import { encodeFrame } from "../../_shared/event-stream.ts";
import type { RenderContext, StreamEncoder } from "../../codec.ts";
import { citationOf, isSigned } from "../blocks.ts";
import { exceptionOf } from "../errors.ts";
import { stopReasonOf } from "../finish.ts";
import { writeUsage } from "../usage.ts";
import { imageBlocks, writeExtras } from "./write-response.ts";

/** The exceptions that a stream of Bedrock's can end with; its clients know no others. */
const IN_STREAMS = [
  "ThrottlingException",
  "ValidationException",
  "ServiceUnavailableException",
  "InternalServerException",
];

const frame = (event: string, body: JsonObject): Uint8Array =>
  encodeFrame(
    [
      [":event-type", event],
      [":content-type", "application/json"],
      [":message-type", "event"],
    ],
    JSON.stringify(body),
  );

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function exceptionFrame(error: ApiError): Uint8Array {
  const name = exceptionOf(error);
  const known = IN_STREAMS.includes(name) ? name : "ModelStreamErrorException";
  const body = { message: error.message, ...(error.code === null ? {} : { code: error.code }) };
  return encodeFrame(
    [
      [":exception-type", lowerFirst(known)],
      [":content-type", "application/json"],
      [":message-type", "exception"],
    ],
    JSON.stringify(body),
  );
}

/** Text and thinking run in one block until something else is said; calls stay open, since their deltas may mix. */
class BlockWriter {
  private next = 0;
  private running: { kind: "text" | "thought"; index: number } | null = null;
  private readonly calls = new Map<number, number>();

  private delta = (contentBlockIndex: number, delta: JsonObject): Uint8Array =>
    frame("contentBlockDelta", { contentBlockIndex, delta });

  private pause(): Uint8Array[] {
    if (this.running === null) return [];
    const { index } = this.running;
    this.running = null;
    return [frame("contentBlockStop", { contentBlockIndex: index })];
  }

  private run(kind: "text" | "thought", delta: JsonObject): Uint8Array[] {
    if (this.running?.kind === kind) return [this.delta(this.running.index, delta)];
    const paused = this.pause();
    this.running = { kind, index: this.next++ };
    return [...paused, this.delta(this.running.index, delta)];
  }

  private thought(detail: ReasoningDetail): Uint8Array[] {
    if (detail.type === "reasoning.encrypted") {
      const content = { reasoningContent: { redactedContent: detail.data } };
      // Stryker disable next-line StringLiteral: the block is closed at once, before anything could ask for its kind
      return [...this.pause(), ...this.run("thought", content), ...this.pause()];
    }
    if (!isSigned(detail)) return [];
    // The text has run already, delta by delta; the signature closes it.
    const text = this.running?.kind === "thought" ? [] : this.thinking(detail.text);
    // Stryker disable next-line StringLiteral: only signed thinking comes here, and it has a signature
    const signature = { reasoningContent: { signature: detail.signature ?? "" } };
    return [...text, ...this.run("thought", signature), ...this.pause()];
  }

  private thinking = (text: string): Uint8Array[] =>
    text === "" ? [] : this.run("thought", { reasoningContent: { text } });

  private call({ index, id, function: fn }: ToolCallDelta): Uint8Array[] {
    const frames = this.pause();
    let block = this.calls.get(index);
    if (block === undefined) {
      block = this.next++;
      this.calls.set(index, block);
      const toolUse = { toolUseId: id ?? `tooluse_${index}`, name: fn?.name ?? "" };
      frames.push(frame("contentBlockStart", { contentBlockIndex: block, start: { toolUse } }));
    }
    if (fn?.arguments) frames.push(this.delta(block, { toolUse: { input: fn.arguments } }));
    return frames;
  }

  private image(block: JsonObject): Uint8Array[] {
    const { format, source } = isObject(block.image) ? block.image : {};
    const index = this.next++;
    return [
      ...this.pause(),
      frame("contentBlockStart", { contentBlockIndex: index, start: { image: { format } } }),
      this.delta(index, { image: { source } }),
      frame("contentBlockStop", { contentBlockIndex: index }),
    ];
  }

  write(delta: Delta): Uint8Array[] {
    const texts = [delta.content, delta.refusal].map(textOrNull).filter((text) => text !== null);
    // Stryker disable next-line ArrayDeclaration: a text is no citation and is left out
    const annotations: unknown[] = Array.isArray(delta.annotations) ? delta.annotations : [];
    const citations = annotations.map(citationOf).filter((citation) => citation !== null);
    return [
      ...this.thinking(delta.reasoning_content ?? ""),
      // Stryker disable next-line ArrayDeclaration: a text is neither secret nor signed, and nothing is said of it
      ...(delta.reasoning_details ?? []).flatMap((detail) => this.thought(detail)),
      ...texts.flatMap((text) => this.run("text", { text })),
      ...citations.flatMap((citation) => this.run("text", { citation })),
      ...imageBlocks(delta.images).flatMap((block) => this.image(block)),
      ...(delta.tool_calls ?? []).flatMap((call) => this.call(call)),
    ];
  }

  close(): Uint8Array[] {
    const calls = [...this.calls.values()].map((index) =>
      frame("contentBlockStop", { contentBlockIndex: index }),
    );
    return [...this.pause(), ...calls];
  }
}

class Encoder implements StreamEncoder {
  private started = false;
  private finished = false;
  private extras: JsonObject = {};
  private readonly blocks = new BlockWriter();

  private start(): Uint8Array[] {
    if (this.started) return [];
    this.started = true;
    return [frame("messageStart", { role: "assistant" })];
  }

  chunk(chunk: ChatChunk): Uint8Array[] {
    Object.assign(this.extras, writeExtras(chunk));
    const choice = chunk.choices.find(({ index }) => index === 0);
    if (!choice || this.finished) return [];
    const frames = [...this.start(), ...this.blocks.write(choice.delta)];
    if (choice.finish_reason === null) return frames;
    this.finished = true;
    const native = (choice as { native_finish_reason?: unknown }).native_finish_reason;
    const stopReason = stopReasonOf(choice.finish_reason, native);
    // JSON leaves out what is undefined.
    const { additionalModelResponseFields } = this.extras;
    const stop = { stopReason, additionalModelResponseFields };
    return [...frames, ...this.blocks.close(), frame("messageStop", stop)];
  }

  /** Bedrock has no such frame, and its clients know no other way to be kept waiting. */
  keepAlive(): Uint8Array[] {
    return [];
  }

  end(usage: UsageReading): Uint8Array[] {
    const { additionalModelResponseFields: _said, ...extras } = this.extras;
    const counts = usage.kind === "known" ? { usage: writeUsage(usage.usage) } : {};
    const metadata: JsonObject = { ...counts, ...extras };
    return Object.keys(metadata).length === 0 ? [] : [frame("metadata", metadata)];
  }

  error(error: ApiError): Uint8Array[] {
    return [exceptionFrame(error)];
  }
}

/** Writes a stream as Bedrock does: the usage after the end of the message, a failure as an exception frame (STR-07). */
export const encodeStream = (_context: RenderContext): StreamEncoder => new Encoder();
