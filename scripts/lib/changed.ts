/**
 * `--changed`: which providers the changed files of a working tree concern.
 * @module
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { changedKeys } from "./changed-entries.ts";
import { WrongUse } from "./wrong-use.ts";

/** Files that no case reads: papers, tests, the commands, and what is planted to prove the suite. */
const WITHOUT_EFFECT =
  /(^|\/)(LICENSE|\.gitignore|\.editorconfig|\.gitattributes|[^/]*\.md|[^/]*\.test\.tsx?)$|^(scripts|docs|\.ci|\.github|conformance\/defects|conformance\/proof)\//;

/** The providers that a changed file concerns: slugs, or `all` for shared code. */
export type Concern = readonly string[] | "all";

interface Facts {
  providers: readonly string[];
  /**
   * The providers with endpoints in the folder of an authors' file, of some of its models or of all; `undefined` if that
   * cannot be told.
   */
  endpointProviders(folder: string, models?: readonly string[]): readonly string[] | undefined;
  /** The entries of a data file that differ from the last commit; `null` where more than entries differs. */
  changedEntries(file: string): readonly string[] | null;
}

const LIST = "registry/providers/index.ts";

/** The providers that a changed file of an author's family concerns. */
function concernOfFamily(file: string, { providers, endpointProviders, changedEntries }: Facts): Concern {
  const name = basename(file);
  const keys = name === "endpoints.ts" || name === "models.ts" ? changedEntries(file) : null;
  if (keys === null) return endpointProviders(dirname(file)) ?? "all";
  if (name === "models.ts") return keys.length === 0 ? [] : (endpointProviders(dirname(file), keys) ?? "all");
  const slugs = new Set(keys.map((key) => key.slice(key.lastIndexOf(":") + 1)));
  return providers.filter((slug) => slugs.has(slug));
}

/** Which providers one changed file concerns. Anything not known to be one provider's own concerns all. */
export function concernOf(file: string, facts: Facts): Concern {
  const { providers, changedEntries } = facts;
  const [top = "", second = "", third = ""] = file.split("/");
  const own = (name: string): Concern => (providers.includes(name) ? [name] : "all");
  if (top === "snapshots") {
    const slugs = providers.filter((slug) => file.split("/").some((part) => part.split(".")[0] === slug));
    return slugs.length === 0 ? "all" : slugs;
  }
  if (WITHOUT_EFFECT.test(file)) return [];
  if (top === "recordings") return own(second);
  if (file === LIST) return changedEntries(file)?.filter((slug) => providers.includes(slug)) ?? "all";
  if (top === "registry" && second === "providers") return own(third);
  const isFamily = top === "registry" && second === "authors" && third !== "" && !third.endsWith(".ts");
  return isFamily ? concernOfFamily(file, facts) : "all";
}

/** The providers that the files concern, in the order of the registry. */
export function changedProviders(files: readonly string[], facts: Facts): string[] {
  const concerns = files.map((file) => concernOf(file, facts));
  return facts.providers.filter((slug) =>
    concerns.some((concern) => concern === "all" || concern.includes(slug)),
  );
}

/** The providers named by endpoint keys (`"model:provider": chat({`) in the text of an `endpoints.ts`. */
export function providersInEndpoints(
  text: string,
  providers: readonly string[],
  models?: readonly string[],
): string[] {
  const keys = [...text.matchAll(/"([^":]+):([a-z0-9-]+)"\s*:/g)];
  const wanted = keys.filter(([, model = ""]) => models?.includes(model) ?? true);
  const named = new Set(wanted.map(([, , slug]) => slug));
  return providers.filter((slug) => named.has(slug));
}

function git(root: string, ...args: string[]): string[] {
  const output = execFileSync("git", args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return output.split("\0").filter((line) => line !== "");
}

/** Files that differ from the last commit, untracked ones included. Throws {@link WrongUse} outside a git checkout. */
export function changedFiles(root: string): string[] {
  try {
    git(root, "rev-parse", "--git-dir");
  } catch {
    throw new WrongUse("--changed needs a git checkout. Use --provider <slug> to choose what runs.");
  }
  const untracked = git(root, "ls-files", "--others", "--exclude-standard", "-z");
  return [...tracked(root), ...untracked].sort();
}

function tracked(root: string): string[] {
  try {
    git(root, "rev-parse", "--verify", "HEAD");
  } catch {
    // Nothing is committed yet: everything that is staged is new.
    return git(root, "ls-files", "-z");
  }
  return git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", "HEAD");
}

/** The endpoint keys of the last commit, so that an endpoint that was taken out still counts. */
function committedEndpoints(root: string, folder: string): string {
  try {
    return git(root, "grep", "-hE", ':[a-z0-9-]+" *:', "HEAD", "--", folder).join("\n");
  } catch {
    // No commit, or no such folder in it.
    return "";
  }
}

/** Reads which providers have, or had, endpoints anywhere below a folder of `registry/authors`. */
export function endpointProvidersIn(root: string, providers: readonly string[]): Facts["endpointProviders"] {
  return (folder, models) => {
    const path = join(root, folder);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return undefined;
    const texts = readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((file) => /(^|\/)endpoints\.ts$/.test(file))
      .map((file) => readFileSync(join(path, file), "utf8"));
    // Without its endpoints, nothing says whose they were.
    if (texts.length === 0) return undefined;
    return providersInEndpoints([...texts, committedEndpoints(root, folder)].join("\n"), providers, models);
  };
}

/** The text of a file in the last commit; empty where it had none. */
function committed(root: string, file: string): string {
  try {
    return execFileSync("git", ["show", `HEAD:./${file}`], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return "";
  }
}

/** Compares the entries of data files with the last commit. */
export const changedEntriesIn =
  (root: string): Facts["changedEntries"] =>
  (file) => {
    const path = join(root, file);
    const now = statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "utf8") : "";
    return changedKeys(committed(root, file), now);
  };
