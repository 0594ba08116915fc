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

/** What bytes tell: a chunk, or as many as are made of them where somebody wants to know. */
type Told = ChatChunk | (() => readonly ChatChunk[]);

/** What is gathered between two events of another kind. */
class Gathered implements PassedBytes {
  readonly type = "bytes";
  readonly bytes: readonly Uint8Array[];
  readonly tells: boolean;
  readonly comments: boolean;
  readonly content: boolean;
  private readonly told: readonly Told[];

  constructor(told: readonly Told[], about: Pick<PassedBytes, "bytes" | "comments" | "content">) {
    this.told = told;
    this.tells = told.length > 0;
    this.bytes = about.bytes;
    this.comments = about.comments;
    this.content = about.content;
  }

  get chunks(): readonly ChatChunk[] {
    return this.told.flatMap((each) => (typeof each === "function" ? each() : each));
  }
}

/** The events of one chunk of a stream. */
export class Passed {
  readonly events: TappedEvent[] = [];
  private bytes: Uint8Array[] = [];
  private told: Told[] = [];
  private content = false;
  private comments = true;

  /** Bytes that tell nothing of the answer. */
  add(bytes: readonly Uint8Array[]): void {
    for (const piece of bytes) this.bytes.push(piece);
    this.comments = false;
  }

  /** What bytes that were added tell, and whether the beginning of an answer is among it. */
  tells(told: Told, content: boolean): void {
    this.told.push(told);
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
    const { bytes, told, content, comments } = this;
    if (bytes.length > 0 || told.length > 0)
      this.events.push(new Gathered(told, { bytes: joined(bytes), content, comments }));
    this.bytes = [];
    this.told = [];
    this.content = false;
    this.comments = true;
    return this.events;
  }
}
