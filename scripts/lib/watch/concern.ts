/**
 * What a saved file concerns: providers, and areas where it holds the cases of one. The entries of a data file are
 * compared with its text before it was saved.
 * @module
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { AREAS, type Area } from "../../../conformance/engine/case.ts";
import { concernOf, endpointProvidersIn } from "../changed.ts";
import { changedKeys } from "../changed-entries.ts";

export interface Concerned {
  /** Slugs of providers, in the order of their folders. */
  providers: string[];
  /** `null`: all areas. */
  areas: Area[] | null;
}

/** Data files with entries of several providers. */
const ENTRIES = /^registry\/(?:providers\/index|authors\/.+\/(?:endpoints|models))\.ts$/;
const CASES = /^conformance\/cases\/([a-z]+)\//;

const textOf = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "utf8") : "";

/** The texts of a checkout's data files, as they were when they were last looked at. */
export class Texts {
  private readonly known = new Map<string, string>();
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
    for (const path of readdirSync(join(root, "registry"), { recursive: true, encoding: "utf8" })) {
      const file = `registry/${path.replaceAll("\\", "/")}`;
      if (ENTRIES.test(file)) this.known.set(file, textOf(join(root, file)));
    }
  }

  /** The entries that differ since the file was last looked at; `null` where more than entries differs. */
  changedEntries(file: string): string[] | null {
    const before = this.known.get(file) ?? "";
    const now = textOf(join(this.root, file));
    this.known.set(file, now);
    return changedKeys(before, now);
  }
}

const areasOf = (file: string): readonly Area[] | null => {
  const area = AREAS.find((name) => name === CASES.exec(file)?.[1]);
  return area === undefined ? null : [area];
};

/** What the saved files concern; no provider where no case reads them. Paths are from the root, with `/`. */
export function concernedBy(files: readonly string[], root: string, texts: Texts): Concerned {
  const providers = readdirSync(join(root, "registry/providers"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map(({ name }) => name)
    .sort();
  const facts = {
    providers,
    endpointProviders: endpointProvidersIn(root, providers),
    changedEntries: (file: string) => texts.changedEntries(file),
  };
  const concerns = files.map((file) => ({ file, of: concernOf(file, facts) }));
  const own = providers.filter((slug) => concerns.some(({ of }) => of === "all" || of.includes(slug)));
  const effective = concerns.filter(({ of }) => of.length > 0);
  const areas = effective.map(({ file }) => areasOf(file));
  return {
    providers: own,
    areas: areas.includes(null) ? null : AREAS.filter((area) => areas.some((list) => list?.includes(area))),
  };
}
