/**
 * The list of vitest projects. MSW and nock both patch `http`: each has its own project, hence its own processes.
 * @module
 */
import type { TestProjectInlineConfiguration } from "vitest/config";

interface ProjectOptions {
  include: string[];
  exclude?: string[];
  /** A process per file; without it the files of the project, and of no other, share some. Default: true. */
  isolate?: boolean;
  /** What the processes start with. Default: the loader of TypeScript. */
  execArgv?: string[];
}

/**
 * What `npm test` uses: Node loads the files, which takes half the time. Vite does where files are watched, since only
 * Vite knows then who imports whom.
 */
const BY_NODE = { experimental: { viteModuleRunner: false, nodeLoader: false } };
const TYPESCRIPT = ["--import", "tsx"];
/** The suite is a bundle then, which needs no loader: see `conformance/engine/load-suite.mjs`. */
const isBundled = process.env.CONFORMANCE_SUITE !== undefined;

function project(
  name: string,
  { include, exclude = [], isolate = true, execArgv = TYPESCRIPT }: ProjectOptions,
) {
  // The limit is for runaways: hung gateways have a deadline of their own, long before.
  // Forks: worker threads would put MSW and nock into one process.
  const test = {
    name,
    include,
    exclude: ["**/node_modules/**", ...exclude],
    pool: "forks",
    isolate,
    ...(process.env.CONFORMANCE_ONCE === "1" ? { ...BY_NODE, execArgv } : {}),
    testTimeout: 300_000,
    // Some hooks start a database server, which takes its time on a busy machine.
    hookTimeout: 300_000,
  };
  return { test } satisfies TestProjectInlineConfiguration;
}

const SUITE = "conformance/suite.*.test.mjs";
const PROOF = "conformance/proof/proof-of-*.test.ts";
const NOCK = "conformance/nock/**/*.test.ts";

export default [
  // One file, hence one process, per mode: the two halves of the plan have nothing in common, and two cores to run on.
  project("conformance", { include: [SUITE], execArgv: isBundled ? [] : TYPESCRIPT }),
  project("registry", { include: ["registry/**/*.test.ts"], isolate: false }),
  project("gateway", { include: ["reference-gateway/**/*.test.ts"], isolate: false }),
  project("suite", {
    include: ["conformance/**/*.test.ts", "scripts/**/*.test.ts"],
    exclude: [SUITE, PROOF, NOCK],
    isolate: false,
  }),
  project("proof", { include: [PROOF] }),
  project("nock", { include: [NOCK] }),
];
