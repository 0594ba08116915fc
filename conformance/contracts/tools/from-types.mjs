/** JSON Schema from the TypeScript types of an SDK: one run of the generator, and one entry file, per root. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { pathOfPackages } from "./packages.mjs";

const COMPILER_OPTIONS = {
  target: "ES2022",
  module: "ESNext",
  moduleResolution: "bundler",
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

export function schemaFromTypes({ schema, module, type }) {
  // Inside node_modules: nothing of the project compiles these, and deep paths that a package hides are reachable.
  const entry = join(pathOfPackages, ".roots", `${schema}.ts`);
  mkdirSync(dirname(entry), { recursive: true });
  const [name] = type.split(".");
  const from = relative(dirname(entry), join(pathOfPackages, module)).replace(/\.d\.ts$/, ".js");
  writeFileSync(entry, `import type { ${name} } from "${from}";\nexport type Root = ${type};\n`);
  const tsconfig = join(dirname(entry), "tsconfig.json");
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["*.ts"] }));
  const generated = createGenerator({
    path: entry,
    tsconfig,
    type: "Root",
    skipTypeCheck: true,
    encodeRefs: false,
    jsDoc: "none",
    additionalProperties: false,
  }).createSchema("Root");
  return { $ref: generated.$ref, definitions: generated.definitions };
}
