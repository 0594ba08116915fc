/**
 * What npm resolved: how fast a gateway is depends on it as much as on its own version.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { z } from "zod";
import { WrongUse } from "../wrong-use.ts";

const Manifest = z.object({ version: z.string() });

/**
 * The version of a package that code in a folder would load.
 * @example versionFor("/work", "undici") // "7.30.2"
 * @throws WrongUse where there is none
 */
export function versionFor(folder: string, name: string): string {
  const places = createRequire(join(resolve(folder), "index.js")).resolve.paths(name) ?? [];
  const file = places.map((place) => join(place, name, "package.json")).find((path) => existsSync(path));
  if (file === undefined)
    throw new WrongUse(`${folder}: ${name} is not installed there. npm install ${name}`);
  return Manifest.parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
