/**
 * JSON Schemas within what a host takes (MAP-19). What only narrows the answer is done silently: it still satisfies the
 * caller's schema. A keyword that the host does not check is said in words instead, and named; what neither helps is
 * refused with its place.
 * @module
 */
import { UnsupportedInput } from "../apis/codec.ts";
import { isObject, type Json, type JsonObject, without } from "../json.ts";

/** The part of JSON Schema that a host takes. */
export interface SchemaSubset {
  /** Keywords that it refuses; `oneOf` becomes `anyOf`. */
  refused: readonly string[];
  /** Keywords that it refuses at the root only. */
  refusedAtRoot?: readonly string[];
  /** The largest `minItems`. */
  mostMinItems?: number;
  /** Must every object be closed to further properties? */
  closed?: true;
  /** Which properties must be required: all, or one at least. */
  required?: "all" | "one";
  /** Does it refuse schemas that hold themselves, and those at other addresses? */
  finite?: true;
  /** Does it refuse keywords beside `$ref`? */
  bareRefs?: true;
  /** Does it demand what arrays hold, and an object at the root with its properties? */
  complete?: true;
  /** What patterns may not hold. */
  patterns?: RegExp;
  /** Most properties that are not required, and most of several types. */
  limits?: { optional: number; unions: number };
  /** Where this is said. */
  evidence: string;
}

export interface AdaptedSchema {
  schema: JsonObject;
  /** Keywords that are no longer checked. */
  said: string[];
}

/** Deepest schema that is walked; bodies are no deeper. */
const MAX_DEPTH = 64;

const MAPS = ["properties", "$defs", "definitions", "patternProperties"];
const LISTS = ["anyOf", "oneOf", "allOf", "prefixItems"];
const SINGLES = ["items", "additionalProperties", "not", "if", "then", "else", "contains"];
const HOLDERS = [...MAPS, ...LISTS, ...SINGLES];

const entriesOf = (value: Json | undefined): [string, Json][] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, one]) =>
        one === undefined ? [] : [[name, one] as [string, Json]],
      )
    : [];

const isObjectSchema = ({ type, properties }: JsonObject): boolean =>
  type === "object" || (Array.isArray(type) && type.includes("object")) || isObject(properties);

const propertiesOf = ({ properties }: JsonObject): string[] => entriesOf(properties).map(([name]) => name);

/** `minLength: 1, pattern: "^a"`, as words of a description. */
const wordsFor = (left: JsonObject): string =>
  `{${Object.entries(left)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ")}}`;

/** The targets of all references below a schema, in the `#/…` form. */
function* refsIn(value: Json | undefined, depth = 0): Generator<string> {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) for (const one of value) yield* refsIn(one, depth + 1);
  if (!isObject(value)) return;
  if (typeof value.$ref === "string") yield value.$ref;
  for (const [, one] of entriesOf(value)) yield* refsIn(one, depth + 1);
}

function resolved(root: JsonObject, ref: string): Json | undefined {
  const steps = ref
    .slice(1)
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps.reduce<Json | undefined>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, root);
}

/** Does a reference lead, through others, back to a schema that holds it? */
function returns(root: JsonObject, ref: string): boolean {
  const seen = new Set<string>();
  const open = [ref];
  for (let target = open.pop(); target !== undefined; target = open.pop()) {
    if (seen.has(target)) continue;
    seen.add(target);
    for (const next of refsIn(resolved(root, target))) {
      if (next === ref || ref.startsWith(`${next}/`) || next === "#") return true;
      open.push(next);
    }
  }
  return ref === "#";
}

class Adapter {
  readonly said = new Set<string>();
  optional = 0;
  unions = 0;
  private readonly root: JsonObject;
  private readonly subset: SchemaSubset;

  constructor(root: JsonObject, subset: SchemaSubset) {
    this.root = root;
    this.subset = subset;
  }

  private checkRef(ref: Json | undefined, place: string): void {
    if (!this.subset.finite || typeof ref !== "string") return;
    if (!ref.startsWith("#"))
      throw new UnsupportedInput(`${place}.$ref`, "a schema at another address is not taken here");
    if (returns(this.root, ref))
      throw new UnsupportedInput(`${place}.$ref`, "a schema that holds itself is not taken here");
  }

  private inner(value: Json, place: string, depth: number): Json {
    return isObject(value) ? this.adapt(value, place, depth + 1) : value;
  }

  private withInner(schema: JsonObject, place: string, depth: number): JsonObject {
    const out: JsonObject = { ...schema };
    for (const key of HOLDERS) {
      const value = out[key];
      const here = `${place}.${key}`;
      if (value === undefined) continue;
      if (MAPS.includes(key) && isObject(value))
        out[key] = Object.fromEntries(
          entriesOf(value).map(([name, one]) => [name, this.inner(one, `${here}.${name}`, depth)]),
        );
      else if (LISTS.includes(key) && Array.isArray(value))
        out[key] = value.map((one, i) => this.inner(one, `${here}[${i}]`, depth));
      else if (SINGLES.includes(key)) out[key] = this.inner(value, here, depth);
    }
    return out;
  }

  /** The schema without keywords that nobody checks here, which its description says instead. */
  private inWords(schema: JsonObject, isRoot: boolean): JsonObject {
    const { refused, refusedAtRoot = [], mostMinItems, patterns } = this.subset;
    const out: JsonObject = { ...schema };
    if (refused.includes("oneOf") && Array.isArray(out.oneOf) && out.anyOf === undefined) {
      out.anyOf = out.oneOf;
      delete out.oneOf;
      this.said.add("oneOf");
    }
    const left = Object.keys(out).filter(
      (key) =>
        refused.includes(key) ||
        (isRoot && refusedAtRoot.includes(key)) ||
        (key === "minItems" && Number(out.minItems) > (mostMinItems ?? Number.POSITIVE_INFINITY)) ||
        (key === "pattern" && patterns?.test(String(out.pattern)) === true),
    );
    if (left.length === 0) return out;
    for (const key of left) this.said.add(key);
    const words = wordsFor(Object.fromEntries(left.map((key) => [key, out[key]])));
    const before = typeof out.description === "string" ? `${out.description}\n\n` : "";
    return { ...without(out, left), description: `${before}${words}` };
  }

  private closed(schema: JsonObject, place: string): JsonObject {
    const { additionalProperties: more } = schema;
    if (!this.subset.closed || !isObjectSchema(schema) || more === false) return schema;
    if (propertiesOf(schema).length === 0 && more !== undefined)
      throw new UnsupportedInput(
        `${place}.additionalProperties`,
        "an object of any properties is not taken here: name them",
      );
    return { ...schema, additionalProperties: false };
  }

  private required(schema: JsonObject, place: string): JsonObject {
    const { required: wanted } = this.subset;
    const names = propertiesOf(schema);
    const given = Array.isArray(schema.required) ? schema.required : [];
    if (wanted === undefined || !isObjectSchema(schema)) return schema;
    if (wanted === "one" && names.length === 0)
      throw new UnsupportedInput(`${place}.properties`, "an object without properties is not taken here");
    if (wanted === "all" ? names.every((name) => given.includes(name)) : given.length > 0) return schema;
    return { ...schema, required: names };
  }

  private completed(schema: JsonObject, isRoot: boolean): JsonObject {
    if (!this.subset.complete) return schema;
    const out: JsonObject = schema.required === null ? without(schema, ["required"]) : { ...schema };
    if (out.type === "array" && out.items === undefined && out.prefixItems === undefined) out.items = {};
    if (isRoot && out.type === undefined && out.$ref === undefined) out.type = "object";
    if (isRoot && out.type === "object" && out.properties === undefined) out.properties = {};
    return out;
  }

  private withBareRef(schema: JsonObject, isRoot: boolean): JsonObject {
    const { $ref, ...beside } = schema;
    if (!this.subset.bareRefs || isRoot || $ref === undefined || Object.keys(beside).length === 0)
      return schema;
    return beside.anyOf === undefined ? { ...beside, anyOf: [{ $ref }] } : schema;
  }

  private count(schema: JsonObject): void {
    const required = Array.isArray(schema.required) ? schema.required : [];
    this.optional += propertiesOf(schema).filter((name) => !required.includes(name)).length;
    for (const [, one] of entriesOf(schema.properties))
      if (isObject(one) && (Array.isArray(one.type) || Array.isArray(one.anyOf))) this.unions++;
  }

  adapt(schema: JsonObject, place: string, depth = 0): JsonObject {
    if (depth > MAX_DEPTH) throw new UnsupportedInput(place, `a schema has at most ${MAX_DEPTH} levels`);
    const isRoot = depth === 0;
    this.checkRef(schema.$ref, place);
    const spoken = this.inWords(this.completed(schema, isRoot), isRoot);
    const inner = this.withInner(spoken, place, depth);
    const made = this.withBareRef(this.required(this.closed(inner, place), place), isRoot);
    this.count(made);
    return made;
  }
}

/**
 * The schema as a host takes it.
 * @param place where it stands in the caller's body
 * @throws UnsupportedInput for what the host has no near form for, with keyword and path
 */
export function adaptSchema(schema: JsonObject, subset: SchemaSubset, place: string): AdaptedSchema {
  const adapter = new Adapter(schema, subset);
  const adapted = adapter.adapt(schema, place);
  const { limits } = subset;
  if (limits && adapter.optional > limits.optional)
    throw new UnsupportedInput(place, `at most ${limits.optional} properties may be left out here`);
  if (limits && adapter.unions > limits.unions)
    throw new UnsupportedInput(place, `at most ${limits.unions} properties may have several types here`);
  return { schema: adapted, said: [...adapter.said] };
}
