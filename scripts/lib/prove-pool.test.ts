import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { proveInProcesses } from "./prove-pool.ts";

const folder = mkdtempSync(join(tmpdir(), "prove-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MODULE = `
const defect = (id, plant) => ({ id, title: id, breaks: ["AUT-01"], providers: ["groq"], plant });
const loops = () => { for (;;); };
const dropsHeaders = (parts) => ({
  ...parts,
  transport: { send: (request, signal) => parts.transport.send({ ...request, headers: [] }, signal) },
});
export const defects = [
  defect("mine.ends", () => process.exit(7)),
  defect("mine.loops", loops),
  defect("mine.headers", dropsHeaders),
];
`;

test("a defect that ends its process or never ends is a fault of its own, and the next is proven all the same", async () => {
  const file = join(folder, "mine.mjs");
  writeFileSync(file, MODULE);
  const found = new Map<string, { faults: readonly string[]; killed: boolean }>();
  const prove = (ids: string[], patienceMs?: number) =>
    proveInProcesses(
      ids,
      { defects: file, defect: ["mine.*"], area: "auth" },
      { jobs: 1, ...(patienceMs === undefined ? {} : { patienceMs }) },
      (id, { faults, rightly }) => found.set(id, { faults, killed: rightly.length > 0 }),
    );
  await prove(["mine.ends", "mine.headers"]);
  await prove(["mine.loops"], 1_000);
  expect(Object.fromEntries(found)).toEqual({
    "mine.ends": { faults: ["the process ended with code 7"], killed: false },
    "mine.loops": { faults: ["no result within 1 seconds"], killed: false },
    "mine.headers": { faults: [], killed: true },
  });
});
