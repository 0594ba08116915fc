/**
 * Streams for callers who speak Anthropic's dialect: the events that its own clients read (STR-04, STR-07).
 * @module
 */
import { authorOf } from "../../../canonical/author.ts";
import type { ChatChunk, ChunkChoice, Delta } from "../../../canonical/chat.ts";
import { concealedTurn } from "../../../canonical/kept-turn.ts";
import { withOrigin } from "../../../canonical/origin.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { ApiError } from "../../../errors/api-error.ts";
import { at, isObject, type JsonObject, objectsIn } from "../../../json.ts";
import type { RenderContext, StreamEncoder } from "../../codec.ts";
import { BLOCKS_FIELD, citationsOf } from "../blocks.ts";
import { citationFrom } from "../cited-text.ts";
import { encodeError } from "../errors.ts";
import { renderUsage } from "../usage.ts";
import { OpenBlocks } from "./open-blocks.ts";
import { ending } from "./write-response.ts";

const encoder = new TextEncoder();

/** An event on the wire. */
export const frame = (event: JsonObject): Uint8Array =>
  encoder.encode(`event: ${String(event.type)}\ndata: ${JSON.stringify(event)}\n\n`);

/** Blocks that the deltas of the canonical form have already told. */
const TOLD = ["text", "thinking", "redacted_thinking", "tool_use"];

/** What a provider whose counts come at the end has told before. */
export const NOTHING_COUNTED: JsonObject = {
  input_tokens: 0,
  cache_creation_input_tokens: null,
  cache_read_input_tokens: null,
  output_tokens: 0,
};

/** Says a chunk nothing but whose turn it is? */
const saysNothing = ({ choices }: ChatChunk): boolean =>
  choices.every(
    ({ delta: { role: _role, content, ...more }, finish_reason: reason }) =>
      !content && reason === null && Object.keys(more).length === 0,
  );

class MessageWriter implements StreamEncoder {
  private frames: Uint8Array[] = [];
  private started = false;
  private refusal: string | null = null;
  private choice: ChunkChoice | null = null;
  private tail: JsonObject = {};
  /** Was thinking counted before the end? What was told once holds on until it is taken back. */
  private hasThought = false;
  /** The opening, until it is known whether its counts are. */
  private opening: JsonObject | null = null;
  private readonly blocks = new OpenBlocks((event) => this.frames.push(frame(event)));
  private readonly context: RenderContext;

  constructor(context: RenderContext) {
    this.context = context;
  }

  private flush(): Uint8Array[] {
    return this.frames.splice(0);
  }

  private begin(id: string, model: string): void {
    if (this.started) return;
    this.started = true;
    this.opening = {
      id,
      type: "message",
      role: "assistant",
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: NOTHING_COUNTED,
    };
  }

  /** Counts are cumulative: the opening has those that the provider began with, the last event all of them. */
  private open(usage: JsonObject = NOTHING_COUNTED): void {
    if (this.opening === null) return;
    const message = { ...this.opening, usage };
    this.hasThought = usage.output_tokens_details !== undefined;
    this.opening = null;
    this.frames.push(frame({ type: "message_start", message }));
  }

  counted(usage: UsageReading): Uint8Array[] {
    if (usage.kind === "known") this.open(renderUsage(usage, this.context));
    return this.flush();
  }

  private foreign(blocks: readonly JsonObject[]): void {
    for (const block of blocks) {
      if (!TOLD.includes(String(block.type))) this.blocks.whole(block);
      for (const citation of citationsOf(block))
        if (block.type === "text" && isObject(citation) && typeof citation.url !== "string")
          this.blocks.citation(citation);
    }
  }

  private accept(delta: Delta): void {
    if (delta.reasoning_content) this.blocks.thinking(delta.reasoning_content);
    for (const detail of delta.reasoning_details ?? []) {
      if (detail.type === "reasoning.encrypted")
        this.blocks.whole({ type: "redacted_thinking", data: withOrigin(detail.data, authorOf(detail)) });
      else if (detail.signature !== undefined)
        this.blocks.signature(detail.text, withOrigin(detail.signature, authorOf(detail)));
      else if (!delta.reasoning_content) this.blocks.thinking(detail.text);
    }
    if (delta.content) this.blocks.text(delta.content);
    for (const annotation of objectsIn(delta.annotations)) {
      const citation = citationFrom(annotation);
      if (citation !== null) this.blocks.citation(citation);
    }
    const turn = concealedTurn(delta);
    if (turn !== null) this.blocks.whole({ type: "redacted_thinking", data: turn });
    this.foreign(objectsIn(delta[BLOCKS_FIELD]));
    // Stryker disable next-line ArrayDeclaration: a word in place of a call has neither id nor arguments, and nothing is written for it
    for (const { index, id, function: fn, extra_content: extra } of delta.tool_calls ?? []) {
      const caller = at(extra, ["anthropic", "caller"]);
      const whence = isObject(caller) ? { caller } : {};
      if (id !== undefined) this.blocks.openTool(index, { id, name: fn?.name ?? "", ...whence });
      if (fn?.arguments) this.blocks.toolInput(index, fn.arguments);
    }
    if (typeof delta.refusal === "string") this.refusal = (this.refusal ?? "") + delta.refusal;
  }

  /** Only the first choice has a place. */
  chunk(chunk: ChatChunk): Uint8Array[] {
    this.begin(chunk.id, chunk.model);
    // Counts that come right behind the opening belong into it.
    if (!saysNothing(chunk)) this.open();
    for (const choice of chunk.choices.filter(({ index }) => index === 0)) {
      this.accept(choice.delta);
      if (choice.finish_reason !== null) this.choice = choice;
    }
    const { container, context_management } = chunk;
    if (isObject(container)) this.tail.container = container;
    if (isObject(context_management)) this.tail.context_management = context_management;
    return this.flush();
  }

  keepAlive(): Uint8Array[] {
    this.open();
    return [...this.flush(), frame({ type: "ping" })];
  }

  end(usage: UsageReading): Uint8Array[] {
    this.begin(this.context.requestId, this.context.request.model);
    this.open();
    this.blocks.closeAll();
    const { container, ...rest } = this.tail;
    const reason = this.choice?.finish_reason ?? "stop";
    const delta = ending({ ...this.choice, finish_reason: reason }, this.refusal);
    const last = { ...delta, container };
    const nothing = this.hasThought ? { output_tokens_details: { thinking_tokens: 0 } } : {};
    const counts = { ...nothing, ...renderUsage(usage, this.context) };
    this.frames.push(
      frame({ type: "message_delta", delta: last, usage: counts, ...rest }),
      frame({ type: "message_stop" }),
    );
    return this.flush();
  }

  error(error: ApiError): Uint8Array[] {
    this.open();
    return [...this.flush(), frame(encodeError(error, this.context.requestId))];
  }
}

/** Writes one answer as events. */
export const encodeStream = (context: RenderContext): StreamEncoder => new MessageWriter(context);
