/**
 * The options of `npm run mutate`, from text to what was meant. Pure.
 * @module
 */
import { unknownName } from "../lib/nearest.ts";
import { WrongUse } from "../lib/wrong-use.ts";
import type { Folder } from "./folders.ts";

/** As the command line gives them. */
export interface RawOptions {
  folder?: string[];
  concurrency: string;
  force?: boolean;
  table?: boolean;
  json?: boolean;
}

/** The folders of these names, or whose names begin with them: `apis` is every API. */
export function chosenFolders(given: readonly string[] | undefined, known: readonly Folder[]): Folder[] {
  if (given === undefined) return [...known];
  const names = given.flatMap((text) => text.split(",")).map((text) => text.trim());
  const chosen = names.flatMap((name) => {
    const found = known.filter((folder) => folder.name === name || folder.name.startsWith(`${name}/`));
    if (found.length === 0) {
      throw new WrongUse(
        unknownName(
          "folder",
          name,
          known.map((folder) => folder.name),
        ),
      );
    }
    return found;
  });
  return [...new Set(chosen)];
}

/** How many mutants to try at a time. */
export function concurrencyOf(given: string): number {
  if (/^[1-9]\d?$/.test(given)) return Number(given);
  throw new WrongUse(`--concurrency ${JSON.stringify(given)}: allowed is a number from 1 to 99.`);
}
