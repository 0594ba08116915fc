import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../parts.ts";
import type { StopSignal } from "../stop.ts";
import { steppedClock } from "../stores/testing/clock.ts";
import { createBackground } from "../telemetry/background.ts";
import { type CallOptions, callUpstream } from "./call.ts";
import { CallerGone, UpstreamFailed, UpstreamTimeout } from "./failure.ts";

const outbound = { method: "POST" as const, url: "https://x.test/", headers: [], body: new Uint8Array() };
const limits = {
  ...DEFAULT_LIMITS,
  headersTimeoutMs: 50,
  idleTimeoutMs: 10,
  totalTimeoutMs: 100,
  drainMs: 30,
};
const forever = (): Promise<never> => new Promise<never>(() => {});

/** A call whose body is given; the clock moves only by `step`. */
function calling(body: AsyncIterable<Uint8Array>, own: Partial<CallOptions> = {}) {
  const clock = steppedClock();
  const caller = new AbortController();
  const signals: StopSignal[] = [];
  const call = callUpstream(outbound, {
    transport: {
      send: async (_request, signal) => {
        signals.push(signal);
        return { status: 200, headers: new Headers(), body };
      },
    },
    clock,
    limits,
    callerSignal: caller.signal,
    departure: "cancel",
    background: createBackground(() => {}),
    ...own,
  });
  return { clock, caller, signals, call };
}

async function* chunksOf(count: number, before: () => void = () => {}): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) {
    before();
    yield new Uint8Array([i]);
  }
}

/** A source whose next chunk never comes, and what becomes of it. */
function stuck(close: () => unknown = () => {}): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: forever,
      return: async () => {
        close();
        return { done: true, value: undefined };
      },
    }),
  };
}

describe("the time of a call", () => {
  test("between chunks counts from chunk to chunk, and leaves no timer behind", async () => {
    const { clock, call } = calling(chunksOf(5));
    const { chunks } = await call;
    let seen = 0;
    for await (const _chunk of chunks) {
      seen++;
      // The reader takes its time, which is not the provider's.
      clock.step(12);
    }
    expect([seen, clock.waiting()]).toEqual([5, 0]);
  });

  test("ends at the limit between two chunks, and the source is closed", async () => {
    let closed = false;
    const { clock, call } = calling(
      stuck(() => {
        closed = true;
      }),
    );
    const { chunks } = await call;
    const waiting = chunks.next();
    const told = expect(waiting).rejects.toMatchObject({ name: "UpstreamTimeout", phase: "idle" });
    clock.step(9);
    clock.step(1);
    await told;
    expect([closed, clock.waiting()]).toEqual([true, 0]);
  });

  test("ends in total, though every chunk is in time", async () => {
    const steps: (() => void)[] = [];
    const { clock, call } = calling(chunksOf(1000, () => steps[0]?.()));
    steps.push(() => clock.step(9));
    const { chunks } = await call;
    let seen = 0;
    const read = async () => {
      for await (const _chunk of chunks) seen++;
    };
    await expect(read()).rejects.toMatchObject({ name: "UpstreamTimeout", phase: "total" });
    expect(seen).toBe(11);
    expect(clock.waiting()).toBe(0);
  });

  test("ends where headers do not come", async () => {
    const { clock, call } = calling(stuck(), { transport: { send: forever } });
    const told = expect(call).rejects.toMatchObject({ name: "UpstreamTimeout", phase: "headers" });
    clock.step(50);
    await told;
    expect(clock.waiting()).toBe(0);
  });
});

describe("a call fails", () => {
  test.each([["before its headers", async () => Promise.reject(new TypeError("fetch failed")), null]])(
    "%s with the network's error as its cause",
    async (_when, send) => {
      const { call, clock } = calling(stuck(), { transport: { send } });
      const failed = await call.catch((thrown: unknown) => thrown);
      expect(failed).toBeInstanceOf(UpstreamFailed);
      expect(failed).toMatchObject({ cause: { message: "fetch failed" } });
      expect(clock.waiting()).toBe(0);
    },
  );

  test("inside its body with the network's error as its cause", async () => {
    const { call, clock } = calling(
      (async function* () {
        yield new Uint8Array([1]);
        throw new TypeError("terminated");
      })(),
    );
    const { chunks } = await call;
    await chunks.next();
    await expect(chunks.next()).rejects.toMatchObject({
      name: "UpstreamFailed",
      cause: { message: "terminated" },
    });
    expect(clock.waiting()).toBe(0);
  });

  test("with the reason of whoever ended it", async () => {
    const { call, signals } = calling(stuck());
    const { chunks, abort } = await call;
    const reason = new Error("enough");
    const told = expect(chunks.next()).rejects.toBe(reason);
    abort(reason);
    await told;
    expect(signals[0]?.reason).toBe(reason);
  });
});

test("a call that is ended while nobody reads holds no timer and no connection any more", async () => {
  let closed = false;
  const { call, clock } = calling(
    stuck(() => {
      closed = true;
    }),
  );
  const { chunks, abort } = await call;
  const reason = new Error("enough");
  abort(reason);
  expect([closed, clock.waiting()]).toEqual([true, 0]);
  await expect(chunks.next()).rejects.toBe(reason);
  expect(await chunks.next()).toEqual({ done: true, value: undefined });
});

describe("a caller who leaves", () => {
  test("ends a call that is not to be drained at once", async () => {
    const { call, caller } = calling(stuck());
    const { chunks } = await call;
    const told = expect(chunks.next()).rejects.toBeInstanceOf(CallerGone);
    caller.abort();
    await told;
  });

  test("ends a call that is to be drained after its time", async () => {
    const { call, caller, clock, signals } = calling(stuck(), {
      departure: "drain",
      limits: { ...limits, idleTimeoutMs: 1000, totalTimeoutMs: 1000 },
    });
    const { chunks } = await call;
    const told = expect(chunks.next()).rejects.toBeInstanceOf(CallerGone);
    caller.abort();
    clock.step(29);
    expect(signals[0]?.aborted).toBe(false);
    clock.step(1);
    await told;
    expect(clock.waiting()).toBe(0);
  });
});

test("a reader who has had enough closes the source, whatever closing it does", async () => {
  const failing: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false, value: new Uint8Array([1]) }),
      return: () => Promise.reject(new Error("no")),
    }),
  };
  const { call, clock } = calling(failing);
  for await (const _chunk of (await call).chunks) break;
  expect(clock.waiting()).toBe(0);
});

test("the phases of a timeout are told apart", () => {
  expect(new UpstreamTimeout("total").message).toBe("upstream timeout (total)");
});
