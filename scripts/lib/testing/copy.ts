/**
 * A checkout of one's own, to try commands in.
 * @module
 */
import { cpSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** What is made on the way, and in no clone. */
const NOT_CLONED = [".git", "node_modules", "report", "dist", "data", ".stryker-tmp"];

/** Copies this checkout as it stands now, with everything installed. @returns its folder, which the caller removes */
export function copyOfCheckout(prefix: string): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  for (const name of readdirSync(ROOT).filter((entry) => !NOT_CLONED.includes(entry)))
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  return copy;
}
