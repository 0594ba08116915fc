/**
 * `npm run generate`: makes ../schemas from the packages installed here. `npm run check` writes nothing and fails where
 * what is checked in differs by a byte. Exit codes: 0 done, 1 differences, 2 wrong use.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { schemaFromProtos } from "./from-protos.mjs";
import { schemaFromSmithy } from "./from-smithy.mjs";
import { schemaFromTypes } from "./from-types.mjs";
import { licenceText, manifestEntry } from "./packages.mjs";
import { ROOTS } from "./roots.mjs";
import { written } from "./write.mjs";

const FOLDER = fileURLToPath(new URL("../schemas", import.meta.url));
const MAKERS = { types: schemaFromTypes, protos: schemaFromProtos, smithy: schemaFromSmithy };

async function filesToWrite() {
  const files = new Map();
  const manifest = {};
  for (const root of ROOTS) {
    process.stderr.write(`${root.schema}\n`);
    files.set(`${root.schema}.json`, written(await MAKERS[root.kind](root)));
    manifest[root.schema] = { ...manifestEntry(root.package), root: root.type, from: root.kind };
    files.set(`licenses/${root.package.replace("/", "+")}.txt`, licenceText(root.package));
  }
  files.set("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
  return files;
}

function onDisk(name) {
  try {
    return readFileSync(join(FOLDER, name), "utf8");
  } catch {
    return null;
  }
}

const [flag, ...more] = process.argv.slice(2);
if ((flag !== undefined && flag !== "--check") || more.length > 0) {
  process.stderr.write("usage: node generate.mjs [--check]\n");
  process.exitCode = 2;
} else {
  const files = await filesToWrite();
  const different = [...files].filter(([name, text]) => onDisk(name) !== text);
  if (flag === "--check") {
    for (const [name] of different) process.stderr.write(`differs: ${name}\n`);
    process.exitCode = different.length > 0 ? 1 : 0;
  } else {
    mkdirSync(join(FOLDER, "licenses"), { recursive: true });
    for (const [name, text] of different) writeFileSync(join(FOLDER, name), text);
    process.stdout.write(`${files.size} files, ${different.length} written\n`);
  }
}
