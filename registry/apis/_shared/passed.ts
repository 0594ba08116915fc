/**
 * Gathers what of a stream is passed on together, between the events that tell something else.
 * @module
 */
import type { ChatChunk } from "../../canonical/chat.ts";
import type { PassedBytes, TappedEvent } from "../codec.ts";
import { sseComment } from "./sse.ts";
import { joined } from "./sse-slices.ts";

/** What a comment says is the host's own business; that there is one keeps the connection open. */
const COMMENT = sseComment();

/** The events of one chunk of a stream. */
export class Passed {
  readonly events: TappedEvent[] = [];
  private bytes: Uint8Array[] = [];
  private chunks: ChatChunk[] = [];
  private content = false;
  private comments = true;

  /** Bytes that tell nothing of the answer. */
  add(bytes: readonly Uint8Array[]): void {
    for (const piece of bytes) this.bytes.push(piece);
    this.comments = false;
  }

  /** What bytes that were added tell, and whether the beginning of an answer is among it. */
  tells(chunk: ChatChunk, content: boolean): void {
    this.chunks.push(chunk);
    this.content ||= content;
  }

  /** A comment; one is as good as a thousand. */
  comment(): void {
    if (this.bytes.at(-1) !== COMMENT) this.bytes.push(COMMENT);
  }

  /** Something else than bytes, in its place among them. */
  say(event: Exclude<TappedEvent, PassedBytes>): void {
    this.flush();
    this.events.push(event);
  }

  /** Ends what is gathered. */
  flush(): TappedEvent[] {
    const { bytes, chunks, content, comments } = this;
    if (bytes.length > 0 || chunks.length > 0)
      this.events.push({ type: "bytes", bytes: joined(bytes), chunks, content, comments });
    this.bytes = [];
    this.chunks = [];
    this.content = false;
    this.comments = true;
    return this.events;
  }
}
