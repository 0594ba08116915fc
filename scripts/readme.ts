/**
 * `npm run readme`: renews the computed parts of README.md.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { renewReadme } from "./lib/readme.ts";

new Command("npm run readme --")
  .description("Renews the tables of README.md from the registry, the recordings and the cases.")
  .parse();

const README = fileURLToPath(new URL("../README.md", import.meta.url));
writeFileSync(README, renewReadme(readFileSync(README, "utf8")));
