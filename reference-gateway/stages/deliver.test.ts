/** The way out: stages, captured bodies, and callers who do not read. */
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../parts.ts";
import { gateway, good, own, plain, SSE_TYPE, STREAM } from "../testing/gateway.ts";
import { createStages } from "./index.ts";
import type { Completed, Stage } from "./stage.ts";

/** A stage that keeps what it is told. */
function witness(captureBytes = 0) {
  const seen: Completed[] = [];
  const stage: Stage = {
    name: "witness",
    before: async (inbound) => {
      inbound.captureBytes = captureBytes;
      inbound.answerHeaders.set("x-witness", "was here");
      return null;
    },
    after: async (_inbound, completed) => void seen.push(completed),
  };
  return { seen, stage };
}
const streamed = { headers: SSE_TYPE, chunks: STREAM };
const text = (bytes: Uint8Array | null | undefined) => bytes && new TextDecoder().decode(bytes);

describe("a stage", () => {
  test("is told of the whole answer, its bytes where it asked for them", async () => {
    for (const [answer, more] of [
      [streamed, { stream: true }],
      [{ chunks: [JSON.stringify(good)] }, {}],
    ] as const) {
      const { seen, stage } = witness(10_000);
      const asked = await gateway([answer], { parts: { stages: [...createStages(), stage] } }).ask(more);
      expect(seen).toHaveLength(1);
      expect(text(seen[0]?.body)).toBe(asked.text);
      expect(seen[0]).toMatchObject({ status: 200, whole: true, record: { outcome: "success" } });
      expect(asked.response.headers.get("x-witness")).toBe("was here");
    }
  });

  test("gets no bytes of an answer that is larger than it asked for", async () => {
    const { seen, stage } = witness(100);
    await gateway([streamed], { parts: { stages: [stage] } }).ask({ stream: true });
    expect(seen).toMatchObject([{ body: null, whole: true }]);
  });

  test("may answer in place of the attempts, and the record says so", async () => {
    const stage: Stage = {
      name: "cache",
      before: async () => ({
        status: 200,
        headers: [["x-hit", "1"]],
        body: "kept",
        ending: { cached: true },
      }),
    };
    const { ask, sent, records } = gateway([streamed], { parts: { stages: [stage] } });
    const { text: got, response } = await ask();
    expect([got, response.headers.get("x-hit"), sent.length]).toEqual(["kept", "1", 0]);
    expect(records.all()).toMatchObject([{ cached: true, outcome: "success", cost: null, served: null }]);
  });

  test("that fails afterwards costs nobody else anything", async () => {
    const failing: Stage = { name: "broken", after: () => Promise.reject(new TypeError("at /srv")) };
    const { seen, stage } = witness();
    const { ask, lines } = gateway([streamed], { parts: { stages: [failing, stage] } });
    const { response } = await ask({ stream: true });
    expect(response.status).toBe(200);
    expect(seen).toHaveLength(1);
    expect(lines.join("\n")).toMatch(/error stage\.failed .*"stage":"broken","error":"TypeError"/);
  });

  test("is told of a refusal by another one, with its record", async () => {
    const { seen, stage } = witness();
    const { ask } = gateway([streamed], { parts: { stages: [...createStages(), stage] } });
    const headers = { "helicone-user-id": "x".repeat(DEFAULT_LIMITS.maxLabelChars + 1) };
    const { response, error } = await ask({}, { headers });
    expect([response.status, error.code, error.param]).toEqual([400, "invalid_header", "helicone-user-id"]);
    expect(seen).toMatchObject([{ status: 400, record: { outcome: "failed", status: 400 } }]);
  });
});

test("labels of the caller stand in the record", async () => {
  const { ask, records } = gateway([streamed]);
  const headers = {
    "helicone-user-id": "u1",
    "helicone-session-id": "s1",
    "helicone-session-path": "/a/b",
    "helicone-property-App": "docs",
  };
  await ask({ stream: true }, { headers });
  expect(records.all()).toMatchObject([
    {
      labels: {
        userId: "u1",
        session: { id: "s1", path: "/a/b", name: null },
        properties: { app: "docs" },
      },
    },
  ]);
});

describe("a caller who does not read", () => {
  test("is cut at the limit: the call ends, the record says so, and no timer is left", async () => {
    const opened = gateway([streamed], { keys: [own("openai")] });
    const response = await opened.open({ stream: true });
    const reader = response.body?.getReader();
    await reader?.read();
    opened.pass(DEFAULT_LIMITS.writeStallMs - 1);
    expect(opened.signals[0]?.aborted).toBe(false);
    opened.pass(1);
    await expect(reader?.read()).rejects.toMatchObject({ name: "CallerStalled" });
    await opened.parts.background.idle();
    expect(opened.signals[0]?.aborted).toBe(true);
    expect(opened.records.all()).toMatchObject([{ outcome: "cancelled" }]);
    expect(opened.ringing()).toEqual([]);
  });

  test("in PTB is drained for its usage all the same, and charged", async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
    const last = { id: "x", object: "chat.completion.chunk", created: 1, model: "m", choices: [], usage };
    const chunks = [...STREAM.slice(0, 2), `data: ${JSON.stringify(last)}\n\n`, "data: [DONE]\n\n"];
    const opened = gateway([{ headers: SSE_TYPE, chunks }]);
    const response = await opened.open({ stream: true });
    const reader = response.body?.getReader();
    await reader?.read();
    opened.pass(DEFAULT_LIMITS.writeStallMs);
    await expect(reader?.read()).rejects.toMatchObject({ name: "CallerStalled" });
    await opened.parts.background.idle();
    const { charged, reserved } = await opened.parts.wallet.view("a");
    expect([charged > 0n, reserved]).toEqual([true, 0n]);
  });

  test("leaves a long answer in one piece unread, which keeps its place until it is cut", async () => {
    const content = "x".repeat(1_000_000);
    const long = { ...good, choices: [{ ...good.choices[0], message: { role: "assistant", content } }] };
    const { seen, stage } = witness();
    const opened = gateway([{ chunks: [JSON.stringify(long)] }], {
      parts: { stages: [...createStages(), stage] },
    });
    const response = await opened.open();
    const length = Number(response.headers.get("content-length"));
    const reader = response.body?.getReader();
    await reader?.read();
    expect([length > 1_000_000, seen.length]).toEqual([true, 0]);
    opened.pass(DEFAULT_LIMITS.writeStallMs);
    await expect(reader?.read()).rejects.toMatchObject({ name: "CallerStalled" });
    await opened.parts.background.idle();
    expect(seen).toMatchObject([{ whole: false }]);
    expect(opened.ringing()).toEqual([]);
  });
});

test("tells stages of no whole answer where the caller leaves while the provider is silent", async () => {
  const { seen, stage } = witness(10_000);
  // Silent for as long as the caller is there.
  const silent = {
    headers: SSE_TYPE,
    chunks: STREAM.slice(0, 1),
    stalls: "in body",
    instead: () => {},
  } as const;
  const opened = gateway([silent], {
    keys: [own("openai")],
    parts: { stages: [...createStages(), stage] },
  });
  const reader = (await opened.open({ stream: true })).body?.getReader();
  await reader?.read();
  const waiting = reader?.read();
  await new Promise(setImmediate);
  await reader?.cancel();
  expect((await waiting)?.done).toBe(true);
  await opened.parts.background.idle();
  expect(seen).toMatchObject([{ whole: false, body: null, record: { outcome: "cancelled" } }]);
});

test("gives a long answer in one piece byte for byte, with its length and without the key that it echoes", async () => {
  const secret = "sk-platform-key-0123456789";
  const content = `${"x".repeat(300_000)} ${secret} ${"y".repeat(300_000)}`;
  const long = { ...good, choices: [{ ...good.choices[0], message: { role: "assistant", content } }] };
  const { seen, stage } = witness(10_000_000);
  const opened = gateway([{ chunks: [JSON.stringify(long)] }], {
    parts: { stages: [...createStages(), stage] },
    platform: { openai: plain(secret) },
  });
  const { response, text: body } = await opened.ask();
  expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
  const given: string = JSON.parse(body).choices[0].message.content;
  const [before = "", after = ""] = given.split(/ \*+ /);
  expect([before === "x".repeat(300_000), after === "y".repeat(300_000)]).toEqual([true, true]);
  expect([text(seen[0]?.body) === body, seen[0]?.whole, seen[0]?.masked]).toEqual([true, true, true]);
});
