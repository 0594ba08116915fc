/**
 * Keeping what a stream says, for whoever asked for the whole answer; bounded, since a stream may be of any length.
 * @module
 */
import { Collector } from "../../registry/cache/collect.ts";
import type { ChatChunk } from "../../registry/canonical/chat.ts";
import type { Keep } from "../stages/stage.ts";

export class Keeper {
  private collector: Collector | null = new Collector();
  private left: number;
  private readonly target: Keep;

  constructor(target: Keep) {
    this.target = target;
    this.left = target.maxBytes;
  }

  add(chunk: ChatChunk): void {
    // Whatever repeats in every chunk is not part of the answer's size.
    this.left -= JSON.stringify(chunk.choices).length;
    if (this.left < 0) this.collector = null;
    this.collector?.add(chunk);
  }

  /** The stream came to its natural end. */
  finish(): void {
    const completion = this.collector?.completion();
    if (completion) this.target.keep(completion);
  }
}
