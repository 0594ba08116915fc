import fc from "fast-check";
import { expect, test } from "vitest";
import { type AdmissionLimits, AdmissionQueue } from "./queue.ts";

const limits = (more: Partial<AdmissionLimits> = {}): AdmissionLimits => ({
  ...{ concurrent: 2, perTenant: 2, queued: 10, queuedPerTenant: 10, queueMs: 1000 },
  ...more,
});

/** Waits under a name that is noted once it is admitted. */
function waiter(queue: AdmissionQueue, tenant: string, name: string, admitted: string[]) {
  const waiting = queue.wait(tenant);
  void waiting?.admitted.then(() => admitted.push(name));
  return waiting;
}

test("gives free places to waiting tenants in turn, however many requests one of them has waiting", async () => {
  const queue = new AdmissionQueue(limits());
  expect([queue.enter("a"), queue.enter("a"), queue.enter("b")]).toEqual([null, null, "process"]);
  const admitted: string[] = [];
  for (const name of ["a1", "a2", "a3"]) waiter(queue, "a", name, admitted);
  for (const name of ["b1", "b2"]) waiter(queue, "b", name, admitted);
  for (const tenant of ["a", "a", "a", "b"]) queue.leave(tenant);
  await Promise.resolve();
  expect(admitted).toEqual(["a1", "b1", "a2", "b2"]);
});

test("passes over a tenant whose own places are all taken", async () => {
  const queue = new AdmissionQueue(limits({ concurrent: 3, perTenant: 1 }));
  queue.enter("a");
  queue.enter("b");
  expect(queue.enter("a")).toBe("tenant");
  const admitted: string[] = [];
  waiter(queue, "a", "a1", admitted);
  waiter(queue, "b", "b1", admitted);
  queue.leave("b");
  await Promise.resolve();
  expect(admitted).toEqual(["b1"]);
});

test("lets a waiting request leave once, and not after it was admitted", () => {
  const queue = new AdmissionQueue(limits({ concurrent: 1, queued: 1 }));
  queue.enter("a");
  const first = queue.wait("a");
  expect([first?.leave(), first?.leave(), queue.counts().queued]).toEqual([true, false, 0]);
  const second = queue.wait("a");
  expect(queue.wait("b")).toBeNull();
  queue.leave("a");
  expect(second?.leave()).toBe(false);
  expect(queue.counts()).toEqual({ running: 1, queued: 0 });
});

test("never exceeds a limit, never leaves a place free that somebody may take, and ends empty", async () => {
  const action = fc.record({
    tenant: fc.constantFrom("a", "b", "c"),
    kind: fc.constantFrom("come", "go", "give up"),
  });
  const bounds = fc.record({
    concurrent: fc.integer({ min: 1, max: 4 }),
    perTenant: fc.integer({ min: 1, max: 3 }),
    queued: fc.integer({ min: 0, max: 5 }),
    queuedPerTenant: fc.integer({ min: 0, max: 3 }),
  });
  const property = fc.asyncProperty(bounds, fc.array(action, { maxLength: 60 }), async (bound, actions) => {
    const queue = new AdmissionQueue(limits(bound));
    const running: string[] = [];
    const waiting: { tenant: string; leave: () => boolean }[] = [];
    const count = (list: readonly (string | { tenant: string })[], tenant: string) =>
      list.filter((each) => (typeof each === "string" ? each : each.tenant) === tenant).length;
    for (const { tenant, kind } of actions) {
      const at =
        kind === "give up" ? waiting.findIndex((each) => each.tenant === tenant) : running.indexOf(tenant);
      if (kind === "come") {
        if (queue.enter(tenant) === null) running.push(tenant);
        else {
          const place = queue.wait(tenant);
          if (place === null) continue;
          const mine = { tenant, leave: place.leave };
          waiting.push(mine);
          void place.admitted.then(() => {
            waiting.splice(waiting.indexOf(mine), 1);
            running.push(tenant);
          });
        }
      } else if (at >= 0 && kind === "go") {
        running.splice(at, 1);
        queue.leave(tenant);
      } else if (at >= 0) {
        expect(waiting[at]?.leave()).toBe(true);
        waiting.splice(at, 1);
      }
      await Promise.resolve();
      expect(queue.counts()).toEqual({ running: running.length, queued: waiting.length });
      expect(running.length).toBeLessThanOrEqual(bound.concurrent);
      expect(waiting.length).toBeLessThanOrEqual(bound.queued);
      for (const each of ["a", "b", "c"]) {
        expect(count(running, each)).toBeLessThanOrEqual(bound.perTenant);
        expect(count(waiting, each)).toBeLessThanOrEqual(bound.queuedPerTenant);
        const mayRun = running.length < bound.concurrent && count(running, each) < bound.perTenant;
        expect(mayRun && count(waiting, each) > 0).toBe(false);
      }
    }
    for (const each of waiting.splice(0)) each.leave();
    for (const tenant of running.splice(0)) queue.leave(tenant);
    expect(queue.counts()).toEqual({ running: 0, queued: 0 });
  });
  await fc.assert(property, { seed: 20_261_128, numRuns: 300 });
});
