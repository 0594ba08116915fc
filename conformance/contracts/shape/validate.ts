/**
 * Bodies against the vendors' shapes. A validator is compiled when first used and kept.
 * @module
 */
import { Ajv, type ValidateFunction } from "ajv";
import { isObject, type Json } from "../json.ts";
import { type Misfit, misfits } from "./explain.ts";
import type { SchemaFile } from "./schemas.ts";

const present = (data: unknown, spellings: readonly string[]): boolean =>
  isObject(data) && spellings.some((name) => data[name] !== undefined);

function validator(): Ajv {
  // Each schema is compiled once a process and used a few hundred times: optimised code costs more than it saves.
  const ajv = new Ajv({
    ...{ strict: true, allowUnionTypes: true, strictTypes: false, validateSchema: false },
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
  return ajv;
}

const compiled = new WeakMap<SchemaFile, ValidateFunction>();

/** Whether a body fits a schema. */
export function fits(file: SchemaFile, body: Json): boolean {
  let validate = compiled.get(file);
  if (!validate) {
    validate = validator().compile(file);
    compiled.set(file, validate);
  }
  return validate(body);
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
