/** Answers in the provider's own dialect, as they came (MAP-14). */
import { describe, expect, test } from "vitest";
import { clientCodecs } from "../../registry/apis/index.ts";
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

  test("of another framing has its own content type, and its own frames", async () => {
    const keys = [own("bedrock", plain("AKIDEXAMPLE:secret", { region: "us-east-1" }))];
    const type = "application/vnd.amazon.eventstream";
    const messages = [{ role: "user" as const, content: [{ type: "text" as const, text: "Where?" }] }];
    const encoder = clientCodecs["bedrock-converse"].encodeStream({
      request: { model: "m", messages },
      requestId: "r",
      body: {},
      now: () => 1,
      usageExtras: () => ({}),
    });
    const said = { id: "c", object: "chat.completion.chunk" as const, created: 1, model: "m" };
    const chunks = [
      { index: 0, delta: { role: "assistant" as const, content: "Out." }, finish_reason: null },
      { index: 0, delta: {}, finish_reason: "stop" as const },
    ].flatMap((choice) => encoder.chunk({ ...said, choices: [choice] }));
    const frames = [...chunks, ...encoder.end({ kind: "known", usage: { input: 3, output: 1 }, raw: null })];
    const { open } = gateway([{ headers: { "content-type": type }, chunks: frames }], { keys });
    const body = { messages: [{ role: "user", content: [{ text: "Where?" }] }], stream: true };
    const response = await open({ ...body, model: "nova-lite/bedrock" }, { headers: NATIVE });
    expect(response.headers.get("content-type")).toBe(type);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.concat(frames));
  });
});
