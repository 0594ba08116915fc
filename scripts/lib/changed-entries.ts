/**
 * Which entries of a data file differ between two texts of it: a new endpoint of one host concerns that host, and not all that
 * have endpoints in the same file. Pure: texts in, keys out.
 * @module
 */

/** The lines that begin an entry: `  "gpt-oss-120b:groq": chat({`, `  groq: new GroqProvider(),`. */
const KEY = /^ {2}(?:"([^"]+)"|([\w$]+)): /;
const IMPORT = /^import (?:type )?\{([^}]*)\} from "([^"]+)";$/gm;

interface Parts {
  /** The text of each entry, by its key. */
  entries: Map<string, string>;
  /** The module of each imported name. */
  imports: Map<string, string>;
  /** What is outside of both. */
  rest: string;
}

function partsOf(text: string): Parts {
  const imports = new Map<string, string>();
  const body = text.replace(IMPORT, (_all, names: string, module: string) => {
    for (const name of names.matchAll(/[\w$]+(?=\s*(?:,|$))/g)) imports.set(name[0], module);
    return "";
  });
  const entries = new Map<string, string>();
  const rest: string[] = [];
  let key: string | null = null;
  for (const line of body.split("\n").filter((line) => line !== "")) {
    const begun = KEY.exec(line);
    if (begun) key = begun[1] ?? begun[2] ?? null;
    else if (!line.startsWith(" ")) key = null;
    if (key === null) rest.push(line);
    else entries.set(key, `${entries.get(key) ?? ""}${line}\n`);
  }
  return { entries, imports, rest: rest.join("\n") };
}

/** The keys under which two maps differ. */
const differing = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));

/**
 * The keys of the entries that differ, or that use a name whose import differs, in the order of the texts; `null` where
 * something differs that every entry may depend on.
 */
export function changedKeys(before: string, after: string): string[] | null {
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old.rest !== now.rest) return null;
  const edited = new Set(differing(old.entries, now.entries));
  const names = differing(old.imports, now.imports).map((name) => new RegExp(`\\b${name}\\b`));
  const keys = new Set([...old.entries.keys(), ...now.entries.keys()]);
  return [...keys].filter(
    (key) => edited.has(key) || names.some((name) => name.test(now.entries.get(key) ?? "")),
  );
}
