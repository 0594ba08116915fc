/**
 * Processes that wait for their task, and end before they get it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Mode } from "../../../conformance/engine/case.ts";
import { Processes } from "./processes.ts";
import type { Report, Task } from "./protocol.ts";

/** Ends at once the first time that one is started in a folder; does what it is asked from then on. */
const WORKER = `
import { existsSync, writeFileSync } from "node:fs";
const first = new URL("first", import.meta.url);
if (existsSync(first)) {
  process.on("message", (order) => process.send("load" in order ? { ready: true } : { done: true }));
} else {
  writeFileSync(first, "");
  process.exit(1);
}
`;
const TASK = {} as Task;

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "watch-processes-"));
  writeFileSync(join(root, "worker.mjs"), WORKER);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("gives a task to another process where the one that waited has ended", async () => {
  const processes = new Processes(root, ["ptb"]);
  const built = { worker: join(root, "worker.mjs"), part: "any.mjs" };
  try {
    await new Promise<void>((resolve) => processes.prepare(built, () => resolve()));
    const said = await new Promise<[Mode, Report]>((resolve) => {
      processes.run(
        built,
        () => TASK,
        (mode, text) => resolve([mode, text]),
      );
    });
    expect(said).toEqual(["ptb", { done: true }]);
  } finally {
    processes.close();
  }
});
