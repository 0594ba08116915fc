import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { askProcesses } from "./prove-pool.ts";

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
  const said = new Map<string, unknown>();
  const ask = (ids: string[], patienceMs?: number) =>
    askProcesses(
      ids.map((defect) => ({ defect })),
      { defects: file, defect: ["mine.*"] },
      { jobs: 1, ...(patienceMs === undefined ? {} : { patienceMs }) },
      (question, answer) =>
        said.set(
          "defect" in question ? question.defect : "",
          "found" in answer ? answer.found.rightly.length > 0 : answer,
        ),
    );
  await ask(["mine.ends", "mine.headers"]);
  await ask(["mine.loops"], 1_000);
  expect(Object.fromEntries(said)).toEqual({
    "mine.ends": { fault: "the process ended with code 7" },
    "mine.loops": { fault: "no result within 1 seconds" },
    "mine.headers": true,
  });
});
