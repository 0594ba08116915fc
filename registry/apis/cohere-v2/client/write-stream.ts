/**
 * Streams for a caller of Cohere's dialect: chunks in, named events out. The dialect has one choice; the first is it.
 * @module
 */
import type { ChatChunk, Delta, FinishReason, ToolCallDelta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { ApiError } from "../../../errors/api-error.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { textOrNull } from "../../../json.ts";
import { sseComment, sseData } from "../../_shared/sse.ts";
import type { RenderContext, StreamEncoder } from "../../codec.ts";
import { citationsOf } from "../citations.ts";
import { FAILURE_WORD, finishWord } from "../finish.ts";
import { fromLogprobs } from "../logprobs.ts";
import { renderUsage } from "../response.ts";

const encoder = new TextEncoder();

function frame(type: string, body: JsonObject): Uint8Array {
  return encoder.encode(`event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`);
}

type BlockType = "text" | "thinking";

class EventWriter implements StreamEncoder {
  private readonly context: RenderContext;
  private started = false;
  private block: BlockType | null = null;
  /** The index of the block that is open or comes next. */
  private blocks = 0;
  private text = "";
  private openCall: number | null = null;
  private citations = 0;
  private finish: FinishReason = "stop";

  constructor(context: RenderContext) {
    this.context = context;
  }

  private start(id: string): Uint8Array[] {
    if (this.started) return [];
    this.started = true;
    const message = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
    return [frame("message-start", { id: id || this.context.requestId, delta: { message } })];
  }

  private closeBlock(): Uint8Array[] {
    if (this.block === null) return [];
    this.block = null;
    this.blocks += 1;
    return [frame("content-end", { index: this.blocks - 1 })];
  }

  private closeCall(): Uint8Array[] {
    if (this.openCall === null) return [];
    const index = this.openCall;
    this.openCall = null;
    return [frame("tool-call-end", { index })];
  }

  private content(type: BlockType, text: string | null | undefined, logprobs: JsonObject[]): Uint8Array[] {
    if (!text) return [];
    const frames = this.block === type ? [] : [...this.closeCall(), ...this.closeBlock()];
    const index = this.blocks;
    if (this.block === null) {
      this.block = type;
      frames.push(frame("content-start", { index, delta: { message: { content: { type, [type]: "" } } } }));
    }
    const [first] = logprobs;
    // Stryker disable next-line ConditionalExpression: JSON leaves out what is undefined
    const more = first === undefined ? {} : { logprobs: first };
    frames.push(
      frame("content-delta", { index, delta: { message: { content: { [type]: text } } }, ...more }),
    );
    if (type === "text") this.text += text;
    return frames;
  }

  private call(delta: ToolCallDelta): Uint8Array[] {
    const { index, id, function: { name, arguments: args = "" } = {} } = delta;
    const frames: Uint8Array[] = [];
    if (id !== undefined && name !== undefined) {
      frames.push(...this.closeBlock(), ...this.closeCall());
      const call = { id, type: "function", function: { name, arguments: "" } };
      frames.push(frame("tool-call-start", { index, delta: { message: { tool_calls: call } } }));
      this.openCall = index;
    }
    if (args !== "") {
      const call = { function: { arguments: args } };
      frames.push(frame("tool-call-delta", { index, delta: { message: { tool_calls: call } } }));
    }
    return frames;
  }

  private cite(delta: Delta): Uint8Array[] {
    return citationsOf(delta, this.text).flatMap((citation: Json) => {
      const index = this.citations++;
      return [
        frame("citation-start", { index, delta: { message: { citations: citation } } }),
        frame("citation-end", { index }),
      ];
    });
  }

  chunk(chunk: ChatChunk): Uint8Array[] {
    const choice = chunk.choices.find(({ index }) => index === 0);
    const frames = this.start(chunk.id);
    if (!choice) return frames;
    const { delta } = choice;
    const plan = textOrNull(delta.tool_plan);
    // What is said behind a plan is a block of its own.
    if (plan !== null)
      frames.push(
        ...this.closeBlock(),
        frame("tool-plan-delta", { delta: { message: { tool_plan: plan } } }),
      );
    const logprobs = fromLogprobs(choice.logprobs);
    frames.push(
      ...this.content("thinking", delta.reasoning_content, []),
      ...this.content("text", delta.content, logprobs),
      ...this.content("text", delta.refusal, []),
      // Stryker disable next-line ArrayDeclaration: a word in place of a call has neither id nor arguments, and nothing is written for it
      ...(delta.tool_calls ?? []).flatMap((call) => this.call(call)),
      ...this.cite(delta),
    );
    if (choice.finish_reason !== null) this.finish = choice.finish_reason;
    return frames;
  }

  keepAlive(): Uint8Array[] {
    return [sseComment()];
  }

  end(usage: UsageReading): Uint8Array[] {
    const delta = { finish_reason: finishWord(this.finish), ...renderUsage(usage, this.context) };
    return [
      ...this.start(""),
      ...this.closeBlock(),
      ...this.closeCall(),
      frame("message-end", { delta }),
      sseData("[DONE]"),
    ];
  }

  error(error: ApiError): Uint8Array[] {
    const delta = { finish_reason: FAILURE_WORD, error: error.message };
    return [...this.start(""), frame("message-end", { delta })];
  }
}

/** Writes a stream for a caller. An error ends it with `message-end` and no `[DONE]` (STR-07). */
export const encodeStream = (context: RenderContext): StreamEncoder => new EventWriter(context);
