/**
 * `GET /metrics` as Prometheus reads it.
 */
import { expect, test } from "vitest";
import { createGateway } from "../app.ts";
import { gateway, good, SSE_TYPE, STREAM } from "../testing/gateway.ts";
import { openTold } from "./open.ts";

const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
const answer = { chunks: [JSON.stringify({ ...good, usage })] };
const busy = { status: 503, chunks: ["{}"] };

/** A gateway that is measured, and how to read what it measured. */
async function measured(answers: Parameters<typeof gateway>[0]) {
  const setup = gateway(answers);
  Object.assign(setup.parts, await openTold({ telemetry: null, metrics: true }, setup.parts));
  const app = createGateway(setup.parts);
  const read = async () => {
    const response = await app.request("/metrics");
    const lines = (await response.text()).split("\n").filter((line) => !line.startsWith("#"));
    /** The value of the one series that has all of these words. */
    const value = (...words: string[]): string | undefined =>
      lines
        .filter((line) => words.every((word) => line.includes(word)))[0]
        ?.split(" ")
        .at(-1);
    return { response, lines, value };
  };
  return { ...setup, read };
}

test("counts requests, times, tokens and failed attempts in series with few labels", async () => {
  const { ask, read } = await measured([busy, answer]);
  const model = "gpt-4o-mini/openai";
  await ask({ model: `${model},${model}`, user: "somebody@example.com" });
  await ask({ model: "no-such-model-of-somebody" });
  const { response, value, lines } = await read();
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const served =
    'gateway_requests_total{route="/v1/chat/completions",provider="openai",mode="ptb",outcome="success"';
  expect(value(served)).toBe("1");
  expect(value("gateway_requests_total", 'provider="none"', 'outcome="failed"')).toBe("1");
  expect(value("gateway_attempts_total", 'provider="openai"', 'status="503"')).toBe("1");
  expect(value("gateway_tokens_total", 'model="gpt-4o-mini"', 'type="input"')).toBe("1000");
  expect(value("gateway_tokens_total", 'model="gpt-4o-mini"', 'type="output"')).toBe("100");
  // 40 ms to the headers of each attempt, and 7 for the chunk of each.
  expect(value("gateway_request_duration_seconds_sum", 'provider="openai"')).toBe("0.094");
  expect(value("gateway_background_tasks")).toBe("0");
  expect(lines.filter((line) => /somebody/.test(line))).toEqual([]);
});

test("counts an answer of the cache apart, and none of its tokens again", async () => {
  const { ask, read } = await measured([answer]);
  const headers = { "helicone-cache-enabled": "true" };
  for (let i = 0; i < 3; i++) expect((await ask({}, { headers })).response.status).toBe(200);
  const { value } = await read();
  expect(value("gateway_requests_total", 'cached="false"')).toBe("1");
  expect(value("gateway_requests_total", 'cached="true"')).toBe("2");
  expect(value("gateway_tokens_total", 'type="input"')).toBe("1000");
});

test("measures the time to the first token of streams", async () => {
  const { ask, read } = await measured([{ headers: SSE_TYPE, chunks: STREAM }]);
  await ask({ stream: true });
  const { value } = await read();
  expect(value("gateway_time_to_first_token_seconds_count", 'provider="openai"')).toBe("1");
});

test("is no path of a gateway that does not measure", async () => {
  const setup = gateway([answer]);
  expect((await createGateway(setup.parts).request("/metrics")).status).toBe(404);
});
