/**
 * A frozen set says the same for ever: nothing in it changes unseen, and what the catalogue has learnt since is owned up to.
 * @module
 */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { allCases } from "../../cases/index.ts";
import { LEVELS, notCoveredReason, type RequirementId } from "../index.ts";
import { set202612 } from "./2026-12.ts";
import { set202701 } from "./2027-01.ts";
import { changesBetween, setOfToday } from "./changes.ts";
import { newest, sets, since } from "./index.ts";
import { counted, driftOf, type FrozenSet, fingerprint, setProblems } from "./set.ts";

/** By hand. Until a set's date a change of it is a change of its line here; from then on, it is a new set. */
const FINGERPRINTS: Readonly<Record<string, string>> = {
  "2026-12": "462db537bfb3b15049bf755dd8b8805e336d2b46cda19ba1ab947fe2b5265975",
  "2027-01": "a79a29dc170cc82e664833e7516c513eba98285e0729f615197ddabc7fe49900",
};

const sizes = (set: FrozenSet) => ({
  ...Object.fromEntries(LEVELS.map((level) => [level, counted(set, level).length])),
  heldByTests: Object.keys(set.heldByTests).length,
  notCovered: Object.keys(set.notCovered).length,
});

describe("frozen sets", () => {
  test.each(sets.map((set) => [set.name, set] as const))("%s says what it said", (name, set) => {
    const help = `${name} changed: freeze a next set, or, before ${set.date}, put its new fingerprint here`;
    expect(fingerprint(set), help).toBe(FINGERPRINTS[name]);
  });

  test("2026-12 counts", () => {
    expect(sizes(set202612)).toEqual({ MUST: 99, SHOULD: 2, MAY: 0, heldByTests: 4, notCovered: 18 });
  });

  test("2027-01 counts", () => {
    expect(sizes(set202701)).toEqual({ MUST: 139, SHOULD: 4, MAY: 0, heldByTests: 8, notCovered: 2 });
  });

  test.each(sets)("$name has the file of its name, a date, and ids of the catalogue only", (set) => {
    expect(existsSync(new URL(`${set.name}.ts`, import.meta.url))).toBe(true);
    expect(set.date).toMatch(new RegExp(`^${set.name}-\\d\\d$`));
    expect(setProblems(set)).toEqual([]);
  });

  test("are listed oldest first, and the newest is the one that reports are about", () => {
    expect(sets.map(({ date }) => date)).toEqual(sets.map(({ date }) => date).sort());
    expect(sets.at(-1)).toBe(newest);
  });

  test.each(sets)("each requirement that $name counts has a case", (set) => {
    const covered = new Set<string>(allCases.flatMap((item) => item.requirements));
    expect(Object.keys(set.requirements).filter((id) => !covered.has(id))).toEqual([]);
  });

  test("what the catalogue says otherwise than the newest set is written down, and nothing else is", () => {
    const help = "freeze a next set, or list each difference in `since` (sets/index.ts) with a sentence";
    const key = ({ id, kind }: { id: string; kind: string }) => `${id} ${kind}`;
    expect(since.map(key), help).toEqual(driftOf(newest).map(key));
    for (const { says, id } of since) expect(says, id).toMatch(/\w \w/);
  });
});

describe("the changes between two sets", () => {
  test("are named: counted, held, open or absent, and the level", () => {
    const changes = new Map(changesBetween(set202612, set202701).map((change) => [change.id, change]));
    expect(changes.get("OBS-04")).toEqual({
      id: "OBS-04",
      from: { place: "absent", level: null },
      to: { place: "counted", level: "SHOULD" },
    });
    expect(changes.get("CAC-01")?.from).toEqual({ place: "not covered", level: "MUST" });
    expect(changes.get("VLT-01")).toMatchObject({
      from: { place: "held by a test" },
      to: { place: "counted" },
    });
    expect(changes.has("REG-01")).toBe(false);
    expect([...changes.values()].filter(({ to }) => to.place === "absent")).toEqual([]);
  });

  test("are none between a set and itself", () => {
    expect(changesBetween(set202701, set202701)).toEqual([]);
  });

  test("are, up to today, what differs from the newest set", () => {
    const covered = new Set<string>(allCases.flatMap((item) => item.requirements));
    const today = setOfToday({ name: "today", date: "", says: "" }, covered);
    expect(changesBetween(newest, today).map(({ id }) => id)).toEqual(driftOf(newest).map(({ id }) => id));
  });

  test("cannot be told of a requirement that nothing holds", () => {
    expect(() => setOfToday({ name: "today", date: "", says: "" }, new Set())).toThrow(/^REG-01 has neither/);
  });
});

describe("a change of a set is seen", () => {
  const without = <Entries extends object>(entries: Entries, id: RequirementId): Entries =>
    Object.fromEntries(Object.entries(entries).filter(([own]) => own !== id)) as Entries;

  test("by its fingerprint, whatever it is, but not by the order of lines", () => {
    const { requirements, notCovered } = set202612;
    const reversed = Object.fromEntries(Object.entries(requirements).reverse());
    expect(fingerprint({ ...set202612, requirements: reversed })).toBe(fingerprint(set202612));
    for (const changed of [
      { ...set202612, date: "2026-12-02" },
      { ...set202612, says: "less" },
      { ...set202612, requirements: without(requirements, "AUT-07") },
      { ...set202612, requirements: { ...requirements, "AUT-07": "SHOULD" as const } },
      { ...set202612, notCovered: { ...notCovered, "PRX-01": { level: "MUST" as const, reason: "other" } } },
    ]) {
      expect(fingerprint(changed)).not.toBe(fingerprint(set202612));
    }
  });

  test("an id that the catalogue does not know is refused, and one that stands twice", () => {
    const grown = (id: string): FrozenSet => ({
      ...set202612,
      requirements: { ...set202612.requirements, [id]: "MUST" },
    });
    expect(setProblems(grown("AUT-99"))).toEqual([
      "2026-12: requirements: AUT-99 is not in the catalogue: unknown, or retired",
    ]);
    expect(setProblems(grown("constructor"))).toHaveLength(1);
    expect(setProblems(grown("VLT-01"))).toEqual(["2026-12: heldByTests: VLT-01 stands twice"]);
  });

  test("the catalogue's changes have names: new, level, covered, uncovered", () => {
    const { requirements, notCovered } = set202612;
    const open = Object.keys(notCovered).find(
      (id) => notCoveredReason(id as RequirementId) !== null,
    ) as RequirementId;
    const reason = notCoveredReason(open) ?? "";
    expect(driftOf({ ...set202612, requirements: without(requirements, "AUT-07") })).toContainEqual({
      id: "AUT-07",
      kind: "new",
    });
    expect(driftOf({ ...set202612, requirements: { ...requirements, "AUT-07": "MAY" } })).toContainEqual({
      id: "AUT-07",
      kind: "level",
    });
    const closed = { ...without(requirements, "AUT-07") };
    expect(
      driftOf({ ...set202612, requirements: closed, notCovered: { "AUT-07": { level: "MUST", reason } } }),
    ).toContainEqual({ id: "AUT-07", kind: "covered" });
    expect(
      driftOf({
        ...set202612,
        requirements: { ...requirements, [open]: "MUST" },
        notCovered: without(notCovered, open),
      }),
    ).toContainEqual({ id: open, kind: "uncovered" });
  });
});
