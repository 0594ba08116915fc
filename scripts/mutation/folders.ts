/**
 * What is mutated, folder by folder, and which tests may kill there. A folder is measured as a whole or not at all.
 * @module
 */

import type { Mode } from "../../conformance/engine/case.ts";
import type { Killers } from "./killers.ts";

/** A part of the code with a score of its own. */
export interface Folder {
  name: string;
  /** The source: a folder, or one file. */
  path: string;
  /** The score aimed at, in percent; survivors with a reason count as survivors. */
  aim: number;
  /** What its mutants meet first, in a running process: quick, but only for tests that are plain calls. */
  killers?: readonly Killers[];
  /** Tests that what is left meets then, by vitest; each mutant meets those that reach it. */
  tests: readonly string[];
  /** Whose cases what is still left meets at last. */
  others?: readonly Killers[];
}

// APIs and providers use the arithmetic too, but what they alone would notice should have a test of its own.
const CORE = ["registry/{canonical,errors,load,pricing,routing}/*.test.ts"];
// The differential tests that are quick: the others price thousands of generated lists, for every survivor again.
const ORACLE = "conformance/oracle/{money,worked,bad-counts}.test.ts";
// Tests that start processes are left out: a mutant is switched on in one process only.
const GATEWAY =
  "reference-gateway/{*,accounting/*,attempts/*,routes/*,stages/*,upstream/*,vault/*,stores/sql-records}.test.ts";

const registry = (name: string, aim: number, path = `registry/${name}`): Folder => ({
  name,
  path,
  aim,
  tests: [...CORE, ORACLE],
});

/** An API knows nothing of billing: one mode shows all of it. */
const speaking = (provider: string): Killers => ({
  provider,
  areas: ["mapping", "response", "streaming", "usage", "errors"],
  modes: ["ptb"],
});

/** An API: its own tests, cases of a provider that offers it, and of others that do or whose callers use it. */
const api = (name: string, provider: string, ...others: string[]): Folder => ({
  ...registry(`apis/${name}`, 80),
  killers: [{ tests: `registry/apis/${name}` }, speaking(provider)],
  tests: [],
  others: others.map(speaking),
});

/** Parts that stand alone have unit tests; what ties them together has the cases. */
const gatewayPart = (part: string): Folder => ({
  name: `gateway/${part}`,
  path: `reference-gateway/${part}`,
  aim: 80,
  tests: [GATEWAY],
});

const gatewayFlow = (part: string, ...modes: Mode[]): Folder => ({
  ...gatewayPart(part),
  killers: [
    { tests: "reference-gateway/routes" },
    { tests: "reference-gateway/attempts" },
    { provider: "deepinfra", modes },
  ],
  tests: [],
  // What only others do: tokens, signatures, native bodies, settings.
  others: [
    { provider: "vertex", areas: ["auth"], modes },
    { provider: "bedrock", areas: ["auth", "mapping"], modes },
    { provider: "anthropic", areas: ["mapping"], modes },
  ],
});

export const FOLDERS: readonly Folder[] = [
  registry("pricing", 90),
  registry("usage", 90, "registry/canonical/usage.ts"),
  registry("routing", 90),
  registry("errors", 80),
  api("openai-chat", "deepinfra"),
  api("anthropic-messages", "anthropic", "deepinfra", "google-ai-studio"),
  api("bedrock-converse", "bedrock", "deepinfra"),
  api("cohere-v2", "cohere", "deepinfra"),
  api("gemini", "google-ai-studio", "vertex", "deepinfra"),
  gatewayFlow("attempts", "ptb", "byok"),
  gatewayPart("accounting"),
  // The routes know nothing of billing.
  gatewayFlow("routes", "ptb"),
  gatewayPart("upstream"),
  gatewayPart("vault"),
];

/** The source files of a folder as StrykerJS's patterns: its tests and what only tests use are no targets. */
export const mutated = ({ path }: Folder): string[] =>
  path.endsWith(".ts")
    ? [path]
    : [`${path}/**/*.ts`, `!${path}/**/*.test.ts`, `!${path}/**/{testing,generated}.ts`];
