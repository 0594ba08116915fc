/**
 * Bodies against the vendors' shapes. The validator of a definition is compiled when a body first comes to it, and kept: a
 * vendor describes hundreds of objects, and most bodies hold a few of them.
 * @module
 */
import { Ajv } from "ajv";
import { isObject, type Json } from "../json.ts";
import { type Misfit, misfits } from "./explain.ts";
import type { SchemaFile } from "./schemas.ts";

const present = (data: unknown, spellings: readonly string[]): boolean =>
  isObject(data) && spellings.some((name) => data[name] !== undefined);

type Fits = (data: unknown) => boolean;

/** @param follow the validator of what a `$ref` names */
function validator(follow: (ref: string) => Fits): Ajv {
  // Each schema is compiled once a process and used a few hundred times: optimised code costs more than it saves.
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    strictTypes: false,
    validateSchema: false,
    code: { optimize: false },
  });
  ajv.addKeyword({
    keyword: "requiredAny",
    type: "object",
    validate: (groups: string[][], data: unknown) => groups.every((spellings) => present(data, spellings)),
  });
  ajv.addKeyword({
    keyword: "atMostOne",
    type: "object",
    validate: (choices: string[][][], data: unknown) =>
      choices.every((groups) => groups.filter((spellings) => present(data, spellings)).length <= 1),
  });
  // Its own one compiles whatever can be reached.
  ajv.removeKeyword("$ref");
  ajv.addKeyword({
    keyword: "$ref",
    schemaType: "string",
    errors: false,
    compile: (ref: string) => (data: unknown) => follow(ref)(data),
  });
  return ajv;
}

const DEFINITIONS = "#/definitions/";

/** Whether a value fits what a reference within the file names. */
function definitionsOf({ definitions }: SchemaFile): (ref: string) => Fits {
  const compiled = new Map<string, Fits>();
  const follow = (ref: string): Fits => {
    const known = compiled.get(ref);
    if (known) return known;
    const schema = ref.startsWith(DEFINITIONS) ? definitions[ref.slice(DEFINITIONS.length)] : undefined;
    if (schema === undefined) throw new Error(`the schema has no ${ref}`);
    const fresh = ajv.compile(schema);
    compiled.set(ref, fresh);
    return fresh;
  };
  const ajv = validator(follow);
  return follow;
}

const opened = new WeakMap<SchemaFile, (ref: string) => Fits>();

/** Whether a body fits a schema. @throws where a reference that the body comes to names nothing */
export function fits(file: SchemaFile, body: Json): boolean {
  let follow = opened.get(file);
  if (!follow) {
    follow = definitionsOf(file);
    opened.set(file, follow);
  }
  return follow(file.$ref)(body);
}

/**
 * Why a body fits none of several schemas: the misfits against the one that it comes nearest to; none where it fits one.
 * @throws where the validator refuses and the explanation finds nothing: one of the two is wrong
 */
export function whyNot(files: readonly SchemaFile[], body: Json): Misfit[] {
  for (const file of files) if (fits(file, body)) return [];
  const found = files.map((file) => misfits(file, body)).sort((a, b) => a.length - b.length)[0] ?? [];
  if (found.length === 0) throw new Error("the validator refuses this body, and no place of it is wrong");
  return found;
}
