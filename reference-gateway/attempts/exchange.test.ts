/** What ends a call early: time, the caller, the size of an error, and what cannot be built at all. */
import { describe, expect, test } from "vitest";
import { CredentialProblem } from "../../registry/providers/_shared/token.ts";
import { DEFAULT_LIMITS } from "../parts.ts";
import { gateway, good, openaiWith, own, SSE_TYPE, STREAM } from "../testing/gateway.ts";
import { CallerGone, UpstreamTimeout } from "../upstream/failure.ts";

const BUSY = '{"error":{"message":"busy"}}';
const byok = { keys: [own("openai")] };

describe("an answer that does not come", () => {
  test.each([
    ["before headers", "OpenAI did not start answering in time", "headers"],
    ["in body", "OpenAI did not continue its answer in time", "idle"],
  ] as const)("%s is a timeout, and its call is ended", async (stalls, message, phase) => {
    const { ask, signals, ringing } = gateway([{ stalls, chunks: ["{"] }]);
    const { response, error } = await ask();
    expect([response.status, error.message, error.code]).toEqual([504, message, "timeout"]);
    expect(signals[0]?.reason).toBeInstanceOf(UpstreamTimeout);
    expect(signals[0]?.reason).toMatchObject({ phase });
    expect(ringing()).toEqual([]);
  });

  test("whole keeps its status, and what it said by then (ERR-02)", async () => {
    const { ask, signals } = gateway([{ status: 503, chunks: [BUSY], stalls: "in body" }]);
    const { response, error } = await ask();
    expect([response.status, error.message]).toEqual([503, "busy"]);
    expect(signals[0]?.reason).toMatchObject({ phase: "idle" });
  });
});

describe("the text of an error", () => {
  test("that comes drop by drop ends with its time, though no drop is late", async () => {
    const opened = gateway([
      // The last timer is that of the whole text.
      { status: 503, chunks: [BUSY], stalls: "in body", instead: () => opened.ringing().at(-1)?.callback() },
    ]);
    const { response, error } = await opened.ask();
    expect([response.status, error.message]).toEqual([503, "busy"]);
    expect(opened.signals[0]?.reason).toBeInstanceOf(UpstreamTimeout);
    expect(opened.signals[0]?.reason).toMatchObject({ phase: "idle" });
  });

  test("is read no further than an answer would be", async () => {
    const limits = { ...DEFAULT_LIMITS, maxAnswerBytes: 12 };
    const { error } = await gateway([{ status: 503, chunks: [BUSY] }], { parts: { limits } }).ask();
    expect(error.message).not.toBe("busy");
  });

  test("is read no further than anybody needs, however large answers may be", async () => {
    const chunks = ['{"error":{"message":"busy","more":"', "x".repeat(300_000), '"}}'];
    const { error } = await gateway([{ status: 503, chunks }]).ask();
    expect(error.message).not.toBe("busy");
  });
});

describe("a caller who leaves", () => {
  const leaving = (stalls: "before headers" | "in body", more: object = {}) => {
    const caller = new AbortController();
    return { caller, answer: { stalls, instead: () => caller.abort(), ...more } };
  };

  test.each([
    ["before headers", {}],
    ["in body", {}],
    ["in body", { status: 503, chunks: [BUSY] }],
  ] as const)("%s ends a call that the caller pays for (%j)", async (stalls, more) => {
    const { caller, answer } = leaving(stalls, more);
    const { ask, signals, records } = gateway([answer], byok);
    const { response } = await ask({}, { signal: caller.signal });
    expect(response.status).toBe(499);
    expect(signals).toHaveLength(1);
    expect(signals[0]?.reason).toBeInstanceOf(CallerGone);
    expect(records.all()).toMatchObject([
      {
        outcome: "cancelled",
        error: { type: "request_cancelled", code: "request_cancelled", message: "the caller went away" },
      },
    ]);
  });

  test("before the call was made never starts it", async () => {
    const { ask, signals } = gateway([{ chunks: [JSON.stringify(good)] }], byok);
    const { response } = await ask({}, { signal: AbortSignal.abort() });
    expect(response.status).toBe(499);
    for (const signal of signals) expect(signal.aborted).toBe(true);
  });

  test("leaves a call that the gateway pays for some time to tell its usage (STR-09)", async () => {
    const caller = new AbortController();
    const waiting: number[] = [];
    const { ask, signals, ringing } = gateway([
      {
        stalls: "before headers",
        instead: () => {
          caller.abort();
          const drain = ringing().find(({ ms }) => ms === DEFAULT_LIMITS.drainMs);
          waiting.push(...ringing().map(({ ms }) => ms));
          expect(signals[0]?.aborted).toBe(false);
          drain?.callback();
        },
      },
    ]);
    const { response } = await ask({}, { signal: caller.signal });
    expect(waiting).toContain(DEFAULT_LIMITS.drainMs);
    expect(response.status).toBe(499);
    expect(signals[0]?.reason).toBeInstanceOf(CallerGone);
    expect(ringing()).toEqual([]);
  });

  test.each([
    ["answered", { chunks: [JSON.stringify(good)] }],
    ["refused", { status: 400, chunks: [BUSY] }],
  ])("after being %s is nobody's business", async (_how, answer) => {
    for (const setup of [byok, {}]) {
      const caller = new AbortController();
      const { ask, signals, ringing } = gateway([answer], setup);
      await ask({}, { signal: caller.signal });
      caller.abort();
      expect(signals[0]?.aborted).toBe(false);
      expect(ringing()).toEqual([]);
    }
  });

  test("after a whole stream is nobody's business either", async () => {
    const caller = new AbortController();
    const { ask, ringing } = gateway([{ headers: SSE_TYPE, chunks: STREAM }]);
    await ask({ stream: true }, { signal: caller.signal });
    caller.abort();
    expect(ringing()).toEqual([]);
  });
});

describe("a stream", () => {
  test("is read no faster than its caller reads (STR-08)", async () => {
    const { open, taken } = gateway([{ headers: SSE_TYPE, chunks: STREAM }]);
    const reader = (await open({ stream: true })).body?.getReader();
    await reader?.read();
    await new Promise(setImmediate);
    expect(taken()).toBe(1);
  });

  test("whose caller leaves is read to its end for its usage, and leaves no timer behind (STR-09)", async () => {
    const { open, taken, parts, ringing, records } = gateway([{ headers: SSE_TYPE, chunks: STREAM }]);
    const reader = (await open({ stream: true })).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await parts.background.idle();
    expect(taken()).toBe(STREAM.length);
    expect(ringing()).toEqual([]);
    expect(records.all()).toMatchObject([{ outcome: "success" }]);
  });
});

describe("a call that cannot be built", () => {
  test("with this credential says so, in the words of who owns it (ERR-03)", async () => {
    const refusing = {
      parts: openaiWith({
        authenticate: () => Promise.reject(new CredentialProblem("the key has no usable seal")),
      }),
    };
    const mine = await gateway([{}], { ...byok, ...refusing }).ask();
    expect(mine.error).toMatchObject({
      code: "invalid_provider_credential",
      message: "the key has no usable seal",
    });
    const ours = await gateway([{}], refusing).ask();
    expect(ours.error.code).not.toBe("invalid_provider_credential");
    expect(ours.text).not.toContain("seal");
  });

  test("because of a fault of ours is a fault of ours, and no host is blamed", async () => {
    const failing = {
      parts: openaiWith({
        buildBody: () => {
          throw new RangeError("tide table");
        },
      }),
    };
    const { ask, sent, lines } = gateway([{}], failing);
    const { response, error } = await ask();
    expect([response.status, error.code]).toEqual([500, "gateway_fault"]);
    expect(sent).toEqual([]);
    expect(lines.join("\n")).toContain("RangeError");
  });
});
