import { describe, expect, test } from "vitest";
import type { Clock } from "../parts.ts";
import { steppedClock } from "../stores/testing/clock.ts";
import { readText, untilAborted, withIdleLimit, within } from "./timeout.ts";

const forever = (): Promise<never> => new Promise<never>(() => {});
const late = new Error("too late");

describe("within", () => {
  test("gives the value and leaves no timer behind", async () => {
    const clock = steppedClock();
    expect(await within(Promise.resolve(7), 10, clock, () => late)).toBe(7);
    expect(clock.waiting()).toBe(0);
  });

  test("fails at the limit, not before", async () => {
    const clock = steppedClock();
    let failed = false;
    const waiting = within(forever(), 10, clock, () => late).catch((error: unknown) => {
      failed = true;
      throw error;
    });
    clock.step(9);
    await Promise.resolve();
    expect(failed).toBe(false);
    clock.step(1);
    await expect(waiting).rejects.toBe(late);
  });
});

describe("untilAborted", () => {
  test("fails with the reason, now or later", async () => {
    const controller = new AbortController();
    const waiting = untilAborted(forever(), controller.signal);
    controller.abort(late);
    await expect(waiting).rejects.toBe(late);
    await expect(untilAborted(Promise.resolve(1), controller.signal)).rejects.toBe(late);
  });
});

describe("withIdleLimit", () => {
  const options = (clock: Clock, signal = new AbortController().signal) => ({
    ...{ ms: 10, clock, signal },
    onTime: () => late,
  });

  test("counts from chunk to chunk, not in total", async () => {
    const clock = steppedClock();
    const source = (async function* () {
      for (let i = 0; i < 5; i++) yield new Uint8Array([i]);
    })();
    let seen = 0;
    for await (const _chunk of withIdleLimit(source, options(clock))) {
      seen++;
      clock.step(9);
    }
    expect(seen).toBe(5);
    expect(clock.waiting()).toBe(0);
  });

  test("fails when a chunk does not come, and closes its source", async () => {
    const clock = steppedClock();
    let closed = false;
    const source: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: forever,
        return: async () => {
          closed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const waiting = withIdleLimit(source, options(clock)).next();
    clock.step(10);
    await expect(waiting).rejects.toBe(late);
    expect(closed).toBe(true);
  });
});

test("readText keeps characters whole across chunks, and stops at its limit", async () => {
  const bytes = new TextEncoder().encode("łódź 🚤");
  const oneByOne = async function* () {
    for (const byte of bytes) yield new Uint8Array([byte]);
  };
  expect(await readText(oneByOne(), bytes.length)).toBe("łódź 🚤");
  expect(await readText(oneByOne(), bytes.length - 1)).toBeNull();
});
