import { expect, test, vi } from "vitest";
import { abortSignalOf, Stop } from "./stop.ts";

/** What a signal does, told in words: the same of both forms. */
const forms = [
  ["of the platform", () => new AbortController()],
  ["of the gateway", () => new Stop()],
] as const;

test.each(forms)(
  "calls each listener of a signal %s once, in order, and none that was taken away",
  (_name, open) => {
    const stopper = open();
    const { signal } = stopper;
    const told: string[] = [];
    const gone = () => told.push("gone");
    const taken = () => told.push("taken");
    signal.addEventListener("abort", gone, { once: true });
    signal.removeEventListener("abort", gone);
    const first = () => {
      told.push("first");
      signal.removeEventListener("abort", taken);
    };
    signal.addEventListener("abort", first, { once: true });
    signal.addEventListener("abort", first, { once: true });
    signal.addEventListener("abort", taken, { once: true });
    signal.addEventListener("abort", () => told.push(String(signal.reason)), { once: true });
    expect([signal.aborted, signal.reason]).toEqual([false, undefined]);
    expect(() => signal.throwIfAborted()).not.toThrow();
    stopper.abort("low water");
    stopper.abort("high water");
    expect(told).toEqual(["first", "low water"]);
    expect([signal.aborted, signal.reason]).toEqual([true, "low water"]);
    expect(() => signal.throwIfAborted()).toThrow("low water");
    signal.addEventListener("abort", gone, { once: true });
    stopper.abort("ebb");
    expect(told).toEqual(["first", "low water"]);
  },
);

test("gives the platform's signal with the same reason, for one that is told later or was before", () => {
  const stop = new Stop();
  const early = abortSignalOf(stop);
  const heard = vi.fn();
  early.addEventListener("abort", heard);
  expect(early.aborted).toBe(false);
  stop.abort("low water");
  expect(heard).toHaveBeenCalledOnce();
  expect([early.reason, abortSignalOf(stop).reason]).toEqual(["low water", "low water"]);
  const { signal } = new AbortController();
  expect(abortSignalOf(signal)).toBe(signal);
});
