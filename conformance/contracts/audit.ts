/**
 * Whether the contracts hold together: what contradicts itself, has no evidence, or can never say anything is named.
 * @module
 */
import { MARKS, type Rule, type RuleContext } from "./contract.ts";
import type { JsonObject } from "./json.ts";
import { factsOf, type ModelFacts } from "./models/model.ts";
import { baseOf, MAKERS } from "./rules/bases.ts";

const EFFORT_WORDS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** The request that an example stands for. */
export function exampleOf(
  { apis: [api], hosts, example }: Rule,
  which: "refused" | "accepted",
): { context: RuleContext; body: JsonObject } {
  if (api === undefined) throw new Error("a rule without an API has no example");
  const host = example.host ?? (hosts === "all" ? undefined : hosts[0]) ?? MAKERS[api];
  const asked = (which === "accepted" ? example.acceptedModel : undefined) ?? example.model;
  const base = baseOf(api, host);
  const named = asked !== undefined && base.model !== undefined ? { model: asked } : {};
  const body: JsonObject = { ...base, ...named, ...example[which] };
  const inBody = typeof body.model === "string" ? body.model : undefined;
  return {
    body,
    context: {
      api,
      host,
      betas: example.betas ?? [],
      model: inBody ?? asked ?? "",
      stream: example.stream ?? body.stream === true,
    },
  };
}

function ofRule(rule: Rule): string[] {
  const { id, apis, hosts, evidence, mark, models, example, status = 400 } = rule;
  if (apis.length === 0) return [`${id}: is for no API`];
  const complaints: string[] = [];
  if (evidence.length === 0) complaints.push(`${id}: has no evidence`);
  if (!MARKS.includes(mark)) complaints.push(`${id}: ${JSON.stringify(mark)} is no mark`);
  if (status < 400 || status > 499) complaints.push(`${id}: ${status} is no refusal`);
  if (hosts !== "all" && hosts.length === 0) complaints.push(`${id}: is for no host`);
  if (hosts !== "all" && example.host !== undefined && !hosts.includes(example.host))
    complaints.push(`${id}: its example is at ${example.host}, for which it does not hold`);
  const refused = exampleOf(rule, "refused");
  const accepted = exampleOf(rule, "accepted");
  if (models !== undefined && !models.test(refused.context.model))
    complaints.push(`${id}: its example is of ${refused.context.model}, for which it does not hold`);
  else if (!rule.find(refused.body, refused.context))
    complaints.push(`${id}: nothing triggers it, not even its own example`);
  if (rule.find(accepted.body, accepted.context))
    complaints.push(`${id}: contradicts itself: what it lets through it refuses`);
  return complaints;
}

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
];

/** What is wrong with rules; nothing where they hold together. */
export const auditRules = (rules: readonly Rule[]): string[] => [
  ...repeated(rules.map(({ id }) => id)).map((id) => `${id}: two rules have this id`),
  ...rules.flatMap(ofRule),
];

/** What every table of families may hold beside the common facts. */
interface AuditedFacts extends ModelFacts {
  defaultEffort?: string;
  budget?: { is: { least: number; most: number; also: readonly number[] } | null; by: readonly string[] };
}

function ofFamily(row: AuditedFacts, table: readonly AuditedFacts[]): string[] {
  const { family, such, efforts, outputCap, budget, defaultEffort } = row;
  const complaints: string[] = [];
  const found = factsOf(table, such);
  if (found !== row)
    complaints.push(`${family}: ${such} belongs to ${found ? JSON.stringify(found.family) : "no family"}`);
  for (const word of efforts?.is ?? [])
    if (!EFFORT_WORDS.includes(word)) complaints.push(`${family}: ${word} is no word of effort`);
  if (efforts && repeated(efforts.is).length > 0) complaints.push(`${family}: names an effort twice`);
  if (defaultEffort !== undefined && efforts && !efforts.is.includes(defaultEffort))
    complaints.push(`${family}: its default effort ${defaultEffort} is none of its own`);
  if (outputCap && !(outputCap.is > 0)) complaints.push(`${family}: an output cap of ${outputCap.is}`);
  if (budget?.is && budget.is.least > budget.is.most)
    complaints.push(`${family}: a budget from ${budget.is.least} to ${budget.is.most}`);
  for (const [name, value] of Object.entries(row)) {
    const by: unknown = typeof value === "object" && value !== null && "by" in value ? value.by : null;
    if (Array.isArray(by) && by.length === 0) complaints.push(`${family}: ${name} has no evidence`);
  }
  return complaints;
}

/** What is wrong with a table of families; nothing where it holds together. */
export const auditFamilies = (table: readonly AuditedFacts[]): string[] => [
  ...repeated(table.map(({ family }) => family)).map((family) => `${family}: two rows have this name`),
  ...table.flatMap((row) => ofFamily(row, table)),
];
