/**
 * What every counter store does, in memory, in the embedded database, in PostgreSQL and on a Redis server (LIM-01).
 */

import { hash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_POSTGRES } from "../testing/postgres-server.ts";
import { NO_REDIS } from "../testing/redis-server.ts";
import { type SharedPlace, sharedKinds } from "../testing/shared-places.ts";
import { type Claim, type Count, counterKey, MAX_COUNT } from "./counter-store.ts";
import { CountersFull, memoryCounters } from "./memory-counters.ts";

const MINUTE = 60_000;

const missing = { memory: "", embedded: "", postgres: NO_POSTGRES, redis: NO_REDIS };

/** The specification, written apart from the stores: what each key counts in the window that runs. */
class Model {
  readonly windows = new Map<string, { used: bigint; until: number }>();
  count(key: string, now: number, windowMs: number): Count {
    const window = this.windows.get(key);
    return window && now < window.until ? { ...window } : { used: 0n, until: now + windowMs };
  }
  take(claims: readonly Claim[], now: number): boolean {
    const fits = claims.every(
      ({ key, amount, limit, windowMs }) => this.count(key, now, windowMs).used + amount <= limit,
    );
    if (!fits) return false;
    for (const { key, amount, windowMs } of claims) {
      const { used, until } = this.count(key, now, windowMs);
      this.windows.set(key, { used: used + amount, until });
    }
    return true;
  }
  adjust(key: string, until: number, delta: bigint): void {
    const window = this.windows.get(key);
    if (!window || window.until !== until) return;
    window.used = window.used + delta < 0n ? 0n : window.used + delta;
  }
}

const amounts = fc.oneof(fc.bigInt(0n, 12n), fc.bigInt(MAX_COUNT / 4n, MAX_COUNT / 3n));
const step = fc.oneof(
  fc.record({
    kind: fc.constant("take" as const),
    amounts: fc.dictionary(fc.constantFrom("a", "b", "c"), amounts, { minKeys: 1 }),
    limit: fc.constantFrom(10n, 30n, MAX_COUNT),
  }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1, 999, 1000, 1001) }),
  fc.record({
    kind: fc.constant("adjust" as const),
    key: fc.constantFrom("a", "b", "c"),
    delta: fc.bigInt(-20n, 20n),
    late: fc.boolean(),
  }),
);

/** Does the same to a store and to the specification. */
async function follow(
  { counters, clock }: SharedPlace,
  prefix: string,
  steps: readonly Step[],
): Promise<void> {
  const model = new Model();
  const windowMs = 1000;
  for (const taken of steps) {
    const now = clock.now();
    if (taken.kind === "wait") clock.step(taken.ms);
    else if (taken.kind === "take") {
      const { limit } = taken;
      const claims = Object.entries(taken.amounts).map(([key, amount]) => ({
        key: prefix + key,
        amount,
        limit,
        windowMs,
      }));
      const expected = model.take(claims, now);
      const result = await counters.take(claims);
      expect(result.ok).toBe(expected);
      if (result.ok) expect(result.counts).toEqual(claims.map(({ key }) => model.count(key, now, windowMs)));
    } else {
      const key = prefix + taken.key;
      const { until } = model.count(key, now, windowMs);
      const end = taken.late ? until - 1 : until;
      model.adjust(key, end, taken.delta);
      await counters.adjust(key, end, taken.delta);
    }
    for (const key of ["a", "b", "c"])
      expect(await counters.read(prefix + key, windowMs)).toEqual(
        model.count(prefix + key, clock.now(), windowMs),
      );
  }
}

type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

for (const kind of sharedKinds()) {
  describe(`${kind.name} counters`, () => {
    let there = false;
    beforeAll(async () => {
      there = await kind.prepare();
    });
    afterAll(() => kind.end());

    test("take what fits, refuse what does not, and begin anew when the window is over", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const { counters, clock } = kind.open();
      const key = kind.unique();
      const claim = { key, amount: 1n, limit: 2n, windowMs: MINUTE };
      const until = clock.now() + MINUTE;
      expect(await counters.read(key, MINUTE)).toEqual({ used: 0n, until });
      expect(await counters.take([claim])).toEqual({ ok: true, counts: [{ used: 1n, until }] });
      clock.step(1000);
      expect(await counters.take([claim])).toEqual({ ok: true, counts: [{ used: 2n, until }] });
      clock.step(MINUTE - 1001);
      expect(await counters.take([claim])).toEqual({ ok: false, refused: 0, count: { used: 2n, until } });
      clock.step(1);
      expect(await counters.take([claim])).toEqual({
        ok: true,
        counts: [{ used: 1n, until: until + MINUTE }],
      });
    });

    test("take all claims of a call or none, and name the one that did not fit", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const { counters, clock } = kind.open();
      const [wide, narrow] = [kind.unique(), kind.unique()];
      const claims = [
        { key: wide, amount: 1n, limit: 10n, windowMs: MINUTE },
        { key: narrow, amount: 3n, limit: 5n, windowMs: 1000 },
      ];
      expect(await counters.take(claims)).toMatchObject({ ok: true });
      const count = { used: 3n, until: clock.now() + 1000 };
      expect(await counters.take(claims)).toEqual({ ok: false, refused: 1, count });
      expect(await counters.read(wide, MINUTE)).toMatchObject({ used: 1n });
      const untouched = { key: kind.unique(), amount: 1n, limit: 1n, windowMs: MINUTE };
      expect(await counters.take([untouched, ...claims])).toMatchObject({ ok: false, refused: 2 });
      expect(await counters.read(untouched.key, MINUTE)).toMatchObject({ used: 0n });
    });

    test("begin no window with a claim larger than its limit", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const { counters, clock } = kind.open();
      const claim = { key: kind.unique(), amount: 6n, limit: 5n, windowMs: MINUTE };
      const count = { used: 0n, until: clock.now() + MINUTE };
      expect(await counters.take([claim])).toEqual({ ok: false, refused: 0, count });
      clock.step(10);
      expect(await counters.read(claim.key, MINUTE)).toEqual({ used: 0n, until: clock.now() + MINUTE });
    });

    test("count beyond what a double holds, exactly", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const { counters } = kind.open();
      const claim = { key: kind.unique(), amount: 2n ** 60n + 1n, limit: 2n ** 61n + 1n, windowMs: MINUTE };
      expect(await counters.take([claim])).toMatchObject({ ok: true });
      expect(await counters.take([claim])).toMatchObject({ ok: false, count: { used: 2n ** 60n + 1n } });
      const rest = { ...claim, amount: 2n ** 60n };
      expect(await counters.take([rest])).toMatchObject({ ok: true, counts: [{ used: 2n ** 61n + 1n }] });
    });

    test("take exactly the quota of 500 claims at once", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const { counters } = kind.open();
      const claim = { key: kind.unique(), amount: 1n, limit: 100n, windowMs: MINUTE };
      const results = await Promise.all(Array.from({ length: 500 }, () => counters.take([claim])));
      expect(results.filter(({ ok }) => ok)).toHaveLength(100);
      expect(await counters.read(claim.key, MINUTE)).toMatchObject({ used: 100n });
    });

    test("take exactly the quota where 200 calls at once claim two counters in either order", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const { counters } = kind.open();
      const a = { key: kind.unique(), amount: 1n, limit: 40n, windowMs: MINUTE };
      const b = { key: kind.unique(), amount: 2n, limit: 100n, windowMs: MINUTE };
      const calls = Array.from({ length: 200 }, (_, i) => counters.take(i % 2 === 0 ? [a, b] : [b, a]));
      expect((await Promise.all(calls)).filter(({ ok }) => ok)).toHaveLength(40);
      expect(await counters.read(b.key, MINUTE)).toMatchObject({ used: 80n });
    });

    test("count calls that come at once as if they came one after another", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const call = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.bigInt(0n, 9n), { minKeys: 1 });
      const property = fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 40 }), async (calls) => {
        const { counters, clock } = kind.open();
        const prefix = kind.unique();
        const model = new Model();
        const claims = calls.map((amounts) =>
          Object.entries(amounts).map(([key, amount]) => ({
            key: prefix + key,
            amount,
            limit: 20n,
            windowMs: MINUTE,
          })),
        );
        const taken = await Promise.all(claims.map((each) => counters.take(each)));
        expect(taken.map(({ ok }) => ok)).toEqual(claims.map((each) => model.take(each, clock.now())));
        for (const key of ["a", "b", "c"])
          expect(await counters.read(prefix + key, MINUTE)).toEqual(
            model.count(prefix + key, clock.now(), MINUTE),
          );
      });
      await fc.assert(property, { numRuns: 20 });
    });

    test("refuse claims that no store could count", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const { counters } = kind.open();
      const claim = { key: kind.unique(), amount: 1n, limit: 1n, windowMs: MINUTE };
      const wrong = [{ amount: -1n }, { limit: MAX_COUNT + 1n }, { windowMs: 0 }, { windowMs: 0.5 }];
      for (const change of wrong)
        await expect(counters.take([{ ...claim, ...change }])).rejects.toThrow(RangeError);
      await expect(counters.take([])).rejects.toThrow(RangeError);
      await expect(counters.adjust(claim.key, 1, -MAX_COUNT - 1n)).rejects.toThrow(RangeError);
      expect(await counters.read(claim.key, MINUTE)).toMatchObject({ used: 0n });
    });

    test("do what the specification does, whatever is done", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), (steps) =>
        follow(kind.open(), kind.unique(), steps),
      );
      await fc.assert(property, { numRuns: kind.name === "memory" ? 300 : 40 });
    });
  });
}

test("a full store in memory refuses to count, and counts again once windows are over", async () => {
  let now = 0;
  const counters = memoryCounters({ clock: { now: () => now }, maxWindows: 2 });
  const claim = (key: string) => [{ key, amount: 1n, limit: 1n, windowMs: MINUTE }];
  await counters.take(claim("a"));
  await counters.take(claim("b"));
  await expect(counters.take(claim("c"))).rejects.toThrow(CountersFull);
  now = MINUTE;
  expect(await counters.take(claim("c"))).toMatchObject({ ok: true });
});

test("a key is as long whatever its parts are, and parts cannot run into one another", () => {
  expect(counterKey("k", ["a".repeat(100_000)])).toHaveLength("k:".length + 64);
  expect(counterKey("k", ["ab", "c"])).not.toBe(counterKey("k", ["a", "bc"]));
  const long = "a".repeat(5_000);
  const hashed = hash("sha256", long);
  for (const other of [hashed, JSON.stringify({ sha256: hashed }), `${long}a`])
    expect(counterKey("k", [long])).not.toBe(counterKey("k", [other]));
});
