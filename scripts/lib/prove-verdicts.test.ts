import { appendFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mutants, nameOfMutant } from "../../conformance/proof/generated/mutant.ts";
import type { MutantVerdict } from "../../conformance/proof/generated/prove-mutant.ts";
import { keepVerdict, readVerdicts } from "./prove-verdicts.ts";
import { WrongUse } from "./wrong-use.ts";

const all = mutants([{ provider: "deepinfra", api: "openai-chat" }], 4, 7);
const kill = {
  case: "response.meaning.openai-chat",
  generated: true,
  requirement: "RES-03",
  check: "text.whole-1",
  expected: "tide\n",
  seen: "tide",
};
const verdicts: MutantVerdict[] = all.map((mutant, i) => ({
  mutant,
  spoilt: i,
  kill: i % 2 === 0 ? null : kill,
}));

const fresh = (): string => join(mkdtempSync(join(tmpdir(), "verdicts-")), "share.jsonl");

describe("the verdicts of a run", () => {
  test("are read as they were kept, those about other mutants left out", () => {
    const path = fresh();
    for (const verdict of verdicts) keepVerdict(path, verdict);
    expect(readVerdicts(path, all)).toEqual(verdicts);
    expect(readVerdicts(path, all.slice(1, 3))).toEqual(verdicts.slice(1, 3));
  });

  test("are none where there is no file yet", () => {
    expect(readVerdicts(fresh(), all)).toEqual([]);
  });

  test("leave out a line that was never ended, and take the last of two about one mutant", () => {
    const path = fresh();
    const [first, second] = verdicts;
    if (!first || !second) throw new Error("nothing was generated");
    keepVerdict(path, first);
    keepVerdict(path, { ...first, spoilt: 9 });
    appendFileSync(path, `{"mutant":"${nameOfMutant(second.mutant)}","spo`);
    expect(readVerdicts(path, all)).toEqual([{ ...first, spoilt: 9 }]);
    keepVerdict(path, second);
    expect(readVerdicts(path, all)).toEqual([{ ...first, spoilt: 9 }, second]);
  });

  test.each(["no JSON\n", '{"mutant":"x"}\n', '{"mutant":"x","spoilt":-1,"kill":null}\n'])(
    "refuse a file of something else: %j",
    (text) => {
      const path = fresh();
      writeFileSync(path, text);
      expect(() => readVerdicts(path, all)).toThrow(WrongUse);
    },
  );
});
