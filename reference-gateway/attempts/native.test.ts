/** Answers in the provider's own dialect, as they came (MAP-14). */
import { describe, expect, test } from "vitest";
import { type Answer, gateway, own, plain, SSE_TYPE } from "../testing/gateway.ts";

const NATIVE = { "helicone-gateway-body-mapping": "NO_MAPPING" };
const CLAUDE = "claude-haiku-4-5/anthropic";
const frame = (type: string, more: object = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const usage = { input_tokens: 3, output_tokens: 1 };
const OPENING = [
  frame("message_start", { message: { id: "m", model: "m", role: "assistant", content: [], usage } }),
  frame("ping"),
  frame("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
  frame("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Out." } }),
];
const CLOSING = [
  frame("content_block_stop", { index: 0 }),
  frame("message_delta", { delta: { stop_reason: "end_turn" }, usage: { output_tokens: 1 } }),
  frame("message_stop"),
];

const asking = async (answer: Answer) => {
  const { ask, records } = gateway([answer], { keys: [own("anthropic")] });
  const asked = await ask({ model: CLAUDE, stream: true, max_tokens: 9 }, { headers: NATIVE });
  return { ...asked, record: records.all()[0] };
};

describe("a native stream", () => {
  test("is the provider's own, byte for byte, and nothing was dropped from its request", async () => {
    const { response, text } = await asking({ headers: SSE_TYPE, chunks: [...OPENING, ...CLOSING] });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("x-dropped-parameters")).toBeNull();
    expect(text).toBe([...OPENING, ...CLOSING].join(""));
  });

  test("that breaks ends with all that came, and then the error in its own form (STR-07)", async () => {
    const { text, record } = await asking({ headers: SSE_TYPE, chunks: [...OPENING, "data: {half\n\n"] });
    const came = `${OPENING.join("")}data: {half\n\n`;
    expect(text.startsWith(came)).toBe(true);
    expect(text.slice(came.length)).toMatch(/^event: error\ndata: \{"type":"error"/);
    expect(record).toMatchObject({ outcome: "failed", error: { code: "invalid_upstream_response" } });
  });

  test("of another framing says so", async () => {
    const keys = [own("bedrock", plain("AKIDEXAMPLE:secret", { region: "us-east-1" }))];
    const type = "application/vnd.amazon.eventstream";
    const { ask } = gateway([{ headers: { "content-type": type } }], { keys });
    const body = { messages: [{ role: "user", content: [{ text: "Where?" }] }], stream: true };
    const { response, error } = await ask({ ...body, model: "nova-lite/bedrock" }, { headers: NATIVE });
    // Empty, hence no answer: but it was read in its own framing.
    expect([response.status, error.message]).toEqual([
      502,
      expect.stringContaining("the stream ended before"),
    ]);
  });
});
