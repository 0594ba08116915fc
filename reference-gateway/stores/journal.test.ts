import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileJournal, leftBehind, type Owed } from "./journal.ts";

const one: Owed = { kind: "settle", tenantId: "a", reservationId: "r1", amount: "25" };
const two: Owed = { kind: "record", id: "a q1", body: '{"line":"one\\ntwo"}' };
const owner = { id: "first", host: "here", pid: 1 };
const gone = () => "gone" as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outbox-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const journal = () => fileJournal(join(folder, "below"), owner, () => {});
const left = () => leftBehind(join(folder, "below"), gone);

describe("the journal of an outbox", () => {
  test("holds what is owed and not done, for a process that comes after", () => {
    const { owe, done } = journal();
    owe("one", one);
    owe("two", two);
    done("one", false);
    expect(left().owed).toEqual([two]);
  });

  test("is gone when nothing is owed any more, and when somebody else took it over", () => {
    const { owe, done } = journal();
    owe("one", one);
    done("one", true);
    expect(readdirSync(join(folder, "below"))).toEqual([]);
    owe("two", two);
    left().forget();
    expect(left().owed).toEqual([]);
  });

  test("is its owner's alone, in the file's mode and while its process may be there", () => {
    journal().owe("one", one);
    const [name = ""] = readdirSync(join(folder, "below"));
    expect(statSync(join(folder, "below", name)).mode & 0o777).toBe(0o600);
    for (const fate of ["there", "unknown"] as const)
      expect(leftBehind(join(folder, "below"), () => fate).owed).toEqual([]);
  });

  test("passes over a line that was cut and lines of another kind", () => {
    journal().owe("one", one);
    const [name = ""] = readdirSync(join(folder, "below"));
    appendFileSync(
      join(folder, "below", name),
      '{"key":"x","owed":{"kind":"settle","amount":"-1"}}\n{"key":"tw',
    );
    expect(left().owed).toEqual([one]);
  });

  test("logs a journal that cannot be written: what is owed stays in memory", () => {
    writeFileSync(join(folder, "file"), "");
    const logged: string[] = [];
    fileJournal(join(folder, "file"), owner, (_level, event) => void logged.push(event)).owe("one", one);
    expect(logged).toEqual(["outbox.not-written"]);
  });
});
