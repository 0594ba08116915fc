/**
 * Wrappers around a stream on its way: its bytes, its text, its events, its chunks.
 * @module
 */

import type { StreamEvent } from "../../registry/apis/codec.ts";
import type { ChatChunk } from "../../registry/canonical/chat.ts";
import type { Plant } from "../targets/reference.ts";
import { withCodec } from "./plants.ts";

/** A transport that neither hears an abort nor can be told to stop reading. */
export const deaf: Plant = (parts) => ({
  ...parts,
  transport: {
    send: async (request) => {
      const answer = await parts.transport.send(request, new AbortController().signal);
      // An iterator without `return` cannot be told to stop.
      const source = answer.body[Symbol.asyncIterator]();
      return { ...answer, body: { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) } };
    },
  },
});

type Bytes = AsyncIterable<Uint8Array>;

/** Changes the bytes before the decoder sees them. */
export const withBytes = (change: (bytes: Bytes) => Bytes) =>
  withCodec((dialect) => ({
    decodeStream: (bytes, context) => dialect.decodeStream(change(bytes), context),
  }));

/** Changes the events that the decoder gives. */
export const withEvents = (change: (events: AsyncIterable<StreamEvent>) => AsyncIterable<StreamEvent>) =>
  withCodec((dialect) => ({
    decodeStream: (bytes, context) => change(dialect.decodeStream(bytes, context)),
  }));

export const mapEvents = (change: (event: StreamEvent) => StreamEvent | null) =>
  withEvents(async function* (events) {
    for await (const event of events) {
      const changed = change(event);
      if (changed) yield changed;
    }
  });

export const mapChunks = (change: (chunk: ChatChunk) => ChatChunk | null) =>
  mapEvents((event) => {
    if (event.type !== "chunk") return event;
    const chunk = change(event.chunk);
    return chunk && { ...event, chunk };
  });

/** Changes the text of a stream, once it is over; one that breaks off breaks off behind what came. */
export const mapText = (change: (text: string) => string) =>
  withBytes(async function* (bytes) {
    const chunks: Uint8Array[] = [];
    const come = () => new TextEncoder().encode(change(Buffer.concat(chunks).toString("utf8")));
    try {
      for await (const chunk of bytes) chunks.push(chunk);
    } catch (thrown) {
      yield come();
      throw thrown;
    }
    yield come();
  });

export const eachDelta = (
  chunk: ChatChunk,
  change: (delta: ChatChunk["choices"][number]["delta"]) => ChatChunk["choices"][number]["delta"],
): ChatChunk => ({
  ...chunk,
  choices: chunk.choices.map((choice) => ({ ...choice, delta: change(choice.delta) })),
});

/** A decoder that trusts every chunk to have `choices[0].delta`. */
export const crashesOn = (pattern: RegExp) =>
  mapText((text) => {
    const bad = text.split("\n").findIndex((line) => pattern.test(line));
    return bad < 0 ? text : text.split("\n").slice(0, bad).join("\n");
  });

/** The same bytes, with everything read so far as text: for faults that depend on what the wire said. */
export function overheard(bytes: AsyncIterable<Uint8Array>): {
  bytes: AsyncIterable<Uint8Array>;
  text(): string;
} {
  let text = "";
  const watched = (async function* () {
    for await (const chunk of bytes) {
      text += Buffer.from(chunk).toString("latin1");
      yield chunk;
    }
  })();
  return { bytes: watched, text: () => text };
}
