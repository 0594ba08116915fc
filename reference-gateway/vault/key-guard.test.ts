import { describe, expect, test } from "vitest";
import { memoryCounters } from "../stores/counters/memory-counters.ts";
import { addressKey, createKeyGuard, WINDOW_MS } from "./key-guard.ts";

const HERE = "203.0.113.7";

function guarded(limit = 3) {
  let now = 1_000_000;
  const lines: string[] = [];
  const clock = { now: () => now };
  const counters = memoryCounters({ clock });
  const log = (_level: string, event: string, fields: object) =>
    lines.push(`${event} ${JSON.stringify(fields)}`);
  const step = (ms: number) => {
    now += ms;
  };
  return { guard: createKeyGuard({ counters, clock, log, limit }), counters, lines, step, clock };
}

describe("wrong gateway keys", () => {
  test("of one address are looked up so many times in a minute and no more", async () => {
    const { guard, step } = guarded(3);
    for (let i = 0; i < 3; i++) {
      expect(await guard.wait(`wrong-${i}`, HERE)).toBeNull();
      await guard.judged(`wrong-${i}`, HERE, false);
      step(1000);
    }
    expect(await guard.wait("wrong-3", HERE)).toBe(57);
    expect(await guard.wait("wrong-3", "203.0.113.8")).toBeNull();
    step(WINDOW_MS);
    expect(await guard.wait("wrong-3", HERE)).toBeNull();
  });

  test("do not lock out who called with a right one lately", async () => {
    const { guard, step } = guarded(1);
    await guard.judged("right", HERE, true);
    await guard.judged("wrong", HERE, false);
    expect(await guard.wait("right", HERE)).toBeNull();
    expect(await guard.wait("also-right", HERE)).toBe(60);
    step(11 * 60_000);
    await guard.judged("wrong", HERE, false);
    expect(await guard.wait("right", HERE)).toBe(60);
  });

  test("count for a key that was right once and is revoked", async () => {
    const { guard } = guarded(1);
    await guard.judged("revoked", HERE, true);
    await guard.judged("revoked", HERE, false);
    expect(await guard.wait("revoked", HERE)).toBe(60);
  });

  test("are told once in a window, without address or key", async () => {
    const { guard, lines } = guarded(2);
    for (let i = 0; i < 5; i++) await guard.judged("wrong-key", HERE, false);
    expect(lines).toEqual([`keys.address-slowed {"wrongKeys":2,"windowMs":${WINDOW_MS}}`]);
  });

  test("are looked up as always while nothing can be counted, which is told", async () => {
    const { counters, clock, lines } = guarded();
    const gone = () => Promise.reject(new Error("redis://:hunter2@db is gone"));
    const log = (_level: string, event: string, fields: object) =>
      lines.push(`${event} ${JSON.stringify(fields)}`);
    const guard = createKeyGuard({ counters: { ...counters, read: gone, take: gone }, clock, log, limit: 1 });
    expect(await guard.wait("wrong", HERE)).toBeNull();
    await guard.judged("wrong", HERE, false);
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["keys.not-counted", "keys.not-counted"]);
    expect(lines.join()).not.toContain("hunter2");
  });
});

test.each([
  ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true],
  ["2001:db8:1:2::1", "2001:db8:1:3::1", false],
  ["::ffff:203.0.113.7", "203.0.113.7", true],
  ["203.0.113.7", "203.0.113.8", false],
  ["fe80::1%eth0", "not an address", false],
])("the addresses %s and %s are one caller's: %s", (one, two, same) => {
  expect(addressKey(one) === addressKey(two)).toBe(same);
});
