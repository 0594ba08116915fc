/**
 * The folders of providers beside the one list of them: a provider that the list does not name is tested by nothing.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "registry/providers";
const LIST = `${FOLDER}/index.ts`;

/** Folders and list entries that do not belong together, one line each. */
export function providerListProblems(root: string): string[] {
  const list = readFileSync(join(root, LIST), "utf8");
  const folders = readdirSync(join(root, FOLDER), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map(({ name }) => name)
    .filter((name) => existsSync(join(root, FOLDER, name, "index.ts")));
  return folders.flatMap((folder) => {
    const file = `${FOLDER}/${folder}/index.ts`;
    const text = readFileSync(join(root, file), "utf8");
    const lines = text.split("\n");
    const at = lines.findIndex((line) => /\bslug = "/.test(line));
    const slug = /\bslug = "([^"]*)"/.exec(lines[at] ?? "")?.[1];
    const name = /export class (\w+)/.exec(text)?.[1] ?? "its class";
    const beside =
      slug === undefined || slug === folder
        ? []
        : [
            `${file}:${at + 1} slug: given "${slug}", allowed: the name of its folder; write "${folder}", or rename the folder`,
          ];
    const isListed = new RegExp(`\\bnew ${name}\\(`).test(list);
    return isListed
      ? beside
      : [...beside, `${LIST}: ${name} of ${file} is not in the list; import it and add new ${name}()`];
  });
}
