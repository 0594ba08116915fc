/** Usage and prices of what passes by, whatever it is packed in and wherever it is cut (PRX-07, STR-01). */
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeFrame } from "../../registry/apis/_shared/event-stream.ts";
import type { Stage } from "../stages/stage.ts";
import { openPassthrough } from "./testing/gateway.ts";
import { openStandIn, type StandIn } from "./testing/stand-in.ts";

let target: StandIn;
let gateway: Awaited<ReturnType<typeof openPassthrough>>;
beforeEach(async () => {
  target = await openStandIn();
  gateway = await openPassthrough(target);
});
afterEach(async () => {
  await gateway.close();
  await target.close();
});

const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
const answer = JSON.stringify({ id: "x", model: "gpt-4o-mini-2024-07-18", choices: [], usage });
const STREAM = Buffer.from(
  [
    ": keep-alive\r\n\r\n",
    'data: {"choices":[{"delta":{"content":"Flut \u{1F30A}"}}],"usage":null}\n\n',
    `data:${JSON.stringify({ choices: [], usage })}\n\n`,
    "data: [DONE]\n\n",
  ].join(""),
);
/** 1000 at 0.15 and 100 at 0.60 USD per million. */
const PRICE = 210_000_000n;

const ask = (more: { path?: string; body?: object | string; headers?: Record<string, string> } = {}) =>
  gateway.ask({
    method: "POST",
    path: more.path ?? "/v1/chat/completions",
    body: typeof more.body === "string" ? more.body : JSON.stringify(more.body ?? { model: "gpt-4o-mini" }),
    headers: { "content-type": "application/json", ...more.headers },
  });

/** Answers with these chunks, one write each. */
const answering = (chunks: readonly Uint8Array[], headers: Record<string, string>) =>
  target.answer(async (_incoming, outgoing) => {
    outgoing.writeHead(200, headers);
    for (const chunk of chunks) await new Promise((resolve) => outgoing.write(chunk, resolve));
    outgoing.end();
  });
const record = () => gateway.records.all()[0];

const PACKED = {
  identity: (bytes: Buffer) => bytes,
  gzip: (bytes: Buffer) => gzipSync(bytes),
  br: (bytes: Buffer) => brotliCompressSync(bytes),
  deflate: (bytes: Buffer) => deflateSync(bytes),
};

describe("an answer", () => {
  test.each(Object.entries(PACKED))(
    "in one piece of JSON, %s: is priced and unchanged",
    async (encoding, pack) => {
      const body = pack(Buffer.from(answer));
      answering([body], { "content-type": "application/json; charset=utf-8", "content-encoding": encoding });
      expect((await ask()).body).toEqual(body);
      expect(record()).toMatchObject({ model: "gpt-4o-mini", stream: false, cost: { amount: PRICE } });
      expect(record()?.served).toMatchObject({ provider: "openai", mode: "byok", api: "openai-chat" });
    },
  );

  test.each(Object.entries(PACKED))(
    "that is streamed, %s: is priced and unchanged",
    async (encoding, pack) => {
      const body = pack(STREAM);
      answering([body], { "content-type": "text/event-stream", "content-encoding": encoding });
      expect((await ask()).body).toEqual(body);
      expect(record()).toMatchObject({ stream: true, cost: { amount: PRICE } });
    },
  );

  test("is the same at every cut of its stream", async () => {
    for (let cut = 1; cut < STREAM.byteLength; cut += 1) {
      answering([STREAM.subarray(0, cut), STREAM.subarray(cut)], { "content-type": "text/event-stream" });
      expect((await ask()).body).toEqual(STREAM);
    }
    const costs = gateway.records.all().map(({ cost }) => cost?.amount);
    expect(new Set(costs)).toEqual(new Set([PRICE]));
  });

  test("of Bedrock is read frame by frame, and costs nothing where the table has no cost support", async () => {
    const frame = (type: string, payload: object) =>
      encodeFrame(
        [
          [":message-type", "event"],
          [":event-type", type],
        ],
        JSON.stringify(payload),
      );
    const counts = { inputTokens: 9, outputTokens: 4, totalTokens: 13 };
    const chunks = [frame("messageStart", { role: "assistant" }), frame("metadata", { usage: counts })];
    answering(chunks, { "content-type": "application/vnd.amazon.eventstream" });
    await ask({
      path: "/model/amazon.nova-lite-v1%3A0/converse-stream",
      headers: { "helicone-target-url": "https://bedrock-runtime.us-east-1.amazonaws.com" },
    });
    expect(record()).toMatchObject({
      model: "amazon.nova-lite-v1:0",
      cost: null,
      stream: true,
      usage: { kind: "known", usage: { input: 9, output: 4 } },
    });
    expect(await gateway.parts.passthrough.pending.page(null, 10)).toEqual([]);
  });

  test("whose model nothing prices waits for the mapper, with everything that it needs", async () => {
    answering([Buffer.from(JSON.stringify({ usage }))], { "content-type": "application/json" });
    const got = await ask({ body: { model: "gpt-4o-mini-nano" } });
    expect(record()).toMatchObject({ model: "gpt-4o-mini-nano", cost: null, outcome: "success" });
    expect(await gateway.parts.passthrough.pending.page(null, 10)).toMatchObject([
      {
        tenantId: "a",
        id: got.headers["helicone-id"],
        provider: "openai",
        models: ["gpt-4o-mini-nano"],
        raw: usage,
        shape: "openai-chat",
        reason: 'no price for "gpt-4o-mini-nano" at openai',
      },
    ]);
  });

  test.each([
    ["zstd, which is not read here", { "content-encoding": "zstd", "content-type": "application/json" }],
    ["gzip that is none", { "content-encoding": "gzip", "content-type": "application/json" }],
    ["text", { "content-type": "text/plain" }],
  ])("in %s passes unchanged, and its usage is unknown", async (_what, headers) => {
    answering([Buffer.from(answer)], headers);
    const got = await ask();
    expect(got.body.toString()).toBe(answer);
    expect(record()).toMatchObject({ outcome: "success", usage: { kind: "unknown" }, cost: null });
  });

  test("that an array of events makes, or an array where an object is expected, disturbs nothing", async () => {
    for (const body of ["[]", "[1,null]", "null", '"text"', "{", ""]) {
      answering([Buffer.from(body)], { "content-type": "application/json" });
      expect((await ask()).body.toString()).toBe(body);
    }
    expect(gateway.records.all().every(({ outcome, cost }) => outcome === "success" && cost === null)).toBe(
      true,
    );
  });

  test("with an error status is a failure in the record, and reaches the caller as it is", async () => {
    target.answer((_incoming, outgoing) =>
      outgoing
        .writeHead(429, { "content-type": "application/json", "x-request-id": "req_9" })
        .end('{"error":{}}'),
    );
    expect(await ask()).toMatchObject({ status: 429, body: Buffer.from('{"error":{}}') });
    expect(record()).toMatchObject({
      outcome: "failed",
      status: 429,
      error: { type: "rate_limit_error" },
      targetHost: "api.openai.com",
      served: { upstreamRequestId: "req_9" },
    });
  });
});

describe("the stages", () => {
  test("see a passed call like any other, and label its record", async () => {
    answering([Buffer.from(answer)], { "content-type": "application/json" });
    await ask({ headers: { "helicone-user-id": "u-1", "helicone-property-boat": "Tide" } });
    expect(record()).toMatchObject({
      route: "passthrough",
      targetHost: "api.openai.com",
      labels: { userId: "u-1", properties: { boat: "Tide" } },
    });
  });

  test("may answer in place of the target, add fields, and see the answer afterwards", async () => {
    const seen: unknown[] = [];
    const stage: Stage = {
      name: "test",
      before: async (inbound) => {
        inbound.answerHeaders.set("x-stage", "1");
        inbound.captureBytes = 1_000;
        if (inbound.headers.get("helicone-cache-enabled") === null) return null;
        const body = Buffer.from(inbound.body).toString();
        return {
          status: 200,
          headers: [["content-type", "text/plain"]],
          body: `kept: ${body}`,
          ending: { cached: true },
        };
      },
      after: async (_inbound, { body, whole, status }) => {
        seen.push([body && Buffer.from(body).toString(), whole, status]);
      },
    };
    await gateway.close();
    gateway = await openPassthrough(target, { parts: { stages: [stage] } });
    answering([Buffer.from(answer)], { "content-type": "application/json" });
    expect((await ask()).headers["x-stage"]).toBe("1");
    expect(seen).toEqual([[answer, true, 200]]);
    const kept = await ask({ body: "question", headers: { "helicone-cache-enabled": "true" } });
    expect(kept.body.toString()).toBe("kept: question");
    expect(target.arrived).toHaveLength(1);
    expect(gateway.records.all()[1]).toMatchObject({ cached: true, outcome: "success" });
  });

  test("get the whole body where the cache is asked, and the target gets it unchanged", async () => {
    const bodies: string[] = [];
    const look: Stage = {
      name: "look",
      before: async ({ body }) => {
        bodies.push(Buffer.from(body).toString());
        return null;
      },
    };
    await gateway.close();
    gateway = await openPassthrough(target, { parts: { stages: [look] } });
    await ask({ body: "tide", headers: { "helicone-cache-enabled": "true" } });
    await ask({ body: "ebb" });
    expect(bodies).toEqual(["tide", ""]);
    expect(target.arrived.map(({ body }) => body.toString())).toEqual(["tide", "ebb"]);
  });
});
