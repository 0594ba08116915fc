/**
 * `npm run pictures`: takes the documentation's pictures of dashboard and report anew, with Chromium.
 * @module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { CHROMIUM } from "./lib/chromium.ts";
import { exitAtWrongUse } from "./lib/wrong-use.ts";
import { FOLDER } from "./pictures/list.ts";
import { takePictures } from "./pictures/take.ts";

new Command("npm run pictures --")
  .description(
    "Takes the pictures in docs/pictures anew: of made-up traffic and a small red run, with Chromium.",
  )
  .allowExcessArguments(false)
  .exitOverride(exitAtWrongUse)
  .parse();

if (CHROMIUM === undefined) {
  process.stderr.write(
    "there is no Chromium on this machine: install it, for example apt-get install chromium\n",
  );
  process.exitCode = 1;
} else {
  const { files, digests } = await takePictures(CHROMIUM);
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(FOLDER, `${name}.webp`), bytes);
  writeFileSync(join(FOLDER, "digests.json"), `${JSON.stringify(digests, null, 2)}\n`);
  for (const [name, bytes] of files)
    process.stdout.write(`docs/pictures/${name}.webp  ${bytes.length} bytes\n`);
}
