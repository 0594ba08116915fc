import { beforeEach, describe, expect, test } from "vitest";
import type { Owed } from "./journal.ts";
import { createOutbox, MAX_TRIES, type Outbox, RETRY_MS } from "./outbox.ts";
import { type SteppedClock, steppedClock } from "./testing/clock.ts";

const down = Object.assign(new Error("the database is down"), { code: "SQLITE_BUSY" });
/** Long enough for every promise that is settled already. */
const settled = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

const release = (reservationId: string): Owed => ({ kind: "release", tenantId: "a", reservationId });
const charge = (reservationId: string): Owed => ({
  kind: "settle",
  tenantId: "a",
  reservationId,
  amount: "5",
});

let clock: SteppedClock;
let outbox: Outbox;
let tried: string[];
let written: string[];
let logged: string[];
let perform: (owed: Owed) => Promise<void>;

beforeEach(() => {
  clock = steppedClock();
  [tried, written, logged] = [[], [], []];
  perform = async () => {
    throw down;
  };
  outbox = createOutbox({
    perform: (owed) => {
      tried.push(owed.kind === "record" ? owed.id : `${owed.kind} ${owed.reservationId}`);
      return perform(owed);
    },
    journal: {
      owe: (key) => void written.push(`+ ${key}`),
      done: (key, isLast) => void written.push(`- ${key}${isLast ? ", the last" : ""}`),
    },
    clock,
    log: (_level, event) => void logged.push(event),
    limit: 3,
  });
});

const works = () => {
  perform = async () => {};
};
const later = async () => {
  clock.step(RETRY_MS);
  await settled();
};

describe("what the database owes (BIL-01)", () => {
  test("is nothing where a thing was done at once: the journal is not touched", async () => {
    works();
    await outbox.run(release("r1"));
    expect([clock.waiting(), outbox.count(), written]).toEqual([0, 0, []]);
  });

  test("is told to whoever asked, and tried again until it is done, then no more", async () => {
    await expect(outbox.run(release("r1"))).rejects.toBe(down);
    await later();
    works();
    await later();
    expect(tried).toEqual(["release r1", "release r1", "release r1"]);
    expect(written).toEqual(["+ reservation r1", "- reservation r1, the last"]);
    expect(clock.waiting()).toBe(0);
    await later();
    expect(tried).toHaveLength(3);
  });

  test("is tried in order in one round, which the first failure ends", async () => {
    for (const id of ["r1", "r2"]) await outbox.run(release(id)).catch(() => {});
    expect(clock.waiting()).toBe(1);
    await later();
    expect(tried.slice(2)).toEqual(["release r1"]);
    works();
    await later();
    expect(tried.slice(3)).toEqual(["release r1", "release r2"]);
  });

  test("does not hold a wrong amount, which stays wrong", async () => {
    const wrong = new RangeError("an amount must be 0 or more");
    perform = () => Promise.reject(wrong);
    await expect(outbox.run(charge("r1"))).rejects.toBe(wrong);
    expect([outbox.count(), clock.waiting()]).toEqual([0, 0]);
  });

  test("drops what turns out to be impossible later, with a line in the log", async () => {
    await outbox.run(charge("r1")).catch(() => {});
    await outbox.run(charge("r2")).catch(() => {});
    perform = async (owed) => {
      if (owed.kind === "settle" && owed.reservationId === "r1") throw new RangeError("too much");
    };
    await later();
    expect([outbox.count(), logged]).toEqual([0, ["outbox.refused"]]);
  });

  test("drops what fails again and again while the store is there, and does not hold up the others", async () => {
    const poison = new Error("no such column");
    await outbox.run(charge("r1")).catch(() => {});
    await outbox.run(charge("r2")).catch(() => {});
    perform = async (owed) => {
      if (owed.kind === "settle" && owed.reservationId === "r1") throw poison;
    };
    await later();
    expect(outbox.count()).toBe(1);
    for (let i = 1; i < MAX_TRIES; i++) await later();
    expect([outbox.count(), logged, clock.waiting()]).toEqual([0, ["outbox.refused"], 0]);
  });

  test("is what was asked for last, for each reservation", async () => {
    await outbox.run(charge("r1")).catch(() => {});
    await outbox.run(release("r1")).catch(() => {});
    works();
    await later();
    expect(tried).toEqual(["settle r1", "release r1", "release r1"]);
  });

  test("keeps what took another's place while that was tried", async () => {
    await outbox.run(charge("r1")).catch(() => {});
    let finish = () => {};
    perform = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      });
    clock.step(RETRY_MS);
    await settled();
    outbox.owe(release("r1"));
    finish();
    await settled();
    expect(outbox.count()).toBe(1);
  });

  test("has a limit, beyond which it says so", () => {
    const taken = ["r1", "r2", "r3", "r4", "r3"].map((id) => outbox.owe(release(id)));
    expect(taken).toEqual([true, true, true, false, true]);
    expect(logged).toEqual(["outbox.full"]);
  });

  test("is tried once more at the end, and left to the journal with no timer", async () => {
    await outbox.run(release("r1")).catch(() => {});
    await outbox.finish();
    outbox.stop();
    expect([tried.length, clock.waiting(), written]).toEqual([2, 0, ["+ reservation r1"]]);
  });
});
