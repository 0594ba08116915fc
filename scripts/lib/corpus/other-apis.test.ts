import { describe, expect, test } from "vitest";
import { encodeFrame } from "../../../registry/apis/_shared/event-stream.ts";
import { openRegistry } from "../../../registry/index.ts";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { CorpusExchange } from "./exchange.ts";
import { judgeExchange } from "./judge.ts";

const registry = openRegistry();
const halves = (length: number) => [Math.floor(length / 2)];

interface Kept {
  provider: string;
  api: string;
  url?: string;
  asked?: Json;
  body?: Json;
  bodyBase64?: string;
  headers?: Record<string, string>;
  kind?: string;
  status?: number;
}

function judged({ provider, api, url = "", asked = {}, kind = "other", ...kept }: Kept) {
  const { body = null, bodyBase64, headers = {}, status = 200 } = kept;
  const exchange: CorpusExchange = {
    id: "x-1",
    provider,
    provenance: "cassette",
    kind,
    api,
    request: { url, body: asked },
    response: { status, headers, body, ...(bodyBase64 === undefined ? {} : { bodyBase64 }) },
  };
  return judgeExchange(exchange, registry, halves);
}

const vector = (size: number): number[] => Array.from({ length: size }, (_, i) => (i === 0 ? 1 : 0));

const packed = (values: readonly number[], width: 4 | 8): string => {
  const view = new DataView(new ArrayBuffer(values.length * width));
  for (const [i, value] of values.entries())
    if (width === 4) view.setFloat32(i * 4, value, true);
    else view.setFloat64(i * 8, value, true);
  return Buffer.from(view.buffer).toString("base64");
};

const SMALL = { model: "text-embedding-3-small", input: ["ebb", "flow"] };
const item = (embedding: Json, index: number): JsonObject => ({ object: "embedding", embedding, index });
const usage = { prompt_tokens: 3, total_tokens: 3 };
const answer = (data: Json[], counts: JsonObject = usage): JsonObject => ({
  object: "list",
  data,
  model: "text-embedding-3-small",
  usage: counts,
});

describe("embeddings", () => {
  const openai = { provider: "openai", api: "openai.embeddings", asked: SMALL };

  test("are understood and priced, in numbers and in base64", async () => {
    const numbers = [item(vector(1536), 0), item(vector(1536), 1)];
    const expected = { kind: "understood", priced: true };
    expect(await judged({ ...openai, body: answer(numbers) })).toEqual(expected);
    const coded = numbers.map((_, i) => item(packed(vector(1536), 4), i));
    expect(await judged({ ...openai, body: answer(coded) })).toEqual(expected);
  });

  test.each<[string, Json[], JsonObject, string]>([
    ["one vector too few", [item(vector(1536), 0)], usage, "1 vectors for 2 inputs"],
    ["another length", [item(vector(1024), 0), item(vector(1024), 1)], usage, "1024 dimensions"],
    ["indexes twice", [item(vector(1536), 0), item(vector(1536), 0)], usage, "indexes"],
  ])("with %s are unexplained", async (_name, data, counts, why) => {
    const verdict = await judged({ ...openai, body: answer(data, counts) });
    expect(verdict).toMatchObject({ kind: "unexplained", why: expect.stringContaining(why) });
  });

  test("are reported where they count 0 tokens, and understood without a price where they count none", async () => {
    const data = [item(vector(1536), 0), item(vector(1536), 1)];
    const none = await judged({ ...openai, body: answer(data, { total_tokens: 0 }) });
    expect(none).toMatchObject({ kind: "reported", why: expect.stringContaining("0 tokens") });
    expect(await judged({ ...openai, body: answer(data, {}) })).toEqual({
      kind: "understood",
      priced: false,
    });
  });

  test("are read as 64-bit floats where their length says so", async () => {
    const asked = { model: "e5", input: "ebb" };
    const body = answer([item(packed(vector(64), 8), 0)]);
    const host = { provider: "vllm", api: "openai.embeddings", asked };
    expect(await judged({ ...host, body })).toMatchObject({ kind: "understood" });
  });

  test("are priced where only a header counts them", async () => {
    const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/cohere.embed-english-v3/invoke";
    const invoke = { provider: "bedrock", api: "bedrock.invoke", url, asked: { texts: ["ebb"] } };
    const headers = { "x-amzn-bedrock-input-token-count": "4" };
    const body = { embeddings: [vector(1024)], response_type: "embeddings_floats" };
    expect(await judged({ ...invoke, headers, body })).toEqual({ kind: "understood", priced: true });
  });
});

describe("a count", () => {
  test.each<[string, string, JsonObject]>([
    ["anthropic", "anthropic.countTokens", { input_tokens: 9 }],
    ["google-ai-studio", "gemini.countTokens", { totalTokens: 9 }],
    ["bedrock", "bedrock.countTokens", { inputTokens: 9 }],
    ["openai", "openai.responses.inputTokens", { object: "response.input_tokens", input_tokens: 9 }],
  ])("at %s is read, and an answer without one is unexplained", async (provider, api, body) => {
    expect(await judged({ provider, api, body })).toEqual({ kind: "understood", priced: false });
    expect(await judged({ provider, api, body: { n: 9 } })).toMatchObject({ kind: "unexplained" });
  });

  test("keeps the provider's words where it is refused", async () => {
    const failed = { provider: "bedrock", api: "bedrock.countTokens", kind: "error", status: 400 };
    const body = { message: "The provided model doesn't support counting tokens." };
    expect(await judged({ ...failed, body })).toMatchObject({ kind: "understood" });
    expect(await judged({ ...failed, body: { weather: "fine" } })).toMatchObject({ kind: "unexplained" });
  });
});

describe("an InvokeModel", () => {
  const url = (model: string) => `https://bedrock-runtime.us-east-1.amazonaws.com/model/${model}/invoke`;
  const asked = { messages: [{ role: "user", content: [{ text: "Where does the tide go?" }] }] };
  const bedrock = { provider: "bedrock", api: "bedrock.invoke", kind: "chat", asked };

  test("of Claude is a message, of Nova a conversation, and of other models unsupported", async () => {
    const claude = {
      id: "msg_bdrk_1",
      type: "message",
      role: "assistant",
      model: "claude-3-haiku-20240307",
      content: [{ type: "text", text: "Ebb." }],
      stop_reason: "end_turn",
      usage: { input_tokens: 3, output_tokens: 2 },
    };
    const nova = {
      output: { message: { role: "assistant", content: [{ text: "Ebb." }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
    };
    const ask = (model: string, body: Json) => judged({ ...bedrock, url: url(model), body });
    expect(await ask("anthropic.claude-3-haiku-20240307-v1%3A0", claude)).toMatchObject({
      kind: "understood",
    });
    expect(await ask("us.amazon.nova-lite-v1%3A0", nova)).toMatchObject({ kind: "understood" });
    expect(await ask("meta.llama2-13b-chat-v1", { generation: "Ebb." })).toEqual({
      kind: "unsupported",
      api: "bedrock.invoke",
    });
  });

  test("that streams is read from its frames", async () => {
    const events = [
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Ebb." } } },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: "end_turn" } },
      { metadata: { usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 } } },
    ];
    const frame = (event: JsonObject): Uint8Array => {
      const bytes = Buffer.from(JSON.stringify(event)).toString("base64");
      const headers: [string, string][] = [
        [":event-type", "chunk"],
        [":message-type", "event"],
      ];
      return encodeFrame(headers, JSON.stringify({ bytes, p: "abc" }));
    };
    const told = (list: JsonObject[]) => ({
      ...bedrock,
      kind: "stream",
      url: url("amazon.nova-lite-v1%3A0"),
      bodyBase64: Buffer.concat(list.map(frame)).toString("base64"),
    });
    expect(await judged(told(events))).toMatchObject({ kind: "understood" });
    expect((await judged(told(events.slice(0, 2)))).kind).not.toBe("understood");
  });
});

describe("legacy completions", () => {
  const openai = { provider: "openai", api: "openai.completions", kind: "chat" };
  const asked = { model: "davinci-002", prompt: "The tide" };
  const choice = { text: " is out.", index: 0, logprobs: null, finish_reason: "length" };
  const counts = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 };

  test("are understood; without the word for their end they are reported", async () => {
    const body = { id: "cmpl-1", object: "text_completion", created: 1, model: "davinci-002", usage: counts };
    expect(await judged({ ...openai, asked, body: { ...body, choices: [choice] } })).toMatchObject({
      kind: "understood",
    });
    const { finish_reason: _, ...open } = choice;
    expect(await judged({ ...openai, asked, body: { ...body, choices: [open] } })).toMatchObject({
      kind: "reported",
    });
  });
});
