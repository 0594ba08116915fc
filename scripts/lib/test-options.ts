/**
 * The options of `npm test`, from text to what was meant. Pure: what exists is handed in.
 * @module
 */
import type { z } from "zod";
import type { Area, Mode } from "../../conformance/engine/case.ts";
import type { Shard } from "../../conformance/engine/shard.ts";
import { EverySchema, SeedSchema, ShardSchema } from "../../conformance/outcome/environment.ts";
import { PROOF_KINDS } from "../../conformance/outcome/report-schema.ts";
import type { ProofKind } from "../../conformance/recordings/proof-kind.ts";
import { DEFAULT_TARGET, isUrl } from "../../conformance/targets/load.ts";
import { unknownName } from "./nearest.ts";
import { WrongUse } from "./wrong-use.ts";

/** As the command line gives them. */
export interface RawOptions {
  provider?: string[];
  api?: string[];
  mode?: string[];
  area?: string[];
  case?: string[];
  target?: string;
  seed?: string;
  every?: string;
  list?: boolean;
  owed?: boolean;
  changed?: boolean;
  strict?: boolean;
  report?: string;
  stream?: string;
  shard?: string;
  minProof?: string;
  update?: boolean;
  watch?: boolean;
}

/** What the options may name. */
export interface Known {
  providers: readonly string[];
  apis: readonly string[];
  modes: readonly Mode[];
  areas: readonly Area[];
  cases: readonly string[];
  targets: readonly string[];
}

/** What was asked for; a list that was not given is absent. */
export interface Filter {
  providers?: string[];
  apis?: string[];
  modes?: Mode[];
  areas?: Area[];
  cases?: string[];
}

export interface TestOptions {
  filter: Filter;
  target: string;
  seed: number | null;
  /** Every n-th generated combination; as the filter suggests where `null`. */
  every: number | null;
  /** Only this share of the plan; `null` is all of it. */
  shard: Shard | null;
  report: string | null;
  /** File of the results as JSON Lines while they come. */
  stream: string | null;
  /** A proof level below this one fails the run. */
  minProof: ProofKind | null;
  list: boolean;
  owed: boolean;
  changed: boolean;
  strict: boolean;
  update: boolean;
  watch: boolean;
}

/** `["a,b", "c"]` → `["a", "b", "c"]`, each once. */
function names(flag: string, given: readonly string[]): string[] {
  const all = given.flatMap((text) => text.split(",")).map((text) => text.trim());
  if (all.includes(""))
    throw new WrongUse(`${flag} has an empty name in ${JSON.stringify(given.join(" "))}.`);
  return [...new Set(all)];
}

function chosen<Name extends string>(
  kind: string,
  given: readonly string[] | undefined,
  known: readonly Name[],
): Name[] | undefined {
  if (given === undefined) return undefined;
  return names(`--${kind}`, given).map((name) => {
    const found = known.find((candidate) => candidate === name);
    if (found === undefined) throw new WrongUse(unknownName(kind, name, known));
    return found;
  });
}

/** Case ids; a pattern that ends with `.` or `*` stands for all ids that begin so. */
function chosenCases(given: readonly string[] | undefined, known: readonly string[]): string[] | undefined {
  if (given === undefined) return undefined;
  const ids = names("--case", given).flatMap((pattern) => {
    const isPrefix = pattern.endsWith(".") || pattern.endsWith("*");
    const prefix = pattern.replace(/\*$/, "");
    const found = known.filter((id) => (isPrefix ? id.startsWith(prefix) : id === pattern));
    if (found.length === 0) throw new WrongUse(unknownName("case", pattern, known));
    return found;
  });
  return [...new Set(ids)];
}

function targetOf(given: string | undefined, known: readonly string[]): string {
  if (given === undefined) return DEFAULT_TARGET;
  if (known.includes(given)) return given;
  if (isUrl(given) && URL.canParse(given)) return given;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given))
    throw new WrongUse(
      `--target ${JSON.stringify(given)}: the address of a gateway begins with http:// or https://.`,
    );
  // Whoever names a file says so, by its ending or by a slash.
  if (/\.json$|\//.test(given)) return given;
  throw new WrongUse(unknownName("target", given, known));
}

function parsedOf<T>(flag: string, given: string | undefined, schema: z.ZodType<T, string>): T | null {
  if (given === undefined) return null;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new WrongUse(`${flag} ${JSON.stringify(given)}: allowed is ${parsed.error.issues[0]?.message}.`);
}

function pathOf(flag: string, given: string | undefined, allowed: string): string | null {
  if (given === "") throw new WrongUse(`${flag} "": allowed is the path of a ${allowed}.`);
  return given ?? null;
}

/** What a watched run has no end to be told at, or nothing to be told of. */
const NOT_WATCHED = [
  ["target", "--target"],
  ["shard", "--shard"],
  ["list", "--list"],
  ["owed", "--owed"],
  ["changed", "--changed"],
  ["report", "--report"],
  ["stream", "--stream"],
  ["minProof", "--min-proof"],
  ["update", "--update"],
] as const satisfies readonly (readonly [keyof RawOptions, string])[];

function watchOf(raw: RawOptions): boolean {
  const beside = NOT_WATCHED.flatMap(([name, flag]) => (raw[name] === undefined ? [] : [flag]));
  if (raw.watch === true && beside.length > 0)
    throw new WrongUse(
      `--watch runs without ${beside.join(", ")}. Allowed beside it: --provider, --api, --mode, --area, --case, --seed, --every, --strict.`,
    );
  return raw.watch === true;
}

/** Checks the options against what exists. Throws {@link WrongUse} with the nearest names and all allowed ones. */
export function parseOptions(raw: RawOptions, known: Known): TestOptions {
  const filter: Filter = {};
  const providers = chosen("provider", raw.provider, known.providers);
  const apis = chosen("api", raw.api, known.apis);
  const modes = chosen("mode", raw.mode, known.modes);
  const areas = chosen("area", raw.area, known.areas);
  const cases = chosenCases(raw.case, known.cases);
  if (providers !== undefined) filter.providers = providers;
  if (apis !== undefined) filter.apis = apis;
  if (modes !== undefined) filter.modes = modes;
  if (areas !== undefined) filter.areas = areas;
  if (cases !== undefined) filter.cases = cases;
  return {
    filter,
    target: targetOf(raw.target, known.targets),
    seed: parsedOf("--seed", raw.seed, SeedSchema),
    every: parsedOf("--every", raw.every, EverySchema),
    shard: parsedOf("--shard", raw.shard, ShardSchema),
    report: pathOf("--report", raw.report, "directory"),
    stream: pathOf("--stream", raw.stream, "file"),
    minProof:
      chosen("min-proof", raw.minProof === undefined ? undefined : [raw.minProof], PROOF_KINDS)?.[0] ?? null,
    list: raw.list === true,
    owed: raw.owed === true,
    changed: raw.changed === true,
    strict: raw.strict === true,
    update: raw.update === true,
    watch: watchOf(raw),
  };
}

/** True if only part of the conformance cases was asked for. */
export const isFiltered = (filter: Filter): boolean => Object.keys(filter).length > 0;

/** @example "--provider deepinfra --area errors" */
export function filterText({ providers, apis, modes, areas, cases }: Filter): string {
  const kinds = { provider: providers, api: apis, mode: modes, area: areas, case: cases };
  return Object.entries(kinds)
    .flatMap(([flag, given]) => (given === undefined ? [] : [`--${flag} ${given.join(",")}`]))
    .join(" ");
}
