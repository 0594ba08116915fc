/**
 * `npm run sets`: what changes from one frozen set of requirements to the next, and a set of today's catalogue. Exit codes:
 * 0 ok, 1 failures, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { allCases } from "../conformance/cases/index.ts";
import { requirement } from "../conformance/requirements/index.ts";
import { type Change, changesBetween, setOfToday } from "../conformance/requirements/sets/changes.ts";
import { newest, sets } from "../conformance/requirements/sets/index.ts";
import { type FrozenSet, fingerprint } from "../conformance/requirements/sets/set.ts";
import { say } from "./lib/database-command.ts";
import { endWith, WrongUse } from "./lib/wrong-use.ts";

const TODAY = "today";

const today = (): FrozenSet =>
  setOfToday(
    { name: TODAY, date: "", says: newest.says },
    new Set<string>(allCases.flatMap((item) => item.requirements)),
  );

function setNamed(name: string): FrozenSet {
  const found = name === TODAY ? today() : sets.find((set) => set.name === name);
  if (found) return found;
  const known = [...sets.map((set) => set.name), TODAY].join(", ");
  throw new WrongUse(`there is no set ${JSON.stringify(name)}: given must be one of ${known}`);
}

const shown = ({ place, level }: Change["from"]): string => (level === null ? place : `${place} (${level})`);

const program = new Command("npm run sets --")
  .description("Shows what changes between frozen sets of requirements; today is the catalogue as it is.")
  .exitOverride();

program
  .command("changes [older] [newer]")
  .description("each requirement that stands elsewhere; the newest set and today unless told")
  .action((older = newest.name, newer = TODAY) => {
    const changes = changesBetween(setNamed(older), setNamed(newer));
    for (const { id, from, to } of changes)
      say(`${id}  ${shown(from)} → ${shown(to)}  ${requirement(id).title}`);
    say(`${older} → ${newer}: ${changes.length} of them`);
  });

program
  .command("draft")
  .description("the set of today, as JSON, to be frozen under a name")
  .action(() => say(JSON.stringify(today(), null, 2)));

program
  .command("fingerprint <name>")
  .description("what sets.test.ts holds of a set")
  .action((name: string) => say(fingerprint(setNamed(name))));

try {
  await program.parseAsync();
} catch (error) {
  endWith(error);
}
