/** Where the vendors' packages are, and what the manifest says about one. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));

export const pathOfPackages = join(HERE, "node_modules");

const lock = JSON.parse(readFileSync(join(HERE, "package-lock.json"), "utf8"));

/** Name, version and integrity as the lock file pins them, and the licence as the package states it. */
export function manifestEntry(installed) {
  const { version, integrity, license } = lock.packages[`node_modules/${installed}`];
  const { name, license: stated } = JSON.parse(
    readFileSync(join(pathOfPackages, installed, "package.json"), "utf8"),
  );
  return { package: name, version, integrity, license: stated ?? license ?? licenceByText(installed) };
}

/** A package whose licence file is the whole text of its licence, for packages that only name the licence. */
const FULL_TEXT = { "Apache-2.0": "@aws-sdk/client-bedrock-runtime" };

const licenceFile = (installed) =>
  readdirSync(join(pathOfPackages, installed)).find((name) => /^licen[cs]e(\.md|\.txt)?$/i.test(name));

/** The licence's text: it goes where what was made from the package goes. */
export function licenceText(installed) {
  const file = licenceFile(installed);
  if (file !== undefined) return readFileSync(join(pathOfPackages, installed, file), "utf8");
  const other = FULL_TEXT[manifestEntry(installed).license];
  if (other === undefined) throw new Error(`${installed} has no licence file`);
  return licenceText(other);
}

function licenceByText(installed) {
  const text = licenceText(installed);
  if (/MIT License|Permission is hereby granted, free of charge/.test(text)) return "MIT";
  if (/Apache License/.test(text)) return "Apache-2.0";
  throw new Error(`${installed}: its licence is not known`);
}
