/**
 * Where `npm run sync` takes its catalogue from: a file or address in the format of models.dev's `api.json`; a checkout of
 * that project, whose models are TOML files below `providers/<provider>/models`; or lists of prices as JSON lines.
 * @module
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parse } from "smol-toml";
import { loadCatalogue } from "../../reference-gateway/mapper/source.ts";
import { type Catalogue, CatalogueError, readCatalogue } from "../../registry/mapper/catalogue.ts";
import { readPriceRows } from "../../registry/mapper/price-rows.ts";

/** More files than a checkout has, and longer ones. */
const MAX_FILES = 50_000;
const MAX_FILE_BYTES = 256 * 1024;

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** One model's file: its table, or nothing where it cannot be read. */
function tableIn(path: string, problems: string[]): unknown {
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new RangeError(`longer than ${MAX_FILE_BYTES} bytes`);
    return parse(readFileSync(path, "utf8"));
  } catch (thrown) {
    const [first = "unreadable"] = thrown instanceof Error ? thrown.message.split("\n") : [];
    problems.push(`${path}: ${first}`);
    return null;
  }
}

function readCheckout(root: string): Catalogue {
  const providers = join(root, "providers");
  if (!isFolder(providers)) throw new CatalogueError(`"${root}" has no folder "providers"`);
  const problems: string[] = [];
  let files = 0;
  const all = readdirSync(providers).map((provider): [string, object] => {
    const folder = join(providers, provider, "models");
    const paths = isFolder(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
    const found = paths.filter((path) => path.endsWith(".toml")).sort();
    files += found.length;
    if (files > MAX_FILES) throw new CatalogueError(`more than ${MAX_FILES} models`);
    const models = found.map((path): [string, unknown] => [
      relative(folder, join(folder, path)).slice(0, -".toml".length).split(sep).join("/"),
      tableIn(join(folder, path), problems),
    ]);
    return [provider, { models: Object.fromEntries(models) }];
  });
  const catalogue = readCatalogue(Object.fromEntries(all));
  return { ...catalogue, problems: [...problems, ...catalogue.problems] };
}

const MAX_LIST_BYTES = 16 * 1024 * 1024;

/** The lists of a folder, by name, which is the order in which they continue each other; or the one that is named. */
const listsAt = (source: string): string[] =>
  isFolder(source)
    ? readdirSync(source)
        .filter((name) => name.endsWith(".jsonl"))
        .sort()
        .map((name) => join(source, name))
    : source.endsWith(".jsonl") && statSync(source, { throwIfNoEntry: false })?.isFile()
      ? [source]
      : [];

function textOf(path: string): string {
  if (statSync(path).size > MAX_LIST_BYTES)
    throw new CatalogueError(`"${path}" is longer than ${MAX_LIST_BYTES} bytes`);
  return readFileSync(path, "utf8");
}

export interface Source {
  catalogue: Catalogue;
  /** Does it hold every model that is sold? One list that continues others does not. */
  isWhole: boolean;
}

/** @throws CatalogueError for a catalogue that cannot be read, whatever the reason */
export async function readSource(source: string): Promise<Source> {
  const lists = listsAt(source);
  if (lists.length > 0) return { catalogue: readPriceRows(lists.map(textOf)), isWhole: isFolder(source) };
  const catalogue = isFolder(source) ? readCheckout(source) : await loadCatalogue(source);
  return { catalogue, isWhole: true };
}
