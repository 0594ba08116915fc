/**
 * How rules are written down: a predicate, what shows it, and the facts that it rests on.
 * @module
 */
import type { ContractApi, Finding, Mark, Rule, RuleContext, RuleExample } from "../contract.ts";
import { isObject, type Json, type JsonObject, step } from "../json.ts";
import evidence from "./evidence.json" with { type: "json" };

/** A fact about a provider, by its id in `evidence.json`. */
export type FactId = keyof typeof evidence;

/** Evidence of a fact, and how well the refusal is known. */
export const factOf = (id: FactId): { mark: Mark; evidence: readonly string[] } => {
  const { mark, evidence: sources } = evidence[id];
  return { mark: mark as Mark, evidence: sources }; // The audit checks every mark of the file.
};

export const factIds = (): FactId[] => Object.keys(evidence) as FactId[];

interface Definition {
  apis: readonly ContractApi[];
  hosts?: readonly string[];
  models?: RegExp;
  repair: string;
  status?: number;
  /** Tells two rules apart that rest on one fact. */
  variant?: string;
  /** More facts than the one that gives the rule its id. */
  facts?: readonly FactId[];
  find(body: JsonObject, context: RuleContext): Finding | null;
  example: RuleExample;
}

/** A rule whose id is that of the fact it rests on. */
export function rule(
  id: FactId,
  { hosts, facts = [], models, status, variant, ...definition }: Definition,
): Rule {
  const { mark, evidence: sources } = factOf(id);
  return {
    id: variant === undefined ? id : `${id}.${variant}`,
    mark,
    hosts: hosts ?? "all",
    evidence: [...sources, ...facts.flatMap((fact) => factOf(fact).evidence)],
    ...definition,
    ...(models ? { models } : {}),
    ...(status ? { status } : {}),
  };
}

/** The objects of a list at a pointer, each with its own. */
export const listed = (list: Json | undefined, pointer: string): [string, JsonObject][] =>
  Array.isArray(list)
    ? list.flatMap((item, at): [string, JsonObject][] => (isObject(item) ? [[step(pointer, at), item]] : []))
    : [];

/** The first finding of several tries. */
export function first<T>(items: Iterable<T>, find: (item: T) => Finding | null): Finding | null {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return null;
}

/** A number of a body outside a range, both ends allowed. */
export function outside(
  body: JsonObject,
  name: string,
  { least, most, pointer = "" }: { least?: number; most?: number; pointer?: string },
): Finding | null {
  const value = body[name];
  if (typeof value !== "number") return null;
  if (least !== undefined && value < least)
    return {
      pointer: step(pointer, name),
      seen: value,
      code: "decimal_below_min_value",
      message: `Invalid '${name}': below minimum value. Expected a value >= ${least}, but got ${value} instead.`,
    };
  if (most !== undefined && value > most)
    return {
      pointer: step(pointer, name),
      seen: value,
      code: "decimal_above_max_value",
      message: `Invalid '${name}': above maximum value. Expected a value <= ${most}, but got ${value} instead.`,
    };
  return null;
}
