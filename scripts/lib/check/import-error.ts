/**
 * A module that cannot be loaded, in one line: the file and line that named what is not there, and the nearest name that is.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { nearest } from "../../../registry/routing/nearest.ts";

/** Places in a stack: `file:///…/registry/x.ts:12:3`, or a plain path. */
const FRAME = /(?:file:\/\/)?(\/[^\s():]+\.tsx?)(?:\?[^\s:]*)?:(\d+)(?::\d+)?/g;

interface Place {
  file: string;
  line: number;
}

/** The first place below the root. */
function placeIn(text: string, root: string): Place | null {
  for (const [, path = "", line] of text.matchAll(FRAME)) {
    const file = relative(root, path);
    if (!file.startsWith("..") && !file.includes("node_modules")) return { file, line: Number(line) };
  }
  return null;
}

const exportsOf = (text: string): string[] =>
  [...text.matchAll(/^export (?:const|function|class|type|interface) (\w+)/gm)].map(([, name = ""]) => name);

/** Every name that the modules of a file's imports export. */
function reachable(file: string, root: string): string[] {
  const path = resolve(root, file);
  const text = readFileSync(path, "utf8");
  const modules = [...text.matchAll(/from "(\.[^"]+)"/g)].map(([, name = ""]) => resolve(path, "..", name));
  return [
    ...exportsOf(text),
    ...modules.filter(existsSync).flatMap((one) => exportsOf(readFileSync(one, "utf8"))),
  ];
}

const meant = (given: string, known: readonly string[]): string => {
  const names = nearest(given, known);
  return names.length === 0 ? "" : `; did you mean ${names.join(", ")}?`;
};

/** The line of a file on which a name stands. */
function lineOf(file: string, root: string, name: string): number | null {
  const lines = readFileSync(resolve(root, file), "utf8").split("\n");
  const index = lines.findIndex((line) => new RegExp(`\\b${name}\\b`).test(line));
  return index < 0 ? null : index + 1;
}

/** One line about an error of loading or running a module below the root. */
export function importErrorText(error: unknown, root: string): string {
  if (!(error instanceof Error)) return String(error);
  const { message, stack = "" } = error;
  const [first = ""] = message.split("\n").filter((line) => line.trim() !== "");
  // esbuild tells the place in its message: "…/x.ts:12:3: ERROR: Expected …".
  const failed = /^(\/\S+?\.tsx?):(\d+):\d+: ERROR: (.+)$/m.exec(message);
  if (failed) return `${relative(root, failed[1] ?? "")}:${failed[2]}: does not parse: ${failed[3]}`;
  const missing = /module '([^']+)' does not provide an export named '(\w+)'/.exec(message);
  const place = placeIn(stack, root);
  if (missing && place) {
    const [, module = "", name = ""] = missing;
    const path = module.startsWith("file:")
      ? fileURLToPath(module.split("?")[0] ?? "")
      : resolve(root, place.file, "..", module);
    const known = existsSync(path) ? exportsOf(readFileSync(path, "utf8")) : [];
    const line = lineOf(place.file, root, name) ?? place.line;
    return `${place.file}:${line}: ${relative(root, path)} has no ${name}${meant(name, known)}`;
  }
  const undefinedName = /^(\w+) is not defined$/.exec(first)?.[1];
  if (undefinedName !== undefined && place)
    return `${place.file}:${place.line}: ${undefinedName} is not defined${meant(undefinedName, reachable(place.file, root))}; import it or correct the name`;
  const notFound = /Cannot find module '([^']+)' imported from (\S+)/.exec(message);
  if (notFound) {
    const [, module = "", from = ""] = notFound;
    return `${relative(root, from.replace(/['"]$/, ""))}: there is no ${relative(root, module)}`;
  }
  return `${place === null ? "" : `${place.file}:${place.line}: `}${first}`;
}
