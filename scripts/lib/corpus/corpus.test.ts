import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { loadRecordings, recordedProviders } from "../../../conformance/recordings/load.ts";
import { RECORDINGS } from "../../../conformance/recordings/store.ts";
import { openRegistry } from "../../../registry/index.ts";
import type { JsonObject } from "../../../registry/json.ts";
import { seededCuts } from "./cuts.ts";
import { type CorpusExchange, readCorpus } from "./exchange.ts";
import { judgeExchange } from "./judge.ts";
import { asExchange } from "./own.ts";
import { modelInUrl } from "./place.ts";
import { renderTally, Tally } from "./tally.ts";

const folder = mkdtempSync(join(tmpdir(), "corpus-"));
afterAll(() => rmSync(folder, { recursive: true }));

const registry = openRegistry();
const everyTen = (length: number) => Array.from({ length: Math.floor(length / 10) }, (_, i) => (i + 1) * 10);

function exchange(over: JsonObject & { response: JsonObject }): CorpusExchange {
  const file = join(folder, "one.jsonl");
  const plain = {
    id: "x-1",
    provider: "groq",
    provenance: "cassette",
    kind: "chat",
    api: "openai.chat",
    request: null,
  };
  writeFileSync(file, `${JSON.stringify({ ...plain, ...over })}\n`);
  const [read] = [...readCorpus(file)];
  if (!read) throw new Error("nothing was read");
  return read;
}

const judged = (over: JsonObject & { response: JsonObject }) =>
  judgeExchange(exchange(over), registry, everyTen);

const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const answer = { choices: [{ index: 0, message: { content: "Ebb." }, finish_reason: "stop" }], usage };
const ok = (body: JsonObject | string): JsonObject => ({ status: 200, headers: {}, body });
const chunk = (body: JsonObject) => `data: ${JSON.stringify(body)}\n\n`;
const messages = [{ role: "user", content: "Hi." }];
const lines = (events: readonly JsonObject[]): string =>
  events.map((event) => JSON.stringify(event)).join("\n");

describe("an exchange", () => {
  test("is understood, and priced where the registry knows the endpoint", async () => {
    const request = { body: { model: "openai/gpt-oss-120b", messages } };
    expect(await judged({ request, response: ok(answer) })).toEqual({ kind: "understood", priced: true });
    expect(await judged({ provider: "elsewhere", response: ok(answer) })).toEqual({
      kind: "understood",
      priced: false,
    });
  });

  test("is priced under a dated name, and under the model that the answer names", async () => {
    const dated = { request: { body: { model: "gpt-4o-mini-2024-07-18", messages } }, response: ok(answer) };
    expect(await judged({ ...dated, provider: "openai" })).toMatchObject({ priced: true });
    const response = ok({ ...answer, model: "gpt-4.1-mini-2025-04-14" });
    const request = { url: "https://x.openai.azure.com/openai/deployments/mine/chat/completions" };
    expect(await judged({ provider: "azure", request, response })).toMatchObject({ priced: true });
  });

  test("of an API without a dialect is unsupported, by name", async () => {
    const verdict = await judged({ api: "cohere.rerank", response: ok({}) });
    expect(verdict).toEqual({ kind: "unsupported", api: "cohere.rerank" });
  });

  test.each([
    ["no choices", { id: "x" }, "no choices"],
    [
      "a total that only another convention explains",
      {
        ...answer,
        usage: {
          prompt_tokens: 3,
          completion_tokens: 6,
          total_tokens: 13,
          completion_tokens_details: { reasoning_tokens: 4 },
        },
      },
      "total_tokens is 13",
    ],
  ])("with %s is unexplained, and says why", async (_name, body, why) => {
    const verdict = await judged({ response: ok(body) });
    expect(verdict).toMatchObject({ kind: "unexplained", why: expect.stringContaining(why) });
  });

  test.each([
    ["a total that nothing adds up to", { ...usage, total_tokens: 9 }, "total_tokens is 9"],
    ["more cached than prompt", { ...usage, prompt_tokens_details: { cached_tokens: 4 } }, "exceed"],
  ])("whose own counts contradict each other by %s is reported", async (_name, counts, why) => {
    const verdict = await judged({ response: ok({ ...answer, usage: counts }) });
    expect(verdict).toMatchObject({ kind: "reported", why: expect.stringContaining(why) });
  });

  test("that streams is understood under cuts, and reported when it has no finish", async () => {
    const first = chunk({ choices: [{ index: 0, delta: { content: "Ebb 🌊" }, finish_reason: null }] });
    const last = chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
    const streamed = (text: string) => judged({ kind: "stream", framing: "sse", response: ok(text) });
    expect(await streamed(first + last)).toMatchObject({ kind: "understood" });
    expect(await streamed(first)).toMatchObject({
      kind: "reported",
      why: expect.stringContaining("ended before"),
    });
    expect(await streamed(first + last.replace('"stop"}', '"stop"'))).toMatchObject({ kind: "unexplained" });
  });

  test("whose words do not all arrive is not understood", async () => {
    const parts = [{ text: "Ebb." }, { functionCall: { name: "undeclared", args: {} } }];
    const body = (finishReason: string) => ({ candidates: [{ content: { parts }, finishReason }] });
    const gemini = { api: "gemini.generateContent", provider: "google-ai-studio" };
    expect(await judged({ ...gemini, response: ok(body("STOP")) })).toMatchObject({ kind: "understood" });
    const refused = await judged({ ...gemini, response: ok(body("UNEXPECTED_TOOL_CALL")) });
    expect(refused).toMatchObject({ kind: "reported", why: expect.stringContaining("undeclared") });
  });

  test("that failed is understood when its message is found", async () => {
    const failed = (body: JsonObject | string) =>
      judged({ kind: "error", response: { status: 404, headers: {}, body } });
    expect(await failed({ error: { message: "no such model" } })).toMatchObject({ kind: "understood" });
    expect(await failed("<html>Not found</html>")).toMatchObject({ kind: "understood" });
    expect(await failed({ weather: "fine" })).toMatchObject({ kind: "unexplained" });
  });
});

/** The same short answer as each wire streams it, without its envelope. */
const STREAMS: Readonly<Record<string, readonly JsonObject[]>> = {
  "openai.chat": [
    { choices: [{ index: 0, delta: { content: "Ebb." }, finish_reason: null }] },
    { choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage },
  ],
  "anthropic.messages": [
    {
      type: "message_start",
      message: { id: "msg_1", role: "assistant", model: "m", usage: { input_tokens: 3, output_tokens: 1 } },
    },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Ebb." } },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 2 } },
    { type: "message_stop" },
  ],
  "gemini.generateContent": [
    { candidates: [{ content: { role: "model", parts: [{ text: "Ebb." }] } }] },
    {
      candidates: [{ content: { role: "model", parts: [{ text: "" }] }, finishReason: "STOP" }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 },
    },
  ],
  "bedrock.converse": [
    { messageStart: { role: "assistant" } },
    { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Ebb." } } },
    { contentBlockStop: { contentBlockIndex: 0 } },
    { messageStop: { stopReason: "end_turn" } },
    { metadata: { usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 } } },
  ],
  "cohere.chat.v2": [
    { type: "message-start", id: "c-1", delta: { message: { role: "assistant", content: [] } } },
    { type: "content-start", index: 0, delta: { message: { content: { type: "text", text: "" } } } },
    { type: "content-delta", index: 0, delta: { message: { content: { text: "Ebb." } } } },
    { type: "content-end", index: 0 },
    {
      type: "message-end",
      delta: {
        finish_reason: "COMPLETE",
        usage: { billed_units: { input_tokens: 3, output_tokens: 2 } },
      },
    },
  ],
};

describe("a stream whose envelope was thrown away", () => {
  test.each(Object.entries(STREAMS))("is understood in %s", async (api, events) => {
    const stream = { api, kind: "stream", framing: "json-lines", provider: "elsewhere" };
    expect(await judged({ ...stream, response: ok(lines(events)) })).toEqual({
      kind: "understood",
      priced: false,
    });
    const cut = await judged({ ...stream, response: ok(lines(events.slice(0, -2))) });
    expect(cut.kind).not.toBe("understood");
  });
});

test.each([
  ["https://host.example/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", "gemini-2.5-flash"],
  ["https://host.example/v1/publishers/anthropic/models/claude-x@20250101:rawPredict", "claude-x@20250101"],
  ["https://host.example/model/us.amazon.nova-lite-v1%3A0/converse", "us.amazon.nova-lite-v1:0"],
  ["https://host.example/openai/deployments/mine/chat/completions?api-version=1", "mine"],
  ["https://host.example/v1/chat/completions", null],
])("the model in %s is %s", (url, model) => {
  expect(modelInUrl(url)).toBe(model);
});

describe("a corpus", () => {
  test("that is broken is refused with file, line and field", () => {
    const file = join(folder, "broken.jsonl");
    writeFileSync(file, '{"id":"a"\n');
    expect(() => [...readCorpus(file)]).toThrow(`${file}:1: not JSON`);
    writeFileSync(file, '{"id":"a"}\n');
    expect(() => [...readCorpus(file)]).toThrow(`${file}:1: provider`);
    expect(() => [...readCorpus(join(folder, "nowhere"))]).toThrow("no such file or folder");
  });

  test("is counted by provider, and every exchange that is not understood is named", () => {
    const tally = new Tally(7);
    tally.add(exchange({ response: ok(answer) }), { kind: "understood", priced: true });
    tally.add(exchange({ id: "x-2", response: ok(answer) }), { kind: "unexplained", why: "no idea" });
    tally.add(exchange({ id: "x-3", response: ok(answer) }), { kind: "reported", why: "no finish" });
    expect(tally.report().totals).toEqual({
      read: 3,
      understood: 1,
      priced: 1,
      reported: 1,
      unsupported: 0,
      unexplained: 1,
    });
    expect(renderTally(tally.report())).toContain("UNEXPLAINED x-2 (cassette): no idea");
    expect(renderTally(tally.report())).toContain("reported x-3 (cassette): no finish");
  });
});

describe("the recordings of this repository", () => {
  test.each(recordedProviders(RECORDINGS))("of %s are explained", async (provider) => {
    const tally = new Tally(1);
    for (const recording of loadRecordings(RECORDINGS, provider)) {
      const own = asExchange(recording);
      tally.add(own, await judgeExchange(own, registry, seededCuts(1)));
    }
    const { totals, unexplained } = tally.report();
    expect(unexplained).toEqual([]);
    expect(totals).toMatchObject({ unsupported: 0, understood: totals.read - totals.reported });
    const isCounted = loadRecordings(RECORDINGS, provider).some(
      ({ meta }) => meta.expect?.usage !== undefined,
    );
    if (isCounted) expect(totals.priced).toBeGreaterThan(0);
  });
});

/** Recorded traffic is no part of this repository; where a corpus is named, or lies beside the checkout, it is judged whole. */
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const CORPUS = process.env.CORPUS ?? join(ROOT, "..", "shared", "wire-corpus");

describe("a corpus of recorded traffic", () => {
  const isThere = existsSync(CORPUS);

  test(
    isThere ? "is there: all of it was judged" : "is not there: only our own recordings were judged",
    async () => {
      // A corpus that was asked for by name must be there.
      expect(isThere || process.env.CORPUS === undefined).toBe(true);
      const tally = new Tally(1);
      if (isThere)
        for (const each of readCorpus(CORPUS))
          tally.add(each, await judgeExchange(each, registry, seededCuts(1)));
      const { totals, unexplained } = tally.report();
      expect(unexplained.filter(({ provenance }) => provenance === "cassette")).toEqual([]);
      expect(totals.understood > 0).toBe(isThere);
    },
  );
});
