import { describe, expect, test } from "vitest";
import { steppedClock } from "../stores/testing/clock.ts";
import { readText, untilAborted, within } from "./timeout.ts";

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

test("readText keeps characters whole across chunks, and stops at its limit", async () => {
  const bytes = new TextEncoder().encode("łódź 🚤");
  const oneByOne = async function* () {
    for (const byte of bytes) yield new Uint8Array([byte]);
  };
  expect(await readText(oneByOne(), bytes.length)).toBe("łódź 🚤");
  expect(await readText(oneByOne(), bytes.length - 1)).toBeNull();
});
