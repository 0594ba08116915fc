/**
 * Reads an answer that comes in events to its end, the same way for every API (STR-04, STR-07).
 * @module
 */
import type { StreamEvent } from "../codec.ts";
import { Unusable } from "./refusals.ts";
import type { SseItem } from "./sse.ts";

/** Reads the events of one stream in their order. After an `error`, `broken` or `end` nothing more may be read. */
export interface EventReader<Item> {
  /** What one item says, in order. @throws Unusable where it breaks the stream; what it said before that counts */
  read(item: Item): Iterable<StreamEvent>;
  /** What the stream has come to where nothing more is said. */
  close(): Iterable<StreamEvent>;
}

const FINAL: readonly StreamEvent["type"][] = ["end", "error", "broken"];

/** Does nothing follow this event? */
export const isFinal = ({ type }: StreamEvent): boolean => FINAL.includes(type);

/** The provider broke its own format. */
export const broken = (problem: string): StreamEvent => ({ type: "broken", problem });

/** What an item of an event stream says that is no event of the API. */
export const noEvent = ({ kind }: Exclude<SseItem, { kind: "event" }>): StreamEvent =>
  kind === "comment" ? { type: "keep-alive" } : broken("an event of the stream is too long");

/** Reads a stream. After an `error`, `broken` or `end` event nothing follows. */
export async function* readEvents<Item>(
  items: AsyncIterable<Item>,
  reader: EventReader<Item>,
): AsyncGenerator<StreamEvent> {
  for await (const item of items) {
    try {
      for (const event of reader.read(item)) {
        yield event;
        if (isFinal(event)) return;
      }
    } catch (error) {
      // A fault of ours is no fault of the stream.
      if (!(error instanceof Unusable)) throw error;
      yield broken(error.message);
      return;
    }
  }
  yield* reader.close();
}
