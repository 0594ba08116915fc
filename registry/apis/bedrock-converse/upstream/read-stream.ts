/**
 * Reading a stream of Converse, frame by frame (STR-04, STR-05, USE-04).
 * @module
 */
import type { ChatChunk, ChunkChoice, Delta } from "../../../canonical/chat.ts";
import { readWords } from "../../../canonical/price-words.ts";
import { withTerms } from "../../../canonical/usage.ts";
import { isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../../json.ts";
import type { FrameItem } from "../../_shared/event-stream.ts";
import { broken, type EventReader } from "../../_shared/read-events.ts";
import { toolNames } from "../../_shared/tool-names.ts";
import type { DecodeContext, StreamEvent } from "../../codec.ts";
import { decodeFrameError } from "../errors.ts";
import { failureMessage, isFailure, mapFinish } from "../finish.ts";
import { readExtras } from "../response.ts";
import { findUsage, readUsage, WORD_PLACES } from "../usage.ts";
import { BlockStream } from "./block-stream.ts";

function parsed(payload: string): JsonObject | null {
  try {
    const value: Json = parseJson(payload === "" ? "{}" : payload);
    return isObject(value) ? value : null;
  } catch {
    return null; // The caller reports the frame as broken.
  }
}

type ChunkEvent = Extract<StreamEvent, { type: "chunk" }>;

class MessageReader {
  finished = false;
  /** Why the answer is none, although it ended; usage may still follow. */
  failure: string | null = null;
  private roleSent = false;
  private readonly blocks: BlockStream;
  private readonly context: DecodeContext;

  constructor(context: DecodeContext) {
    this.context = context;
    this.blocks = new BlockStream(toolNames(context.request), context.fallbackId);
  }

  private chunk(choices: ChunkChoice[], extras: JsonObject = {}): ChunkEvent {
    const { fallbackId, nowSeconds, endpoint } = this.context;
    const chunk: ChatChunk = {
      id: fallbackId,
      object: "chat.completion.chunk",
      created: nowSeconds,
      model: endpoint.providerModelId,
      choices,
      ...extras,
    };
    return { type: "chunk", chunk, content: choices.length > 0 };
  }

  /** The role goes with the first delta, whatever that is. */
  private say(delta: Delta, finish: Partial<ChunkChoice> = {}): ChunkEvent {
    const opening: Delta = this.roleSent ? {} : { role: "assistant" };
    this.roleSent = true;
    return this.chunk([{ index: 0, delta: { ...opening, ...delta }, finish_reason: null, ...finish }]);
  }

  private sayAll(deltas: readonly (Delta | null)[]): StreamEvent[] {
    return deltas.flatMap((delta) => (delta === null ? [] : [this.say(delta)]));
  }

  private open(): StreamEvent[] {
    if (this.roleSent) return [];
    return [{ ...this.say({ content: "" }), content: false }];
  }

  private stop(body: JsonObject): StreamEvent[] {
    const word = textOrNull(body.stopReason) ?? (this.blocks.hasCalls ? "tool_use" : null);
    if (word === null) return [broken("the answer has no stopReason")];
    const rest = this.blocks.stopAll().map((delta) => this.say(delta));
    this.finished = true;
    if (isFailure(word)) {
      this.failure = word;
      return rest;
    }
    const event = this.say(this.blocks.ordered(), mapFinish(word, this.blocks.hasCalls));
    Object.assign(event.chunk, readExtras(body, this.context));
    return [...rest, event];
  }

  private metadata(body: JsonObject): StreamEvent[] {
    const events: StreamEvent[] = [];
    const extras = readExtras(body, this.context);
    if (Object.keys(extras).length > 0) events.push(this.chunk([], extras));
    const { convention } = this.context;
    const found = findUsage(body, convention);
    const words = readWords(body, WORD_PLACES);
    const usage = found && withTerms(readUsage(found, convention), { words });
    if (usage) events.push({ type: "usage", usage, reportedCost: null });
    return events;
  }

  /** What a frame says; frames of unknown types say only that the connection lives (STR-05). */
  accept(event: string | undefined, body: JsonObject): StreamEvent[] {
    const index = typeof body.contentBlockIndex === "number" ? body.contentBlockIndex : 0;
    // After its finish an answer has nothing to add but its usage.
    if (this.finished && event !== "metadata") return [];
    switch (event) {
      case "messageStart":
        return this.open();
      case "contentBlockStart": {
        const over = this.blocks.begin(index);
        const delta = this.blocks.start(index, isObject(body.start) ? body.start : {});
        if (delta === "unnamed") return [broken("a tool call has no name")];
        return this.sayAll([...over, delta]);
      }
      case "contentBlockDelta": {
        const over = this.blocks.begin(index);
        return this.sayAll([...over, this.blocks.delta(index, isObject(body.delta) ? body.delta : {})]);
      }
      case "contentBlockStop":
        return this.sayAll([this.blocks.stop(index)]);
      case "messageStop":
        return this.stop(body);
      case "metadata":
        return this.metadata(body);
      default:
        return [{ type: "keep-alive" }];
    }
  }

  /** The last event. Usage follows the finish, so only the end of the bytes ends a stream. */
  end(): StreamEvent {
    if (!this.finished) return broken("the stream ended before the answer was finished");
    if (this.failure === null) return { type: "end" };
    const body = { code: null, param: null, retryDelay: null, status: 502 };
    return { type: "error", body: { ...body, type: this.failure, message: failureMessage(this.failure) } };
  }
}

export class FrameEvents implements EventReader<FrameItem> {
  private readonly message: MessageReader;

  constructor(context: DecodeContext) {
    this.message = new MessageReader(context);
  }

  read(item: FrameItem): StreamEvent[] {
    if (item.kind === "broken") return [broken(item.problem)];
    const { headers, payload } = item;
    const type = headers.get(":message-type");
    if (type === "exception" || type === "error")
      return [{ type: "error", body: decodeFrameError(headers, payload) }];
    const body = parsed(payload);
    return body === null
      ? [broken("the payload of a frame is not a JSON object")]
      : this.message.accept(headers.get(":event-type"), body);
  }

  close(): StreamEvent[] {
    return [this.message.end()];
  }
}
