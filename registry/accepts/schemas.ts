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

/** How the keywords that hold schemas hold them. */
const HOLDERS: ReadonlyMap<string, "map" | "list" | "single"> = new Map([
  ...["properties", "$defs", "definitions", "patternProperties"].map((key) => [key, "map"] as const),
  ...["anyOf", "oneOf", "allOf", "prefixItems"].map((key) => [key, "list"] as const),
  ...["items", "additionalProperties", "not", "if", "then", "else", "contains"].map(
    (key) => [key, "single"] as const,
  ),
]);

const entriesOf = (value: Json | undefined): [string, Json][] =>
  isObject(value)
    ? Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined)
    : [];

/** The object with its fields changed; itself where none does. A schema may have tens of thousands of them. */
function changedFields(object: JsonObject, change: (key: string, value: Json) => Json): JsonObject {
  let out = object;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    const changed = change(key, value);
    if (changed === value) continue;
    if (out === object) out = { ...object };
    out[key] = changed;
  }
  return out;
}

const isObjectSchema = ({ type, properties }: JsonObject): boolean =>
  type === "object" || (Array.isArray(type) && type.includes("object")) || isObject(properties);

const propertiesOf = ({ properties }: JsonObject): string[] => entriesOf(properties).map(([name]) => name);

/** `minLength: 1, pattern: "^a"`, as words of a description. */
const wordsFor = (left: JsonObject): string =>
  `{${Object.entries(left)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ")}}`;

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

/** A schema that is walked, and what of it is still to be walked. */
interface Open {
  schema: Json[] | JsonObject;
  rest: Json[];
}

/**
 * Finds schemas that hold themselves through references. Each one is walked once, however many references lead to it, and
 * not by recursion: references can follow each other without end.
 */
class Cycles {
  private readonly root: JsonObject;
  private readonly finite = new Set<Json>();

  constructor(root: JsonObject) {
    this.root = root;
  }

  /** What a schema holds, and what it refers to. */
  private heldBy(schema: Json[] | JsonObject): Json[] {
    const held = Array.isArray(schema) ? schema : entriesOf(schema).map(([, one]) => one);
    const { $ref } = Array.isArray(schema) ? {} : schema;
    const target = typeof $ref === "string" ? resolved(this.root, $ref) : undefined;
    return [...held, ...(target === undefined ? [] : [target])].filter((one) => typeof one === "object");
  }

  /** Does a reference lead to a schema that holds itself? */
  leadsTo(ref: string): boolean {
    const above = new Set<Json>();
    const open: Open[] = [];
    const enter = (schema: Json | undefined) => {
      if ((!isObject(schema) && !Array.isArray(schema)) || this.finite.has(schema)) return;
      above.add(schema);
      open.push({ schema, rest: this.heldBy(schema) });
    };
    enter(resolved(this.root, ref));
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const next = last.rest.pop();
      if (next !== undefined) {
        if (above.has(next)) return true;
        enter(next);
        continue;
      }
      open.pop();
      above.delete(last.schema);
      this.finite.add(last.schema);
    }
    return false;
  }
}

class Adapter {
  readonly said = new Set<string>();
  optional = 0;
  unions = 0;
  private readonly cycles: Cycles;
  private readonly subset: SchemaSubset;

  constructor(root: JsonObject, subset: SchemaSubset) {
    this.cycles = new Cycles(root);
    this.subset = subset;
  }

  private checkRef(ref: Json | undefined, place: string): void {
    if (!this.subset.finite || typeof ref !== "string") return;
    if (!ref.startsWith("#"))
      throw new UnsupportedInput(`${place}.$ref`, "a schema at another address is not taken here");
    if (this.cycles.leadsTo(ref))
      throw new UnsupportedInput(`${place}.$ref`, "a schema that holds itself is not taken here");
  }

  private inner(value: Json, place: string, depth: number): Json {
    return isObject(value) ? this.adapt(value, place, depth + 1) : value;
  }

  private held(value: Json, how: "map" | "list" | "single", here: string, depth: number): Json {
    if (how === "map" && isObject(value))
      return changedFields(value, (name, one) => this.inner(one, `${here}.${name}`, depth));
    if (how === "list" && Array.isArray(value))
      return value.map((one, i) => this.inner(one, `${here}[${i}]`, depth));
    return how === "single" ? this.inner(value, here, depth) : value;
  }

  private withInner(schema: JsonObject, place: string, depth: number): JsonObject {
    return changedFields(schema, (key, value) => {
      const how = typeof value === "object" ? HOLDERS.get(key) : undefined;
      return how === undefined ? value : this.held(value, how, `${place}.${key}`, depth);
    });
  }

  /** The schema without keywords that nobody checks here, which its description says instead. */
  private inWords(schema: JsonObject, isRoot: boolean): JsonObject {
    const { refused, refusedAtRoot = [], mostMinItems, patterns } = this.subset;
    let out = schema;
    if (Array.isArray(schema.oneOf) && refused.includes("oneOf") && schema.anyOf === undefined) {
      out = { ...without(schema, ["oneOf"]), anyOf: schema.oneOf };
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
    if (wanted === undefined || !isObjectSchema(schema)) return schema;
    const names = propertiesOf(schema);
    const given = Array.isArray(schema.required) ? schema.required : [];
    if (wanted === "one" && names.length === 0)
      throw new UnsupportedInput(`${place}.properties`, "an object without properties is not taken here");
    const known = new Set(given);
    if (wanted === "all" ? names.every((name) => known.has(name)) : given.length > 0) return schema;
    return { ...schema, required: names };
  }

  private completed(schema: JsonObject, isRoot: boolean): JsonObject {
    if (!this.subset.complete) return schema;
    let out = schema.required === null ? without(schema, ["required"]) : schema;
    if (out.type === "array" && out.items === undefined && out.prefixItems === undefined)
      out = { ...out, items: {} };
    if (isRoot && out.type === undefined && out.$ref === undefined) out = { ...out, type: "object" };
    if (isRoot && out.type === "object" && out.properties === undefined) out = { ...out, properties: {} };
    return out;
  }

  private withBareRef(schema: JsonObject, isRoot: boolean): JsonObject {
    if (!this.subset.bareRefs || isRoot || schema.$ref === undefined) return schema;
    const { $ref, ...beside } = schema;
    if (Object.keys(beside).length === 0) return schema;
    return beside.anyOf === undefined ? { ...beside, anyOf: [{ $ref }] } : schema;
  }

  private count(schema: JsonObject): void {
    if (!isObject(schema.properties)) return;
    const required: ReadonlySet<Json> = new Set(Array.isArray(schema.required) ? schema.required : []);
    for (const name of Object.keys(schema.properties)) {
      const one = schema.properties[name];
      if (one === undefined) continue;
      if (!required.has(name)) this.optional++;
      if (isObject(one) && (Array.isArray(one.type) || Array.isArray(one.anyOf))) this.unions++;
    }
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
