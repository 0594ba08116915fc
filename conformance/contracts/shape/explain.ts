/**
 * Why a body does not fit its schema, in one sentence and at one place. The validator decides; this only explains what it
 * refused: in a union it follows the branch that the body names (`type`, `role`), else the one with the least wrong.
 * @module
 */
import { field, isObject, type Json, type JsonObject, shown, step } from "../json.ts";
import type { Schema, SchemaFile } from "./schemas.ts";

export const SHAPE_KINDS = ["unknown-field", "missing-field", "type", "value", "choice"] as const;
export type ShapeKind = (typeof SHAPE_KINDS)[number];

/** One place where a body does not fit. */
export interface Misfit {
  kind: ShapeKind;
  pointer: string;
  seen: Json | undefined;
  /** What would fit. */
  expected: string;
}

const typeOf = (value: Json): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
};

const fitsType = (value: Json, type: string): boolean =>
  type === "integer" ? Number.isInteger(value) : typeOf(value) === type;

/** The members by which a body says which branch of a union it means. */
const TAGS = ["type", "role", "mode"] as const;

interface Place {
  value: Json;
  pointer: string;
}

/** Bounds what one explanation costs: a body of any size is refused by its first few misfits. */
const MOST = 50;

export function misfits(file: SchemaFile, body: Json): Misfit[] {
  const resolve = (schema: Schema): Schema => {
    let current = schema;
    while (current.$ref !== undefined)
      current = file.definitions[current.$ref.slice("#/definitions/".length)] ?? {};
    return current;
  };

  function ofValue(schema: Schema, { value, pointer }: Place): Misfit[] {
    const resolved = resolve(schema);
    if (resolved.anyOf) return ofUnion(branches(resolved), { value, pointer });
    const wrong = (kind: ShapeKind, expected: string): Misfit => ({ kind, pointer, seen: value, expected });
    const types = resolved.type === undefined ? [] : [resolved.type].flat();
    if (types.length > 0 && !types.some((type) => fitsType(value, type)))
      return [wrong("type", types.join(" or "))];
    if (resolved.const !== undefined && value !== resolved.const)
      return [wrong("value", shown(resolved.const))];
    if (resolved.enum && !resolved.enum.includes(value))
      return [wrong("value", `one of ${resolved.enum.map((word) => shown(word)).join(", ")}`)];
    if (
      resolved.pattern !== undefined &&
      typeof value === "string" &&
      !new RegExp(resolved.pattern).test(value)
    )
      return [wrong("value", `text like ${resolved.pattern}`)];
    if (Array.isArray(value)) return ofItems(resolved, { value, pointer });
    return isObject(value) ? ofObject(resolved, value, pointer) : [];
  }

  function ofItems({ items }: Schema, { value, pointer }: Place): Misfit[] {
    if (!items || !Array.isArray(value)) return [];
    const found: Misfit[] = [];
    for (const [at, item] of value.entries()) {
      found.push(...ofValue(items, { value: item, pointer: step(pointer, at) }));
      if (found.length >= MOST) break;
    }
    return found;
  }

  function ofObject(schema: Schema, value: JsonObject, pointer: string): Misfit[] {
    const names = Object.keys(value).filter((name) => value[name] !== undefined);
    const missing = [...(schema.required ?? []).map((name) => [name]), ...(schema.requiredAny ?? [])].filter(
      (spellings) => !spellings.some((name) => names.includes(name)),
    );
    const found: Misfit[] = missing.map(([name = ""]) => ({
      kind: "missing-field",
      pointer: step(pointer, name),
      seen: undefined,
      expected: "it to be there",
    }));
    for (const name of names) {
      const known = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
      const rest = schema.additionalProperties;
      const place = { value: value[name] ?? null, pointer: step(pointer, name) };
      if (known) found.push(...ofValue(known, place));
      else if (rest === false)
        found.push({
          kind: "unknown-field",
          pointer: place.pointer,
          seen: place.value,
          expected: "no such field",
        });
      else if (typeof rest === "object") found.push(...ofValue(rest, place));
      if (found.length >= MOST) break;
    }
    found.push(...ofCounts(schema, { names, value, pointer }));
    return found;
  }

  function ofCounts(
    { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY, atMostOne = [] }: Schema,
    { names, value, pointer }: { names: string[]; value: JsonObject; pointer: string },
  ): Misfit[] {
    const wrong = (expected: string): Misfit => ({ kind: "choice", pointer, seen: value, expected });
    const found: Misfit[] = [];
    if (names.length < minProperties || names.length > maxProperties) found.push(wrong("exactly one member"));
    for (const choice of atMostOne) {
      const present = choice.filter((spellings) => spellings.some((name) => names.includes(name)));
      if (present.length > 1)
        found.push(wrong(`one of ${present.map(([name]) => name).join(", ")}, not several`));
    }
    return found;
  }

  /** The branches of a union and of unions in it. */
  const branches = (schema: Schema): Schema[] =>
    (schema.anyOf ?? []).map(resolve).flatMap((branch) => (branch.anyOf ? branches(branch) : [branch]));

  function ofUnion(all: readonly Schema[], place: Place): Misfit[] {
    const candidates = meant(all, place.value).map((branch) => ofValue(branch, place));
    const best = candidates.reduce<Misfit[] | null>(
      (least, found) => (least === null || weight(found, place) < weight(least, place) ? found : least),
      null,
    );
    if (best === null || best.length === 0) return [];
    return merged(best, candidates, place);
  }

  /** The branches that the value's own tags, or else its JSON type, point to. */
  function meant(all: readonly Schema[], value: Json): readonly Schema[] {
    const ofType = all.filter((branch) => {
      const types = branch.type === undefined ? [] : [branch.type].flat();
      return types.length === 0 || types.some((type) => fitsType(value, type));
    });
    let kept = ofType.length > 0 ? ofType : all;
    for (const tag of TAGS) {
      const said = field(value, tag);
      if (said === undefined) continue;
      const saying = kept.filter((branch) => {
        const declared = resolve(branch.properties?.[tag] ?? {});
        return declared.const === said || declared.enum?.includes(said);
      });
      if (saying.length > 0) kept = saying;
    }
    return kept;
  }

  return ofValue(file, { value: body, pointer: "" });
}

/** A branch of the wrong kind altogether weighs more than one with a few fields wrong. */
const weight = (found: readonly Misfit[], { pointer }: Place): number =>
  found.reduce((sum, { pointer: at, kind }) => sum + (at === pointer && kind === "type" ? 10 : 1), 0);

/** Several branches that all refuse the same value, such as the words of an enum: one misfit that names them all. */
function merged(best: Misfit[], candidates: readonly Misfit[][], { pointer }: Place): Misfit[] {
  const [only] = best;
  if (best.length !== 1 || only?.pointer !== pointer) return best;
  const words = candidates.flatMap((found) =>
    found.length === 1 && found[0]?.pointer === pointer ? found : [],
  );
  return [{ ...only, expected: [...new Set(words.map(({ expected }) => expected))].join(" or ") }];
}
