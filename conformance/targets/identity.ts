/**
 * What the reference gateway is, for the report: its version, and a hash of everything that was resolved for it (TGT-03).
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The package's own folder: two levels up in the sources, three in what is built from them. */
const ROOT =
  ["../../", "../../../"]
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(new URL("package.json", url))) ?? new URL("../../", import.meta.url);
const Manifest = z.object({ version: z.string() });

/** The first half of a file's SHA-256, or `null` where it is not there: an installed package has no lock file. */
export function hashOf(path: string): string | null {
  if (!existsSync(path)) return null;
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 32);
}

/** Version of the package, of Node, and the hash of the lock file. */
export function referenceIdentity(): Record<string, string> {
  const { version } = Manifest.parse(JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")));
  const lock = hashOf(fileURLToPath(new URL("package-lock.json", ROOT)));
  return { version, node: process.version, ...(lock === null ? {} : { lock }) };
}
