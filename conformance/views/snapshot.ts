/**
 * Where the reviewed state lies.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SNAPSHOTS = fileURLToPath(new URL("../../snapshots/", import.meta.url));

export const snapshotFile = (provider: string, view: string): string => `${SNAPSHOTS}${provider}/${view}.md`;

/** The lines of a reviewed view; none where nobody has made one yet. */
export function reviewedLines(provider: string, view: string): string[] {
  const file = snapshotFile(provider, view);
  return existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
}
