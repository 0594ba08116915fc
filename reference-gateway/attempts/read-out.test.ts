/** What follows the end of a stream is read, within bounds, so that its connection can serve the next call (STR-08). */
import { expect, test } from "vitest";
import { gateway, OPENAI, SSE_TYPE, STREAM } from "../testing/gateway.ts";

const TRAILER = ": the end\n\n";

test("reads a stream to the end of its body, also behind its last event", async () => {
  const opened = gateway([{ headers: SSE_TYPE, chunks: [...STREAM, TRAILER, TRAILER] }]);
  const { text } = await opened.ask({ stream: true });
  expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
  expect(opened.taken()).toBe(STREAM.length + 2);
  expect(opened.ringing()).toEqual([]);
});

test.each([
  ["/v1/messages", {}, "message_stop"],
  ["/v1/chat/completions", { "helicone-gateway-body-mapping": "NO_MAPPING" }, "[DONE]"],
])(
  "reads a stream that is written anew or native to the end of its body too (%s %o)",
  async (path, more, end) => {
    const opened = gateway([{ headers: SSE_TYPE, chunks: [...STREAM, TRAILER] }]);
    const response = await opened.app.request(path, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer gateway-key", ...more },
      body: JSON.stringify({
        model: OPENAI,
        max_tokens: 9,
        messages: [{ role: "user", content: "Where?" }],
        stream: true,
      }),
    });
    expect(await response.text()).toContain(end);
    await opened.parts.background.idle();
    expect(opened.taken()).toBe(STREAM.length + 1);
    expect(opened.signals[0]?.aborted).toBe(false);
    expect(opened.ringing()).toEqual([]);
  },
);

test("leaves a stream that never ends behind its last event after 64 KiB", async () => {
  const after = Array<string>(1_000).fill(`: ${"x".repeat(1_021)}\n`);
  const opened = gateway([{ headers: SSE_TYPE, chunks: [...STREAM, ...after] }]);
  const { text } = await opened.ask({ stream: true });
  expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
  expect(opened.taken()).toBeLessThan(STREAM.length + 80);
  expect(opened.ringing()).toEqual([]);
});
