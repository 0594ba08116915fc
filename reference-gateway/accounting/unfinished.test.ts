import { beforeEach, describe, expect, test } from "vitest";
import { type SteppedClock, steppedClock } from "../stores/testing/clock.ts";
import { RETRY_MS, type Unfinished, unfinished } from "./unfinished.ts";

const down = new Error("the database is down");
/** Long enough for every promise that is settled already. */
const settled = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

let clock: SteppedClock;
let closing: Unfinished;
let tried: string[];
let works: boolean;

/** A close that fails as long as the database is down. */
const close = (name: string) => async () => {
  tried.push(name);
  if (!works) throw down;
};

beforeEach(() => {
  clock = steppedClock();
  closing = unfinished(clock);
  tried = [];
  works = false;
});

const later = async () => {
  clock.step(RETRY_MS);
  await settled();
};

describe("closing a reservation (BIL-01)", () => {
  test("that works is done once, and waits for nothing", async () => {
    works = true;
    await closing.run("r1", close("r1"));
    expect(clock.waiting()).toBe(0);
    await closing.finish();
    expect(tried).toEqual(["r1"]);
  });

  test("that fails is told, and tried again until it is done, then no more", async () => {
    await expect(closing.run("r1", close("r1"))).rejects.toBe(down);
    await later();
    works = true;
    await later();
    expect(tried).toEqual(["r1", "r1", "r1"]);
    expect(clock.waiting()).toBe(0);
    await later();
    expect(tried).toHaveLength(3);
  });

  test("is not tried before its time, and several wait for the same", async () => {
    for (const id of ["r1", "r2"]) await closing.run(id, close(id)).catch(() => {});
    expect(clock.waiting()).toBe(1);
    clock.step(RETRY_MS - 1);
    await settled();
    expect(tried).toEqual(["r1", "r2"]);
    works = true;
    clock.step(1);
    await settled();
    expect(tried).toEqual(["r1", "r2", "r1", "r2"]);
  });

  test("with a wrong amount is not tried again", async () => {
    const wrong = new RangeError("an amount must be 0 or more");
    await expect(closing.run("r1", () => Promise.reject(wrong))).rejects.toBe(wrong);
    expect(clock.waiting()).toBe(0);
  });

  test("takes the place of an earlier try", async () => {
    await closing.run("r1", close("charge")).catch(() => {});
    works = true;
    await closing.run("r1", close("release"));
    await later();
    expect(tried).toEqual(["charge", "release"]);
  });

  test("is tried once more at the end, at once, with no timer left", async () => {
    await closing.run("r1", close("r1")).catch(() => {});
    works = true;
    await closing.finish();
    expect(tried).toEqual(["r1", "r1"]);
    expect(clock.waiting()).toBe(0);
  });

  test("that came while another was tried again is not dropped with it", async () => {
    await closing.run("r1", close("first")).catch(() => {});
    let release = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const begun: string[] = [];
    await closing
      .run("r2", async () => {
        begun.push("old");
        if (begun.length === 1) throw down;
        await slow;
      })
      .catch(() => {});
    works = true;
    clock.step(RETRY_MS);
    await settled();
    works = false;
    await closing.run("r2", close("new")).catch(() => {});
    release();
    await settled();
    works = true;
    await later();
    expect(tried.filter((name) => name === "new")).toHaveLength(2);
  });
});
