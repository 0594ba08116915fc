/** Whatever fails while a request is closed, its reservation, its record and its caller get their due (BIL-10). */
import { describe, expect, test } from "vitest";
import { gateway, good, JSON_TYPE, OPENAI, plain, SSE_TYPE, STREAM } from "../testing/gateway.ts";
import { memoryWallet } from "./memory-wallet.ts";

/** A count that no wallet can hold the price of, and that is a count all the same. */
const HUGE = {
  prompt_tokens: 9_007_199_254_730_991,
  completion_tokens: 0,
  total_tokens: 9_007_199_254_730_991,
};
const usageChunk = (usage: object) =>
  `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", created: 1, model: "m", choices: [], usage })}\n\n`;
const streamWith = (usage: object) => [...STREAM.slice(0, 2), usageChunk(usage), "data: [DONE]\n\n"];
const SMALL = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

class StoreGone extends Error {
  override readonly name = "StoreGone";
}

describe("an answer that cannot be charged", () => {
  test("ends a stream with an error, holds nothing, and records it as failed", async () => {
    const { ask, parts, records, lines } = gateway([{ headers: SSE_TYPE, chunks: streamWith(HUGE) }]);
    const { text } = await ask({ stream: true });
    expect(text).toContain('"code":"gateway_fault"');
    expect(text).not.toContain("[DONE]");
    expect(await parts.wallet.view("a")).toMatchObject({ reserved: 0n, charged: 0n });
    expect(records.all()).toMatchObject([
      { outcome: "failed", status: 200, error: { code: "gateway_fault" } },
    ]);
    expect(lines.join("\n")).toContain('error wallet.not-settled {"requestId"');
  });

  test("answers JSON with 500 without another attempt, holds nothing, and records it as failed", async () => {
    const chunks = [JSON.stringify({ ...good, usage: HUGE })];
    const { ask, parts, records, sent } = gateway([{ headers: JSON_TYPE, chunks }]);
    const { response, error } = await ask({ model: `${OPENAI},${OPENAI}` });
    expect([response.status, error.code, sent.length]).toEqual([500, "gateway_fault", 1]);
    expect(await parts.wallet.view("a")).toMatchObject({ reserved: 0n, charged: 0n });
    expect(records.all()).toMatchObject([
      { outcome: "failed", status: 500, error: { code: "gateway_fault" } },
    ]);
  });

  test.each([false, true])("ends once its record is kept (stream: %s)", async (stream) => {
    const answer = stream
      ? { headers: SSE_TYPE, chunks: streamWith(HUGE) }
      : { headers: JSON_TYPE, chunks: [JSON.stringify({ ...good, usage: HUGE })] };
    const opened = gateway([answer]);
    const { put } = opened.records;
    const order: string[] = [];
    opened.parts.records = {
      ...opened.parts.records,
      put: async (record) => {
        for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
        order.push("record");
        return put(record);
      },
    };
    await opened.ask({ stream });
    order.push("answer");
    expect(order).toEqual(["record", "answer"]);
  });

  test("because pricing itself fails holds nothing", async () => {
    const opened = gateway([{ headers: SSE_TYPE, chunks: streamWith(SMALL) }]);
    const { registry } = opened.parts;
    opened.parts.registry = {
      ...registry,
      charge: () => {
        throw new RangeError("no such price");
      },
    };
    const { text } = await opened.ask({ stream: true });
    expect(text).toContain('"code":"gateway_fault"');
    expect(await opened.parts.wallet.view("a")).toMatchObject({ reserved: 0n, charged: 0n });
  });
});

test("a charge above its reservation is booked in full and logged with both amounts", async () => {
  const usage = { prompt_tokens: 9_000_000, completion_tokens: 5, total_tokens: 9_000_005 };
  const { ask, parts, lines, records } = gateway([{ headers: SSE_TYPE, chunks: streamWith(usage) }]);
  const { text } = await ask({ stream: true });
  expect(text).toContain("[DONE]");
  const [record] = records.all();
  const { charged, reserved } = await parts.wallet.view("a");
  expect([charged, reserved]).toEqual([record?.cost?.amount, 0n]);
  const line = lines.find((text) => text.startsWith("warn wallet.charge-above-reservation"));
  expect(line).toContain(`"charged":"${charged}"`);
});

test("an answer that nothing prices is charged nothing, recorded as unpriced, and alerts", async () => {
  const answer = { ...good, usage: SMALL, service_tier: "scale" };
  const { ask, parts, lines, records } = gateway([{ headers: JSON_TYPE, chunks: [JSON.stringify(answer)] }]);
  const { response } = await ask({ model: OPENAI });
  expect(response.status).toBe(200);
  expect(await parts.wallet.view("a")).toMatchObject({ charged: 0n, reserved: 0n });
  expect(records.all()).toMatchObject([{ cost: { counted: "nothing", computed: { kind: "unpriced" } } }]);
  const line = lines.find((text) => text.startsWith("error wallet.answer-unpriced"));
  expect(line).toMatch(/"requestId":".+","reserved":"[1-9]\d*","problem":"no price for service_tier/);
});

test("charges a provider's own price far above the worst case up to the bound, and says so", async () => {
  const usage = { ...SMALL, estimated_cost: 30 };
  const setup = { platform: { deepinfra: plain("platform") }, deposit: 10n ** 14n };
  const { ask, parts, lines, records } = gateway([{ chunks: [JSON.stringify({ ...good, usage })] }], setup);
  const { response } = await ask({ model: "deepseek-v4-flash/deepinfra" });
  expect(response.status).toBe(200);
  expect(await parts.wallet.view("a")).toMatchObject({ charged: 10n ** 12n, reserved: 0n });
  expect(records.all()).toMatchObject([{ cost: { amount: 10n ** 12n, reported: 30n * 10n ** 12n } }]);
  expect(lines.join("\n")).toContain("error wallet.reported-cost-bounded");
});

test("a settle that fails at a stream's end shows an error in the stream and leaves a record", async () => {
  const wallet = memoryWallet(new Map([["a", 10n ** 15n]]), { uuid: () => "r" });
  const broken = { ...wallet, settle: () => Promise.reject(new StoreGone("at db.internal")) };
  const { ask, records, lines } = gateway([{ headers: SSE_TYPE, chunks: streamWith(SMALL) }], {
    parts: { wallet: broken },
  });
  const { text } = await ask({ stream: true });
  expect(text).toContain('"code":"gateway_fault"');
  expect(records.all()).toMatchObject([{ outcome: "failed" }]);
  expect(lines.join("\n")).toMatch(/wallet\.not-settled .*StoreGone/);
  expect(lines.join("\n")).not.toContain("db.internal");
});

test.each([
  ["JSON", false],
  ["a stream", true],
])("a charge that a busy store takes later costs the caller of %s no answer", async (_what, stream) => {
  const wallet = memoryWallet(new Map([["a", 10n ** 15n]]), { uuid: () => "r" });
  const busy = new Error("timeout exceeded when trying to connect");
  const answer = stream
    ? { headers: SSE_TYPE, chunks: streamWith(SMALL) }
    : { chunks: [JSON.stringify({ ...good, usage: SMALL })] };
  const parts = { wallet: { ...wallet, settle: () => Promise.reject(busy) } };
  const { ask, records, lines } = gateway([answer], { parts });
  const { response, text } = await ask({ stream });
  expect([response.status, text.includes("gateway_fault")]).toEqual([200, false]);
  const [record] = records.all();
  expect([record?.outcome, (record?.cost?.amount ?? 0n) > 0n]).toEqual(["success", true]);
  expect(lines.join("\n")).toContain("error wallet.not-settled");
});

test("a record whose id is taken gets an id of its own", async () => {
  const opened = gateway([{ chunks: [JSON.stringify({ ...good, usage: SMALL })] }]);
  const { records } = opened;
  opened.parts.ids = { uuid: () => "00000000-0000-4000-8000-00000000000a" };
  await opened.ask();
  let next = 0;
  opened.parts.ids = { uuid: () => `00000000-0000-4000-8000-00000000000${next++ < 2 ? "a" : "b"}` };
  await opened.ask();
  expect(records.all().map(({ id }) => id.at(-1))).toEqual(["a", "b"]);
});
