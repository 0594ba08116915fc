/**
 * The generated schemas, and how patches change a copy of one. Read when first asked for: a suite for one provider pays
 * for one API.
 * @module
 */
import { readFileSync } from "node:fs";
import type { Json } from "../json.ts";

const FOLDER = new URL("../schemas/", import.meta.url);

/** The part of JSON Schema that the generators use, and two keywords for protobuf's JSON form. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: Json;
  enum?: Json[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  pattern?: string;
  minProperties?: number;
  maxProperties?: number;
  /** Each group: at least one of these names is present. */
  requiredAny?: string[][];
  /** Each entry: a choice between groups of spellings, of which one may be present. */
  atMostOne?: string[][][];
}

export interface SchemaFile {
  $ref: string;
  definitions: Record<string, Schema>;
}

/** Where a schema came from. */
export interface SchemaOrigin {
  package: string;
  version: string;
  integrity: string;
  license: string;
  root: string;
  from: "types" | "protos" | "smithy";
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));

let manifest: Record<string, SchemaOrigin> | undefined;
const files = new Map<string, SchemaFile>();

/** Package, version and root type of every schema, as its generator wrote them. */
export function schemaManifest(): Readonly<Record<string, SchemaOrigin>> {
  manifest ??= read("manifest.json") as Record<string, SchemaOrigin>; // Written by our own generator.
  return manifest;
}

/** A schema by name, as generated. @throws where there is none of that name */
export function generatedSchema(name: string): SchemaFile {
  const known = files.get(name);
  if (known) return known;
  const file = read(`${name}.json`) as SchemaFile; // Written by our own generator, checked by its test.
  files.set(name, file);
  return file;
}

/** What a patch does to the definitions whose name it matches. */
export interface SchemaChange {
  /** Matched against whole names of definitions. */
  definitions: RegExp;
  /** Properties that are added or replaced. */
  set?: Readonly<Record<string, Schema>>;
  /** Properties that go. */
  drop?: readonly string[];
  /** Properties that need not be there. */
  optional?: readonly string[];
  /** `optional` also holds for objects written out inside the definition. */
  deep?: true;
  /** Unknown properties are let through. */
  open?: boolean;
  /** Replaces the definition. */
  becomes?: Schema;
}

const whole = (pattern: RegExp): RegExp => new RegExp(`^(?:${pattern.source})$`);

/** A schema with every object in it changed that has no definition of its own. */
function everywhere(schema: Schema, change: (object: Schema) => Schema): Schema {
  const inside = (part: Schema): Schema => everywhere(part, change);
  const { anyOf, items, properties } = schema;
  const walked: Schema = {
    ...schema,
    ...(anyOf ? { anyOf: anyOf.map(inside) } : {}),
    ...(items ? { items: inside(items) } : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, part]) => [name, inside(part)]),
          ),
        }
      : {}),
  };
  return walked.properties ? change(walked) : walked;
}

function changed(schema: Schema, change: SchemaChange): Schema {
  return change.deep
    ? everywhere(schema, (object) => changedObject(object, change))
    : changedObject(schema, change);
}

function changedObject(
  schema: Schema,
  { set, drop = [], optional = [], open, becomes }: SchemaChange,
): Schema {
  if (becomes) return becomes;
  const properties = Object.entries({ ...schema.properties, ...set }).filter(
    ([name]) => !drop.includes(name),
  );
  const required = schema.required?.filter((name) => !optional.includes(name) && !drop.includes(name));
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    ...(required ? { required } : {}),
    ...(open ? { additionalProperties: true } : {}),
    ...(schema.requiredAny
      ? { requiredAny: schema.requiredAny.filter((names) => !names.some((name) => optional.includes(name))) }
      : {}),
  };
}

/** A copy of a schema with changes. @throws where a change matches no definition: it would do nothing */
export function changedSchema(file: SchemaFile, changes: readonly SchemaChange[]): SchemaFile {
  const definitions = { ...file.definitions };
  for (const change of changes) {
    const pattern = whole(change.definitions);
    const names = Object.keys(definitions).filter((name) => pattern.test(name));
    if (names.length === 0) throw new Error(`no definition is called ${change.definitions.source}`);
    for (const name of names) definitions[name] = changed(definitions[name] ?? {}, change);
  }
  return { $ref: file.$ref, definitions };
}
