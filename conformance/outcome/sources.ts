/**
 * The files of this checkout, for whoever says where to look.
 * @module
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sources } from "./look.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const AUTHORS = "registry/authors";

/** The text of a file below `root`, `""` for a folder, `null` if there is neither. */
function textAt(root: string, path: string): string | null {
  const at = join(root, path);
  const found = statSync(at, { throwIfNoEntry: false });
  if (found === undefined) return null;
  return found.isFile() ? readFileSync(at, "utf8") : "";
}

/** Reads below `root`, which is this checkout unless told; each file when it is asked for. */
export function sourcesAt(root: string = ROOT): Sources {
  return {
    text: (path) => textAt(root, path),
    endpoint: (key) => {
      const authors = join(root, AUTHORS);
      if (textAt(root, AUTHORS) === null) return null;
      const files = readdirSync(authors, { recursive: true, encoding: "utf8" })
        .filter((file) => /(^|[\\/])endpoints\.ts$/.test(file))
        .sort();
      for (const file of files) {
        const lines = readFileSync(join(authors, file), "utf8").split("\n");
        const index = lines.findIndex((line) => line.trimStart().startsWith(`"${key}":`));
        if (index >= 0) return { file: `${AUTHORS}/${file.replaceAll("\\", "/")}`, line: index + 1 };
      }
      return null;
    },
  };
}
