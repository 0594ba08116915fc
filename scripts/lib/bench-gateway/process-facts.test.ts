import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { WrongUse } from "../wrong-use.ts";
import { familyCpuOf, loopDelay, usageOf } from "./process-facts.ts";
import { versionFor } from "./versions.ts";

const folder = mkdtempSync(join(tmpdir(), "facts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BLOCKS_ONCE = `
process.on("message", () => {
  const until = performance.now() + 200;
  while (performance.now() < until);
  process.send("blocked");
});
// Time counts from the first turn that is seen, a few milliseconds after the start.
setTimeout(() => process.send("ready"), 50);
`;

test("reads how late the event loop of another process came", async () => {
  const file = join(folder, "delay");
  const preload = new URL("loop-delay.mjs", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", preload, "-e", BLOCKS_ONCE], {
    env: { BENCH_LOOP_FILE: file },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  try {
    await once(child, "message");
    child.send("block");
    await once(child, "message");
    const place = { pid: child.pid ?? 0, file };
    expect((await loopDelay(place)).max).toBeGreaterThan(100);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

/** Sleeps in its turns, and works in one of them. */
const RESTS_AND_WORKS = `
process.on("message", () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  setImmediate(() => {
    const start = process.cpuUsage();
    const used = () => { const { user, system } = process.cpuUsage(start); return user + system; };
    while (used() < 60_000);
    setImmediate(() => process.send("done"));
  });
});
setTimeout(() => process.send("ready"), 50);
`;

test.runIf(process.platform === "linux")(
  "reads how much CPU a turn of the loop took, sleep apart",
  async () => {
    const file = join(folder, "held");
    const preload = new URL("loop-delay.mjs", import.meta.url).href;
    const child = spawn(process.execPath, ["--import", preload, "-e", RESTS_AND_WORKS], {
      env: { BENCH_LOOP_FILE: file, BENCH_LOOP_HELD: "1" },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    try {
      await once(child, "message");
      const place = { pid: child.pid ?? 0, file };
      await loopDelay(place);
      child.send("work");
      await once(child, "message");
      const { held, max } = await loopDelay(place);
      expect(held).toBeGreaterThan(40);
      // It slept longer than it worked, which is no work.
      expect(held).toBeLessThan(350);
      expect(max).toBeGreaterThan(350);
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  },
);

test.runIf(process.platform === "linux")("reads CPU time and memory of a process and its workers", () => {
  const own = usageOf(process.pid);
  expect(own?.cpu).toBeGreaterThan(0);
  expect(own?.rss).toBeGreaterThan(10);
  expect(usageOf(undefined)).toBeNull();
});

const BURNS = "while (process.cpuUsage().user < 300000);";

test.runIf(process.platform === "linux")(
  "counts the CPU time of a server's processes, those that have ended included",
  async () => {
    const script = `"${process.execPath}" -e "${BURNS}"; sleep 30 & echo $!; wait`;
    const server = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(server.stdout, "data");
    const living = Number(line);
    try {
      expect(familyCpuOf(living)).toBeGreaterThan(200_000);
      expect(usageOf(living)?.cpu).toBeLessThan(100_000);
    } finally {
      process.kill(living);
      await once(server, "exit");
    }
  },
);

test("tells the version that code in a folder would load", () => {
  expect(versionFor(import.meta.dirname, "undici")).toMatch(/^7\./);
  expect(() => versionFor(folder, "@portkey-ai/gateway")).toThrow(WrongUse);
});
