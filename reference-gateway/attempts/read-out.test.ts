/** What follows the end of a stream is read, within bounds, so that its connection can serve the next call (STR-08). */
import { expect, test } from "vitest";
import { gateway, SSE_TYPE, STREAM } from "../testing/gateway.ts";

const TRAILER = ": the end\n\n";

test("reads a stream to the end of its body, also behind its last event", async () => {
  const opened = gateway([{ headers: SSE_TYPE, chunks: [...STREAM, TRAILER, TRAILER] }]);
  const { text } = await opened.ask({ stream: true });
  expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
  expect(opened.taken()).toBe(STREAM.length + 2);
  expect(opened.ringing()).toEqual([]);
});

test("leaves a stream that never ends behind its last event after 64 KiB", async () => {
  const after = Array<string>(1_000).fill(`: ${"x".repeat(1_021)}\n`);
  const opened = gateway([{ headers: SSE_TYPE, chunks: [...STREAM, ...after] }]);
  const { text } = await opened.ask({ stream: true });
  expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
  expect(opened.taken()).toBeLessThan(STREAM.length + 80);
  expect(opened.ringing()).toEqual([]);
});
