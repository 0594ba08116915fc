/**
 * The regular expressions of source files, as written.
 * @module
 */
import { parse } from "@babel/parser";

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
export function patternsOf(text: string): Pattern[] {
  const found: (Pattern & { start: number })[] = [];
  const open: Node[] = [
    parse(text, { sourceType: "module", plugins: ["typescript"] }).program as unknown as Node,
  ];
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
