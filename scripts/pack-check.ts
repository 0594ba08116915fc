/**
 * `npm run pack:check`: packs the package, installs it in an empty project, type-checks an import of each entry point,
 * runs them, and runs a case with the installed command. Exit codes: 0 ok, 1 the package is broken.
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "pack-check-"));
/** What one step may take; installing is the longest of them. */
const STEP_MS = 240_000;

/** Uses each entry point as somebody would who only knows the package. */
const CONSUMER = `
import { allCases, AREAS, requirements } from "llm-gateway-conformance/conformance";
import { DEFAULT_LIMITS, type Limits } from "llm-gateway-conformance/gateway";
import { openRegistry, type Registry } from "llm-gateway-conformance/registry";

const registry: Registry = openRegistry();
const limits: Limits = DEFAULT_LIMITS;
const endpoints: number = registry.indexes.endpointsOfProvider("deepinfra").length;
if (endpoints === 0 || allCases.length === 0 || !AREAS.includes("cost") || Object.keys(requirements).length === 0)
  throw new Error("an entry point is empty");
console.log(endpoints, allCases.length, limits.maxBodyBytes);
`;

const TSCONFIG = {
  compilerOptions: {
    target: "ES2023",
    module: "NodeNext",
    moduleResolution: "NodeNext",
    strict: true,
    types: ["node"],
    skipLibCheck: true,
    outDir: "out",
  },
  include: ["consumer.ts"],
};

function step(title: string, command: string, args: readonly string[], cwd: string): void {
  process.stdout.write(`${title}\n`);
  execFileSync(command, args, {
    cwd,

    timeout: STEP_MS,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

try {
  step("packing", "npm", ["pack", "--pack-destination", project, "--loglevel", "error"], root);
  const [archive] = readdirSync(project).filter((file) => file.endsWith(".tgz"));
  if (archive === undefined) throw new Error("npm pack left no archive");
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module" }),
  );
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(TSCONFIG));
  writeFileSync(join(project, "consumer.ts"), CONSUMER);
  const quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel", "error"];
  step(
    "installing",
    "npm",
    ["install", ...quietly, `./${archive}`, "typescript@7", "@types/node@20"],
    project,
  );
  step("checking types", join("node_modules", ".bin", "tsc"), ["-p", "."], project);
  step("importing", process.execPath, ["out/consumer.js"], project);
  const command = join("node_modules", ".bin", "llm-gateway-conformance");
  step(
    "running a case",
    command,
    ["test", "--provider", "deepinfra", "--case", "mapping.request.basic"],
    project,
  );
  if (!readdirSync(project).includes("report"))
    throw new Error("the report is not where the command was called");
  process.stdout.write("the package installs, type-checks, imports and runs\n");
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}
