/**
 * The memory of the last whole proof: `npm run prove -- --remember` writes it.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { KnownKills } from "./first-kill.ts";

const FILE = new URL("known-kills.json", import.meta.url);
const KnownKillsSchema = z.record(z.string(), z.array(z.string()));

/** @throws ZodError when the file is not what `writeKnownKills` wrote */
export const knownKills = (): KnownKills => KnownKillsSchema.parse(JSON.parse(readFileSync(FILE, "utf8")));

/** Replaces what was remembered. */
export const writeKnownKills = (known: KnownKills): void =>
  writeFileSync(FILE, `${JSON.stringify(known, null, 2)}\n`);
