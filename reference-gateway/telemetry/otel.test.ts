/**
 * Spans and metrics as an OTLP receiver gets them (OBS-01, OBS-04).
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openRegistry } from "../../registry/index.ts";
import { gateway, good, SSE_TYPE, STREAM } from "../testing/gateway.ts";
import { openTold } from "./open.ts";
import { type OtlpReceiver, otlpReceiver, type ReceivedSpan } from "./testing/otlp-receiver.ts";
import { NO_TELEMETRY } from "./tracing.ts";

let receiver: OtlpReceiver;
beforeEach(async () => {
  receiver = await otlpReceiver();
});
afterEach(() => receiver.close());

// 1,000 tokens of the prompt, 200 of them from the cache; 100 of the completion, 30 of them reasoning.
const usage = {
  prompt_tokens: 1000,
  completion_tokens: 100,
  total_tokens: 1100,
  prompt_tokens_details: { cached_tokens: 200 },
  completion_tokens_details: { reasoning_tokens: 30 },
};
const answer = { chunks: [JSON.stringify({ ...good, usage })] };
const busy = { status: 503, chunks: ['{"error": {"message": "secret words of the provider"}}'] };

type Answers = Parameters<typeof gateway>[0];

/** A gateway that is told of at the receiver, and what came there. */
async function traced(answers: Answers, more: object = {}, headers: Record<string, string> = {}) {
  const setup = gateway(answers);
  const { origin } = receiver;
  const config = {
    telemetry: { traces: `${origin}/v1/traces`, metrics: `${origin}/v1/metrics` },
    metrics: false,
  };
  const { telemetry } = await openTold(config, { ...setup.parts, registry: openRegistry() });
  // The gateway reads its parts when a request comes.
  Object.assign(setup.parts, { telemetry });
  const { response } = await setup.ask(more, { headers });
  await telemetry.close();
  const named = (name: string): ReceivedSpan[] => receiver.spans.filter((span) => span.name === name);
  return { ...setup, response, named };
}

const REQUEST = "POST /v1/chat/completions";
const PARENT = {
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  tracestate: "vendor=1",
};

describe("spans", () => {
  test("tell of the request, its attempts and their calls, each below the other", async () => {
    const model = "gpt-4o-mini/openai";
    const { named, response } = await traced([busy, answer], { model: `${model},${model}` });
    const [request] = named(REQUEST);
    const [failed, served] = named("chat gpt-4o-mini");
    const [first, second] = named("POST");
    expect(receiver.spans).toHaveLength(5);
    expect(request).toMatchObject({
      kind: "SPAN_KIND_SERVER",
      parentSpanId: "",
      status: "STATUS_CODE_UNSET",
      attributes: {
        "http.request.method": "POST",
        "http.route": "/v1/chat/completions",
        "http.response.status_code": 200,
        "gateway.request.id": response.headers.get("helicone-id"),
        "gateway.tenant.id": "a",
        "gateway.attempts": 2,
        "gateway.outcome": "success",
      },
    });
    expect([failed?.parentSpanId, served?.parentSpanId]).toEqual([request?.spanId, request?.spanId]);
    expect([first?.parentSpanId, second?.parentSpanId]).toEqual([failed?.spanId, served?.spanId]);
    expect(failed).toMatchObject({
      status: "STATUS_CODE_ERROR",
      attributes: { "gateway.attempt.number": 1, "error.type": "overloaded_error" },
    });
    expect(served?.attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      // With the cached ones, and with reasoning.
      "gen_ai.usage.input_tokens": 1000,
      "gen_ai.usage.output_tokens": 100,
      "gen_ai.usage.cache_read.input_tokens": 200,
      "gateway.mode": "ptb",
      "gateway.attempt.number": 2,
    });
    expect([first, second].map((span) => span?.attributes["http.response.status_code"])).toEqual([503, 200]);
    expect(second).toMatchObject({
      kind: "SPAN_KIND_CLIENT",
      attributes: { "server.address": "api.openai.com", "url.path": "/v1/chat/completions" },
    });
    expect([...receiver.schemas]).toEqual(["https://opentelemetry.io/schemas/1.41.0"]);
    expect(receiver.resources[0]?.["service.name"]).toBe("llm-gateway");
  });

  test("take as long as the gateway's clock says", async () => {
    const { named } = await traced([answer]);
    const took = ([span]: ReceivedSpan[]) => (span ? span.endMs - span.startMs : null);
    // 40 ms to the headers and 7 for the one chunk.
    expect([took(named(REQUEST)), took(named("chat gpt-4o-mini")), took(named("POST"))]).toEqual([
      47, 47, 47,
    ]);
  });

  test("tell of a stream until its end", async () => {
    const { named } = await traced([{ headers: SSE_TYPE, chunks: STREAM }], { stream: true });
    const [attempt] = named("chat gpt-4o-mini");
    expect(attempt && attempt.endMs - attempt.startMs).toBe(61);
    expect(named(REQUEST)[0]?.attributes["gen_ai.request.stream"]).toBe(true);
  });

  test("go on from the caller's trace to the provider, with the state of other vendors", async () => {
    const { named, sent } = await traced([answer], {}, PARENT);
    const [request] = named(REQUEST);
    const [call] = named("POST");
    expect(request).toMatchObject({
      traceId: "0af7651916cd43dd8448eb211c80319c",
      parentSpanId: "b7ad6b7169203331",
      traceState: "vendor=1",
    });
    const headers = Object.fromEntries(sent[0]?.headers ?? []);
    expect(headers).toMatchObject({
      traceparent: `00-0af7651916cd43dd8448eb211c80319c-${call?.spanId}-01`,
      tracestate: "vendor=1",
    });
  });

  test.each([
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
    "x".repeat(5000),
  ])("begin a trace of their own where the caller's context is none: %.40s", async (traceparent) => {
    const { named, response } = await traced([answer], {}, { traceparent });
    expect([response.status, named(REQUEST)[0]?.parentSpanId]).toEqual([200, ""]);
  });

  test("hold neither what was asked, nor what was answered, nor keys, nor a provider's words", async () => {
    const content = "a question that nobody traces";
    const { named } = await traced([busy], { messages: [{ role: "user", content }] });
    expect(named(REQUEST)[0]?.attributes["error.type"]).toBe("overloaded_error");
    const all = JSON.stringify([receiver.spans, receiver.histograms]);
    for (const word of [content, "Out.", "platform-key", "gateway-key", "secret words"])
      expect(all).not.toContain(word);
  });
});

describe("metrics", () => {
  test("count tokens and time in the buckets of the conventions", async () => {
    await traced([answer]);
    const of = (name: string) =>
      receiver.histograms
        .filter((one) => one.name === name)
        .map(({ sum, count, unit, attributes }) => ({ sum, count, unit, attributes }));
    const about = {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
    };
    expect(of("gen_ai.client.token.usage")).toEqual([
      { sum: 1000, count: 1, unit: "{token}", attributes: { ...about, "gen_ai.token.type": "input" } },
      { sum: 100, count: 1, unit: "{token}", attributes: { ...about, "gen_ai.token.type": "output" } },
    ]);
    expect(of("gen_ai.client.operation.duration")).toEqual([
      { sum: 0.047, count: 1, unit: "s", attributes: about },
    ]);
    const [duration] = receiver.histograms.filter(({ unit }) => unit === "s");
    expect([duration?.bounds[0], duration?.bounds.at(-1), duration?.bounds.length]).toEqual([
      0.01, 81.92, 14,
    ]);
  });
});

describe("without an endpoint", () => {
  test("traces nothing and adds no header to what goes to a provider while telemetry is off", async () => {
    const setup = gateway([answer]);
    const told = await openTold({ telemetry: null, metrics: false }, setup.parts);
    expect(told).toEqual({ telemetry: NO_TELEMETRY, metrics: null });
    await setup.ask({}, { headers: PARENT });
    expect(setup.sent[0]?.headers.map(([name]) => name)).not.toContain("traceparent");
  });
});
