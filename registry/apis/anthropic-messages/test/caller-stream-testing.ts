/**
 * Streams as callers of the API get them.
 * @module
 */
import { expect } from "vitest";
import type { ChatChunk, ChunkChoice, Delta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { JsonObject } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { rendering } from "./testing.ts";

const head = { id: "msg_1", object: "chat.completion.chunk" as const, created: 1, model: "claude" };
export const chunk = (delta: Delta, choice: Partial<ChunkChoice> = {}, more: JsonObject = {}): ChatChunk => ({
  ...head,
  ...more,
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
});
export const FINISH = chunk({}, { finish_reason: "stop" });

/** The events in frames; the name of each must be its type. */
export function read(frames: readonly Uint8Array[]): JsonObject[] {
  return frames.map((frame) => {
    const [, name, data = ""] = /^event: (.*)\ndata: (.*)\n\n$/.exec(new TextDecoder().decode(frame)) ?? [];
    const event = JSON.parse(data) as JsonObject;
    expect(name).toBe(event.type);
    return event;
  });
}

/** All events of a stream with these chunks. */
export function eventsFor(
  chunks: readonly ChatChunk[],
  usage: UsageReading = { kind: "unknown" },
): JsonObject[] {
  const context = { ...rendering(), usageExtras: (raw: unknown) => raw as JsonObject };
  const encoder = anthropicMessages.encodeStream(context);
  return read([...chunks.flatMap((one) => encoder.chunk(one)), ...encoder.end(usage)]);
}
