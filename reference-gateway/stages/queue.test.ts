import fc from "fast-check";
import { expect, test } from "vitest";
import { type AdmissionLimits, AdmissionQueue } from "./queue.ts";

const limits = (more: Partial<AdmissionLimits> = {}): AdmissionLimits => ({
  concurrent: 2,
  perTenant: 2,
  queued: 10,
  queuedPerTenant: 10,
  queueMs: 1000,
  bodyBytes: 100,
  bodyBytesPerTenant: 100,
  ...more,
});

/** A request as the property knows it. */
interface Held {
  tenant: string;
  bytes: number;
}

const bytesOf = (list: readonly Held[]) => list.reduce((sum, { bytes }) => sum + bytes, 0);

/** No more bytes than the limit, but for one body that is alone. */
const isWithin = (list: readonly Held[], limit: number) =>
  bytesOf(list) <= limit || list.filter(({ bytes }) => bytes > 0).length === 1;

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

test("keeps out a body for which there is no room, and no small one, and lets a body that is alone be larger", () => {
  const queue = new AdmissionQueue(limits({ concurrent: 9, perTenant: 9, bodyBytesPerTenant: 60 }));
  expect([queue.enter("a", 500), queue.enter("a", 1), queue.enter("a", 0)]).toEqual([
    null,
    "tenant-bytes",
    null,
  ]);
  expect([queue.enter("b", 1), queue.enter("b", 0)]).toEqual(["bytes", null]);
  queue.leave("a", 500);
  expect([queue.enter("a", 50), queue.enter("a", 20), queue.enter("b", 50), queue.enter("c", 1)]).toEqual([
    null,
    "tenant-bytes",
    null,
    "bytes",
  ]);
  expect(queue.bytes()).toBe(100);
});

test("gives room that a body turned out not to need to those who wait for it, as many as fit", async () => {
  const queue = new AdmissionQueue(limits({ concurrent: 9, perTenant: 9 }));
  queue.enter("a", 100);
  const admitted: string[] = [];
  for (const name of ["b1", "b2", "b3"]) {
    void queue.wait("b", 30)?.admitted.then(() => admitted.push(name));
  }
  queue.free("a", 70);
  await Promise.resolve();
  expect(admitted).toEqual(["b1", "b2"]);
  expect([queue.bytes(), queue.counts()]).toEqual([90, { running: 3, queued: 1 }]);
});

test("lets nobody with a body overtake a large one that waits for room, until it gives up", async () => {
  const queue = new AdmissionQueue(limits({ concurrent: 9, perTenant: 9 }));
  queue.enter("a", 50);
  const large = queue.wait("b", 80);
  expect([queue.enter("c", 10), queue.enter("c", 0)]).toEqual(["bytes", null]);
  expect(large?.leave()).toBe(true);
  expect(queue.enter("c", 10)).toBeNull();
});

test("never exceeds a limit, never leaves a place free that somebody may take, and ends empty", async () => {
  const action = fc.record({
    tenant: fc.constantFrom("a", "b", "c"),
    kind: fc.constantFrom("come", "go", "give up"),
    bytes: fc.constantFrom(0, 0, 10, 40, 150),
  });
  const bounds = fc.record({
    concurrent: fc.integer({ min: 1, max: 4 }),
    perTenant: fc.integer({ min: 1, max: 3 }),
    queued: fc.integer({ min: 0, max: 5 }),
    queuedPerTenant: fc.integer({ min: 0, max: 3 }),
    bodyBytesPerTenant: fc.constantFrom(30, 60, 100),
  });
  const property = fc.asyncProperty(bounds, fc.array(action, { maxLength: 60 }), async (bound, actions) => {
    const queue = new AdmissionQueue(limits(bound));
    const running: Held[] = [];
    const waiting: (Held & { leave: () => boolean })[] = [];
    const of = (list: readonly Held[], tenant: string) => list.filter((each) => each.tenant === tenant);
    const count = (list: readonly Held[], tenant: string) => of(list, tenant).length;
    for (const { tenant, kind, bytes } of actions) {
      const at = (kind === "give up" ? waiting : running).findIndex((each) => each.tenant === tenant);
      if (kind === "come") {
        if (queue.enter(tenant, bytes) === null) running.push({ tenant, bytes });
        else {
          const place = queue.wait(tenant, bytes);
          if (place === null) continue;
          const mine = { tenant, bytes, leave: place.leave };
          waiting.push(mine);
          void place.admitted.then(() => {
            waiting.splice(waiting.indexOf(mine), 1);
            running.push({ tenant, bytes });
          });
        }
      } else if (at >= 0 && kind === "go") {
        const [gone] = running.splice(at, 1);
        queue.leave(tenant, gone?.bytes);
      } else if (at >= 0) {
        const [gone] = waiting.splice(at, 1);
        expect(gone?.leave()).toBe(true);
      }
      await Promise.resolve();
      expect(queue.counts()).toEqual({ running: running.length, queued: waiting.length });
      expect(running.length).toBeLessThanOrEqual(bound.concurrent);
      expect(waiting.length).toBeLessThanOrEqual(bound.queued);
      expect(queue.bytes()).toBe(bytesOf(running));
      expect(isWithin(running, 100)).toBe(true);
      for (const each of ["a", "b", "c"]) {
        expect(count(running, each)).toBeLessThanOrEqual(bound.perTenant);
        expect(count(waiting, each)).toBeLessThanOrEqual(bound.queuedPerTenant);
        expect(isWithin(of(running, each), bound.bodyBytesPerTenant)).toBe(true);
        const mayRun = running.length < bound.concurrent && count(running, each) < bound.perTenant;
        // Whoever needs no room has it; whoever is alone as well.
        const [first] = of(waiting, each);
        const hasRoom =
          bytesOf(running) === 0 || (first?.bytes === 0 && !waiting.some(({ bytes }) => bytes > 0));
        expect(first !== undefined && mayRun && hasRoom).toBe(false);
      }
    }
    for (const each of waiting.splice(0)) each.leave();
    for (const { tenant, bytes } of running.splice(0)) queue.leave(tenant, bytes);
    expect([queue.counts(), queue.bytes()]).toEqual([{ running: 0, queued: 0 }, 0]);
  });
  await fc.assert(property, { seed: 20_261_128, numRuns: 300 });
});
