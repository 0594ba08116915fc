/**
 * `npm run check`: what is wrong with the registry, one line each, before anything runs.
 * @module
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Told } from "../../../registry/load/check.ts";
import { bundled } from "../bundle.mjs";
import { importErrorText } from "./import-error.ts";
import { providerListProblems } from "./provider-list.ts";

/** A file name that may hold `*`, or a folder, as the file that declares the entry. */
function fileOf(root: string, { file, entry, field }: Told): string {
  if (statSync(join(root, file), { throwIfNoEntry: false })?.isFile()) return file;
  const name = file.endsWith(".ts") ? (file.split("/").at(-1) ?? "") : "endpoints.ts";
  const key = `"${entry ?? field}":`;
  const authors = join(root, "registry/authors");
  const found = readdirSync(authors, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(`/${name}`))
    .sort()
    .find((path) => readFileSync(join(authors, path), "utf8").includes(key));
  return found === undefined ? file : `registry/authors/${found}`;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The line, counted from 1, of what was given, of its field, or of the entry. */
function lineOf(root: string, file: string, { entry, field, given }: Told): number | null {
  const path = join(root, file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  const lines = readFileSync(path, "utf8").split("\n");
  const key = entry ?? field;
  const start = Math.max(
    0,
    lines.findIndex((line) => line.includes(`"${key}":`)),
  );
  const names = field.split(/[.[\]]+/).filter((part) => !/^\d*$/.test(part));
  const value = typeof given === "string" ? JSON.stringify(given) : String(given);
  const wanted = [
    new RegExp(`\\b${escaped(names.at(-1) ?? "")}\\b.*${escaped(value)}`),
    new RegExp(escaped(value)),
    ...names.reverse().map((name) => new RegExp(`\\b${escaped(name)}\\b`)),
  ];
  for (const pattern of wanted) {
    const index = lines.findIndex((line, at) => at >= start && pattern.test(line));
    if (index >= 0) return index + 1;
  }
  return start + 1;
}

/** Today as an ISO date; days to look again are compared with it. */
const today = (): string => new Date().toISOString().slice(0, 10);

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const CHECK = "registry/load/check.ts";

/** The check of the registry below `root`, with its data: this checkout's, or another one's. @throws what its code throws */
async function checkOf(root: string): Promise<typeof import("../../../registry/load/check.ts")> {
  if (resolve(root) === resolve(ROOT)) return import("../../../registry/load/check.ts");
  const file = await bundled(root, [CHECK]).then(
    (built) => built[CHECK],
    async () => {
      // What does not fit together is told by the module's own loading.
      const { register } = await import("tsx/esm/api");
      register();
      return join(root, CHECK);
    },
  );
  return import(pathToFileURL(file).href);
}

/** Every problem of the registry below `root`; none where it can be used. */
export async function checkRegistry(root: string): Promise<string[]> {
  const listed = providerListProblems(root);
  // A provider that the list does not know makes every endpoint of it unknown too.
  if (listed.length > 0) return listed;
  try {
    const module = await checkOf(root);
    return module.checkSource(today()).map((problem) => {
      const file = fileOf(root, problem);
      return module.toldText({ ...problem, file }, lineOf(root, file, problem));
    });
  } catch (error) {
    return [importErrorText(error, root)];
  }
}
