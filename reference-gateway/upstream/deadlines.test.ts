import { expect, test } from "vitest";
import { steppedClock } from "../stores/testing/clock.ts";
import { Deadlines } from "./deadlines.ts";

/** Limits of a call of 100 ms, what they told, and how often a timer was set. */
function limited() {
  const clock = steppedClock();
  const told: string[] = [];
  let set = 0;
  const counting = {
    now: clock.now,
    after: (ms: number, callback: () => void) => {
      set += 1;
      return clock.after(ms, callback);
    },
  };
  const deadlines = new Deadlines(counting, 100, (step) => told.push(step));
  return { clock, told, deadlines, set: () => set };
}

test("sets one timer for a call of a thousand steps that are in time", () => {
  const { clock, told, deadlines, set } = limited();
  deadlines.wait("headers", 50);
  for (let step = 0; step < 1000; step++) {
    deadlines.rest();
    deadlines.wait("idle", 50);
  }
  deadlines.stop();
  expect([set(), clock.waiting(), told]).toEqual([1, 0, []]);
});

test.each([["headers"], ["idle"]] as const)("tells at its limit that %s took too long", (step) => {
  const { clock, told, deadlines } = limited();
  deadlines.wait(step, 10);
  clock.step(9);
  expect(told).toEqual([]);
  clock.step(1);
  expect([told, clock.waiting()]).toEqual([[step], 0]);
});

test("counts each step from its own beginning", () => {
  const { clock, told, deadlines } = limited();
  deadlines.wait("headers", 10);
  clock.step(9);
  deadlines.rest();
  deadlines.wait("idle", 10);
  clock.step(9);
  expect(told).toEqual([]);
  clock.step(1);
  expect(told).toEqual(["idle"]);
});

test("rings for a shorter step earlier than it was set to", () => {
  const { clock, told, deadlines } = limited();
  deadlines.wait("headers", 50);
  deadlines.rest();
  deadlines.wait("idle", 5);
  clock.step(5);
  expect(told).toEqual(["idle"]);
});

test("ends the whole call at its limit, whatever is waited for, and where nothing is", () => {
  for (const isWaiting of [true, false]) {
    const { clock, told, deadlines } = limited();
    deadlines.wait("headers", 30);
    clock.step(20);
    deadlines.rest();
    clock.step(70);
    if (isWaiting) deadlines.wait("idle", 10);
    expect(told).toEqual([]);
    clock.step(10);
    expect([told, clock.waiting()]).toEqual([["total"], 0]);
  }
});

test("tells nothing once it is stopped", () => {
  const { clock, told, deadlines } = limited();
  deadlines.wait("headers", 10);
  deadlines.stop();
  deadlines.wait("idle", 10);
  clock.step(200);
  expect([told, clock.waiting()]).toEqual([[], 0]);
});
