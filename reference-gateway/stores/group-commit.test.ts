/** Group commit over a writer that is told what to do. */
import { expect, test } from "vitest";
import { type Group, GroupCommit, LOCKED_MS, MAX_GROUP, TRY_MS, type Writer } from "./group-commit.ts";
import { steppedClock } from "./testing/clock.ts";

/** A writer that keeps a list of what it did, and fails where `fails` says so. */
function fakeWriter(fails: { begin?: () => Error | null; commit?: () => Error | null } = {}) {
  const done: string[] = [];
  let open = false;
  const writer: Writer = {
    begin: async () => {
      const error = fails.begin?.() ?? null;
      if (error) throw error;
      open = true;
      done.push("begin");
    },
    commit: async () => {
      const error = fails.commit?.() ?? null;
      if (error) throw error;
      open = false;
      done.push("commit");
    },
    rollback: async () => {
      open = false;
      done.push("rollback");
    },
    isOpen: () => open,
  };
  const clock = steppedClock();
  const groups = new GroupCommit(writer, clock);
  const inFull = () => clock.now() + LOCKED_MS;
  const write = async (name: string, work: (group: Group) => void = () => {}): Promise<string> => {
    const group = await groups.enter(inFull());
    done.push(name);
    work(group);
    await groups.leave(group);
    return name;
  };
  return { done, groups, clock, write, inFull, end: () => (open = false) };
}

const failed = (message: string, code: string) => Object.assign(new Error(message), { code });
const outcomes = (ended: PromiseSettledResult<unknown>[]) =>
  ended.map((each) => (each.status === "fulfilled" ? "kept" : String(each.reason.message)));
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

test("commits at once for one who is alone", async () => {
  const { done, write } = fakeWriter();
  await write("a");
  await write("b");
  expect(done).toEqual(["begin", "a", "commit", "begin", "b", "commit"]);
});

test("commits once for all who wait, in the order in which they came", async () => {
  const { done, write } = fakeWriter();
  expect(await Promise.all(["a", "b", "c"].map((name) => write(name)))).toEqual(["a", "b", "c"]);
  expect(done).toEqual(["begin", "a", "b", "c", "commit"]);
});

test("tells nobody of an outcome before the commit", async () => {
  const { done, write } = fakeWriter();
  const told: string[] = [];
  await Promise.all(
    ["a", "b"].map(async (name) => {
      await write(name);
      told.push(`${name} after ${done.at(-1)}`);
    }),
  );
  expect(told).toEqual(["a after commit", "b after commit"]);
});

test("commits a full group, so that its first member does not wait for an endless queue", async () => {
  const { done, write } = fakeWriter();
  await Promise.all(Array.from({ length: 2 * MAX_GROUP + 1 }, (_, i) => write(`${i}`)));
  const sizes = done
    .join(" ")
    .split("commit")
    .map((part) => part.trim().split(" ").length - 1);
  expect(sizes.slice(0, 3)).toEqual([MAX_GROUP, MAX_GROUP, 1]);
});

test("fails for every member where the commit fails, and goes on with the next group", async () => {
  let isFull = true;
  const { done, write } = fakeWriter({ commit: () => (isFull ? failed("disk", "SQLITE_FULL") : null) });
  expect(outcomes(await Promise.allSettled([write("a"), write("b")]))).toEqual(["disk", "disk"]);
  isFull = false;
  await write("c");
  expect(done).toEqual(["begin", "a", "b", "rollback", "begin", "c", "commit"]);
});

test("fails for every member where one statement ended the transaction, and not for the next group", async () => {
  const fake = fakeWriter();
  const first = fake.write("a");
  const second = fake.write("b", (group) => {
    fake.end();
    fake.groups.failed(group, failed("disk", "SQLITE_FULL"));
  });
  const ended = await Promise.allSettled([first, second, fake.write("c")]);
  expect(outcomes(ended)).toEqual(["disk", "disk", "kept"]);
  expect(fake.done).toEqual(["begin", "a", "b", "begin", "c", "commit"]);
});

test("waits for a lock in the event loop until its time is over, and lets others go on", async () => {
  let isHeld = true;
  const { done, write, clock } = fakeWriter({
    begin: () => (isHeld ? failed("busy", "SQLITE_BUSY") : null),
  });
  const late = Promise.allSettled([write("a"), write("b")]);
  await turns(3);
  expect(clock.waiting()).toBe(1);
  clock.step(LOCKED_MS);
  expect(outcomes(await late)).toEqual(["busy", "busy"]);
  const patient = write("c");
  await turns(3);
  isHeld = false;
  clock.step(TRY_MS);
  expect(await patient).toBe("c");
  expect(done).toEqual(["begin", "c", "commit"]);
});

test("serves who waits before it finishes, and nobody afterwards", async () => {
  const { done, groups, write } = fakeWriter();
  const waiting = Promise.all([write("a"), write("b")]);
  await groups.finish();
  expect(await waiting).toEqual(["a", "b"]);
  expect(done).toEqual(["begin", "a", "b", "commit"]);
  await expect(write("c")).rejects.toThrow("closed");
});
