/**
 * What starts a command, or another process of ours, in a process of its own.
 * @module
 */
import { fileURLToPath } from "node:url";

/** `node LAUNCHER NAME …` runs `scripts/NAME.ts`. */
export const LAUNCHER = fileURLToPath(new URL("../run.mjs", import.meta.url));
