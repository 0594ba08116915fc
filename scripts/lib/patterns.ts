/**
 * The regular expressions of source files, as written.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParserPlugin, parse } from "@babel/parser";

export interface Pattern {
  source: string;
  flags: string;
  line: number;
}

/** Anything that a parser gives: nodes have a type, and other nodes below them. */
type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value;

const children = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** Every regular-expression literal of a TypeScript source. Those built from text at run time are not seen. */
export function patternsOf(text: string, plugins: ParserPlugin[] = ["typescript"]): Pattern[] {
  const found: (Pattern & { start: number })[] = [];
  const open: Node[] = [parse(text, { sourceType: "module", plugins }).program as unknown as Node];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "RegExpLiteral") {
      const { pattern, flags, loc, start } = node as {
        pattern: string;
        flags: string;
        loc: { start: { line: number } };
        start: number;
      };
      found.push({ source: pattern, flags, line: loc.start.line, start });
    }
    open.push(...children(node));
  }
  return found.sort((a, b) => a.start - b.start).map(({ start: _, ...pattern }) => pattern);
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What meets text from outside: the gateway with its pages, and commands that read catalogues, recordings and answers. */
const FOLDERS = ["registry", "reference-gateway", "scripts"] as const;

/** Expressions that are not linear and meet bounded text only; one that is gone or linear is reported too. */
export const BOUNDED: Readonly<Record<string, string>> = {
  "/^ {4}evidence: ([\\s\\S]*),$/m": "edit.ts reads the registry's own files",
  "/\\/((?:reference-gateway|registry)\\/[\\w./-]{1,120}\\.ts:\\d{1,6})/":
    "describe-error.ts cuts the stack first",
  "/\\/+$/": "scripts/new-provider.ts reads an argument of who runs it",
  '/^import (?:type )?\\{([^}]*)\\} from "([^"]+)";$/gm': "changed-entries.ts reads the registry's own files",
  "/[\\w$]+(?=\\s*(?:,|$))/g": "changed-entries.ts reads the registry's own files",
  "/(?:file:\\/\\/)?(\\/[^\\s():]+\\.tsx?)(?:\\?[^\\s:]*)?:(\\d+)(?::\\d+)?/g":
    "import-error.ts reads what Node's loader says of the registry's own files",
};

/** A pattern with every place where it is written. */
export interface Written extends Pattern {
  places: string[];
}

/** The regular expressions of this repository that meet text from outside, each once, by how it is written. */
export function patternsWritten(): Map<string, Written> {
  const found = new Map<string, Written>();
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(name) || name.endsWith(".test.ts") || name.includes("testing")) continue;
      const plugins: ParserPlugin[] = name.endsWith("x") ? ["typescript", "jsx"] : ["typescript"];
      for (const pattern of patternsOf(readFileSync(join(ROOT, folder, name), "utf8"), plugins)) {
        const key = `/${pattern.source}/${pattern.flags}`;
        const known = found.get(key) ?? { ...pattern, places: [] };
        known.places.push(`${folder}/${name}:${pattern.line}`);
        found.set(key, known);
      }
    }
  }
  return found;
}
