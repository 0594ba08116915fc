import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openRegistry } from "../../../registry/index.ts";
import type { JsonObject } from "../../../registry/json.ts";
import { type CorpusExchange, readCorpus } from "./exchange.ts";
import { judgeExchange } from "./judge.ts";
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

const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const answer = { choices: [{ index: 0, message: { content: "Ebb." }, finish_reason: "stop" }], usage };
const ok = (body: JsonObject | string): JsonObject => ({ status: 200, headers: {}, body });
const chunk = (body: JsonObject) => `data: ${JSON.stringify(body)}\n\n`;

describe("an exchange", () => {
  test("is understood, and priced where the registry knows the endpoint", async () => {
    const request = { body: { model: "openai/gpt-oss-120b", messages: [{ role: "user", content: "Hi." }] } };
    const verdict = await judgeExchange(exchange({ request, response: ok(answer) }), registry, everyTen);
    expect(verdict).toEqual({ kind: "understood", priced: true });
    expect(
      await judgeExchange(exchange({ provider: "elsewhere", response: ok(answer) }), registry, everyTen),
    ).toEqual({ kind: "understood", priced: false });
  });

  test("of an API without a dialect is unsupported, by name", async () => {
    const verdict = await judgeExchange(
      exchange({ api: "cohere.rerank", response: ok({}) }),
      registry,
      everyTen,
    );
    expect(verdict).toEqual({ kind: "unsupported", api: "cohere.rerank" });
  });

  test.each([
    ["no choices", { id: "x" }, "no choices"],
    ["a total that does not fit", { ...answer, usage: { ...usage, total_tokens: 9 } }, "total_tokens is 9"],
  ])("with %s is unexplained, and says why", async (_name, body, why) => {
    const verdict = await judgeExchange(exchange({ response: ok(body) }), registry, everyTen);
    expect(verdict).toMatchObject({ kind: "unexplained", why: expect.stringContaining(why) });
  });

  test("that streams is understood under cuts, and unexplained when it ends early", async () => {
    const first = chunk({ choices: [{ index: 0, delta: { content: "Ebb 🌊" }, finish_reason: null }] });
    const last = chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
    const judged = (text: string) =>
      judgeExchange(exchange({ kind: "stream", framing: "sse", response: ok(text) }), registry, everyTen);
    expect(await judged(first + last)).toMatchObject({ kind: "understood" });
    expect(await judged(first)).toMatchObject({
      kind: "unexplained",
      why: expect.stringContaining("ended before"),
    });
  });

  test("that failed is understood when its message is found", async () => {
    const judged = (body: JsonObject) =>
      judgeExchange(
        exchange({ kind: "error", response: { status: 404, headers: {}, body } }),
        registry,
        everyTen,
      );
    expect(await judged({ error: { message: "no such model" } })).toMatchObject({ kind: "understood" });
    expect(await judged({ weather: "fine" })).toMatchObject({ kind: "unexplained" });
  });
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

  test("is counted by provider, and every unexplained exchange is named", () => {
    const tally = new Tally(7);
    tally.add(exchange({ response: ok(answer) }), { kind: "understood", priced: true });
    tally.add(exchange({ id: "x-2", response: ok(answer) }), { kind: "unexplained", why: "no idea" });
    expect(tally.report().totals).toEqual({
      read: 2,
      understood: 1,
      priced: 1,
      unsupported: 0,
      unexplained: 1,
    });
    expect(renderTally(tally.report())).toContain("UNEXPLAINED x-2 (cassette): no idea");
  });
});
