import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  generatedProofOf,
  generatedProofText,
  readGeneratedProof,
  writeGeneratedProof,
} from "./generated-proof.ts";

const folder = mkdtempSync(join(tmpdir(), "generated-proof-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const total = { field: "all", generated: 300, visible: 200, excused: 20, killed: 171, byGenerated: 150 };
const score = {
  total,
  rate: 0.95,
  fields: [total],
  survivors: [
    { name: "chunk/id/trim/every@a/b/ptb", reason: null },
    { name: "record/latencyMs/swap/every@a/b/ptb", reason: "time stands still" },
  ],
};

describe("the score of generated defects", () => {
  const proof = generatedProofOf(score, 7, "2027-01-02");

  test("is what reports tell of it: counts, rate, and the survivors that nobody excuses", () => {
    expect(proof).toEqual({
      day: "2027-01-02",
      seed: 7,
      generated: 300,
      visible: 200,
      excused: 20,
      killed: 171,
      byGenerated: 150,
      rate: 0.95,
      holes: ["chunk/id/trim/every@a/b/ptb"],
    });
    expect(generatedProofText(proof)).toBe(
      "171 of 180 generated defects that can be seen are caught (95.0 %, seed 7, 2027-01-02)",
    );
  });

  test("is read as it was written, and is none before", () => {
    expect(readGeneratedProof(join(folder, "none"))).toBeNull();
    writeGeneratedProof(folder, proof);
    expect(readGeneratedProof(folder)).toEqual(proof);
  });

  test("refuses a file that is no score", () => {
    writeFileSync(join(folder, "generated-proof.json"), '{"rate":2}');
    expect(() => readGeneratedProof(folder)).toThrow(/rate/);
  });
});
