/** What attempts say, log and record: the words and numbers that cases of every provider cannot pin down. */
import { describe, expect, test } from "vitest";
import { openRegistry } from "../../registry/index.ts";
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import { DEFAULT_LIMITS } from "../parts.ts";
import {
  type Answer,
  gateway,
  good,
  JSON_TYPE,
  OPENAI,
  own,
  plain,
  SSE_TYPE,
  STREAM,
} from "../testing/gateway.ts";

describe("an answer that is none", () => {
  test.each<[name: string, answer: Answer, more: object, problem: string]>([
    ["nothing", { chunks: [] }, {}, "it is empty"],
    ["blanks", { chunks: [" \n"] }, {}, "it is empty"],
    ["a page", { chunks: ["<html>"] }, {}, "it is not JSON"],
    ["nested too deeply", { chunks: ["[".repeat(200_000), "]".repeat(200_000)] }, {}, "it is not JSON"],
    ["of too many values", { chunks: [`[${"{},".repeat(2_000_000)}0]`] }, {}, "it is not JSON"],
    ["a stream", { headers: SSE_TYPE, chunks: STREAM }, {}, "a stream where none was asked for"],
    [
      "a stream, spelt oddly",
      { headers: { "content-type": "Text/Event-Stream ; x" } },
      {},
      "a stream where none was asked for",
    ],
    ["JSON", { chunks: [JSON.stringify(good)] }, { stream: true }, "JSON where a stream was asked for"],
    [
      "an empty stream",
      { headers: SSE_TYPE },
      { stream: true },
      "the stream ended before the answer was finished",
    ],
  ])("%s is a 502 that says so", async (_name, answer, more, problem) => {
    const { ask, signals } = gateway([
      { ...answer, headers: { "x-request-id": "up-1", ...JSON_TYPE, ...answer.headers } },
    ]);
    const { response, error } = await ask(more);
    expect(response.status).toBe(502);
    expect(error).toMatchObject({ code: "invalid_upstream_response", provider: "openai" });
    expect(error.message).toBe(`OpenAI sent an unusable answer: ${problem}`);
    expect(response.headers.get("helicone-upstream-request-id")).toBe("up-1");
    if (problem.includes("stream")) expect(signals[0]?.aborted).toBe(!problem.startsWith("JSON"));
  });

  test("is too large beyond the limit, and good at it", async () => {
    const text = JSON.stringify(good);
    const limits = { ...DEFAULT_LIMITS, maxAnswerBytes: text.length };
    expect((await gateway([{ chunks: [text] }], { parts: { limits } }).ask()).response.status).toBe(200);
    const { error } = await gateway([{ chunks: [`${text} `] }], { parts: { limits } }).ask();
    expect(error.message).toBe("OpenAI sent an unusable answer: it is larger than the gateway reads");
  });

  test.each([
    [199, 502],
    [200, 200],
    [299, 200],
    [300, 502],
  ])("a status of %i is a %i", async (status, expected) => {
    const { response } = await gateway([{ status, chunks: [JSON.stringify(good)] }]).ask();
    expect(response.status).toBe(expected);
  });
});

describe("what is logged", () => {
  test("is each call, each answer, each failed attempt and the request, without a body", async () => {
    const busy = { status: 503, chunks: ['{"error":{"message":"busy"}}'] };
    const { ask, lines, sent } = gateway([busy, { chunks: [JSON.stringify(good)] }]);
    const { response } = await ask({ model: `${OPENAI},${OPENAI}` });
    expect(response.status).toBe(200);
    const [bytes] = sent.map(({ body }) => body.length);
    const call = `debug upstream.send {"provider":"openai","url":"https://api.openai.com/v1/chat/completions","bytes":${bytes}}`;
    const failed = {
      requestId: "00000000-0000-4000-8000-000000000001",
      provider: "openai",
      mode: "ptb",
      status: 503,
    };
    expect(lines).toEqual([
      call,
      'debug upstream.answer {"provider":"openai","status":503}',
      `info attempt.failed ${JSON.stringify({ ...failed, type: "overloaded_error", message: "busy" })}`,
      call,
      'debug upstream.answer {"provider":"openai","status":200}',
      expect.stringMatching(
        /^info request \{"method":"POST","path":"\/v1\/chat\/completions".*"attempts":2\}$/,
      ),
    ]);
  });
});

describe("an attempt that cannot begin", () => {
  test("because its key has gone since it was planned", async () => {
    const parts = { platformKeys: { providers: () => new Set(["openai"]), open: () => null } };
    const { ask, sent } = gateway([{}], { parts });
    const { error } = await ask();
    expect(error).toMatchObject({
      message: "the openai key is no longer available",
      code: "provider_key_unavailable",
      provider: "openai",
    });
    expect(sent).toEqual([]);
  });

  test("because the provider has gone since it was planned", async () => {
    const registry = { ...openRegistry(), provider: () => undefined };
    const { error } = await gateway([{}], { parts: { registry } }).ask();
    expect(error.code).toBe("provider_key_unavailable");
  });

  test("because a setting is missing", async () => {
    const { ask, sent } = gateway([{}], { platform: { azure: plain("platform-key") } });
    const { response, error } = await ask({ model: "gpt-4o-mini/azure" });
    expect([response.status, error.code, error.param, error.provider]).toEqual([
      400,
      "missing_provider_config",
      "resource",
      "azure",
    ]);
    expect(sent).toEqual([]);
  });

  test("because the wallet does not cover it", async () => {
    const { response, error } = await gateway([{}], { deposit: 1n }).ask();
    expect([response.status, error.code]).toEqual([402, "insufficient_credits"]);
    expect(error.message).toBe(
      "The wallet does not cover the most that this request can cost at gpt-4o-mini:openai",
    );
  });

  test("because the endpoint cannot be told so", async () => {
    const keys = [own("bedrock", plain("own-key", { region: "us-east-1" }))];
    const { ask, sent } = gateway([{}], { keys });
    const content = [{ type: "image_url", image_url: { url: "https://images.example/x.png" } }];
    const found = openRegistry()
      .indexes.endpointsOfProvider("bedrock")
      .find(({ capabilities, deployment }) => capabilities.has("images") && deployment === "default");
    const { response, error } = await ask({
      model: `${found?.model}/bedrock`,
      messages: [{ role: "user", content }],
    });
    expect([response.status, error.code, error.provider]).toEqual([400, "unsupported_parameter", "bedrock"]);
    expect(error.message.startsWith(`${found?.id}: `)).toBe(true);
    expect(error.param).toMatch(/^messages/);
    expect(sent).toEqual([]);
  });
});

describe("betas of the caller's", () => {
  const message = {
    id: "m",
    type: "message",
    role: "assistant",
    model: "m",
    content: [{ type: "text", text: "Out." }],
    stop_reason: "end_turn",
    usage: { input_tokens: 1, output_tokens: 1 },
  };
  const model = "claude-haiku-4-5/anthropic";
  const beta = { "anthropic-beta": "tides-2026" };
  const answers = [{ chunks: [JSON.stringify(message)] }];
  const headersOf = (sent: readonly OutboundRequest[]) => new Headers(sent[0]?.headers).get("anthropic-beta");

  test("go out with the caller's own key", async () => {
    const { ask, sent } = gateway(answers, { keys: [own("anthropic")] });
    const { response } = await ask({ model }, { headers: beta });
    expect([headersOf(sent), response.headers.get("x-dropped-parameters")]).toEqual(["tides-2026", null]);
  });

  test("are named and left out with the gateway's, and nobody names what was not there", async () => {
    const platform = { anthropic: plain("platform-key") };
    const first = gateway(answers, { platform });
    const { response } = await first.ask({ model }, { headers: beta });
    expect([headersOf(first.sent), response.headers.get("x-dropped-parameters")]).toEqual([
      null,
      "anthropic-beta",
    ]);
    const second = await gateway(answers, { platform }).ask({ model });
    expect(second.response.headers.get("x-dropped-parameters")).toBeNull();
  });
});

describe("a stream", () => {
  const wait = ": wait\n\n";

  test("has the time of its first token in its record, from the moment of sending", async () => {
    const { ask, records } = gateway([{ headers: SSE_TYPE, chunks: [wait, ...STREAM] }]);
    await ask({ stream: true });
    const [record] = records.all();
    // 40 until the headers, 7 for each of two chunks.
    expect([record?.firstTokenMs, record?.outcome, record?.error]).toEqual([54, "success", null]);
  });

  test("keeps one of many comments before its first content, and each one after", async () => {
    const [first = "", ...rest] = STREAM;
    const chunks = [wait, wait, wait, first, wait, wait, ...rest];
    const { text } = await gateway([{ headers: SSE_TYPE, chunks }]).ask({ stream: true });
    const [before = "", after = ""] = text.split('"Out."');
    const comments = (part: string) => part.split("\n").filter((line) => line.startsWith(":")).length;
    expect([comments(before), comments(after)]).toEqual([1, 2]);
  });

  test("that cannot be read says in its error what is wrong, and its record too", async () => {
    const chunks = [STREAM[0] ?? "", "data: {half\n\n", ...STREAM.slice(1)];
    const { ask, records, signals } = gateway([{ headers: SSE_TYPE, chunks }]);
    const { text } = await ask({ stream: true });
    const [record] = records.all();
    expect(record?.outcome).toBe("failed");
    expect(record?.error).toMatchObject({ code: "invalid_upstream_response" });
    expect(record?.error?.message).toMatch(/^OpenAI sent an unusable answer: .+/);
    expect(text).toContain(JSON.stringify(record?.error?.message));
    expect(text).not.toContain("[DONE]");
    expect(signals[0]?.aborted).toBe(true);
  });
});
