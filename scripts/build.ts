/**
 * `npm run build`: JavaScript and declarations of the three entry points into `dist/`, for those who import the package.
 * The commands of the package run from its sources and need none of it.
 * @module
 */
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiler = createRequire(import.meta.url).resolve("typescript/package.json");

rmSync(join(root, "dist"), { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [join(dirname(compiler), "bin", "tsc"), "-p", "tsconfig.build.json"],
  { cwd: root, stdio: "inherit" },
);
if (status !== 0) process.exit(1);
// What the code reads beside itself.
cpSync(join(root, "recordings"), join(root, "dist", "recordings"), { recursive: true });
for (const file of readdirSync(join(root, "conformance"), { recursive: true, encoding: "utf8" })) {
  if (!file.endsWith(".json") || file.includes("node_modules")) continue;
  cpSync(join(root, "conformance", file), join(root, "dist", "conformance", file));
}
