/**
 * The fields that a vendor documents, nested ones too, as paths: `choices[].message.content`. Read off the vendor's own
 * types, so that nobody forgets one.
 * @module
 */
import { isObject, type Json } from "../../../registry/json.ts";
import type { Schema, SchemaFile } from "../../contracts/shape/schemas.ts";

/** Deeper than this no path goes: types that hold themselves have no end. */
const MAX_DEPTH = 8;

/** Every path of a schema to a property, those of objects that hold others included. */
export function documentedPaths({ $ref, definitions }: SchemaFile): string[] {
  const found = new Set<string>();
  const walk = (schema: Schema, path: string, depth: number, inside: readonly string[]): void => {
    if (depth > MAX_DEPTH) return;
    if (schema.$ref !== undefined) {
      const named = definitions[schema.$ref.replace("#/definitions/", "")];
      if (named && !inside.includes(schema.$ref)) walk(named, path, depth, [...inside, schema.$ref]);
    }
    for (const part of schema.anyOf ?? []) walk(part, path, depth, inside);
    if (schema.items) walk(schema.items, `${path}[]`, depth, inside);
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      const own = path === "" ? name : `${path}.${name}`;
      found.add(own);
      walk(inner, own, depth + 1, inside);
    }
  };
  walk({ $ref }, "", 0, []);
  return [...found];
}

/** Adds every path of a value to a property that says something; a null says nothing. */
export function pathsIn(value: Json, found: Set<string>, path = ""): void {
  if (Array.isArray(value)) for (const item of value) pathsIn(item, found, `${path}[]`);
  else if (isObject(value))
    for (const [name, inner] of Object.entries(value)) {
      if (inner === null || inner === undefined) continue;
      const own = path === "" ? name : `${path}.${name}`;
      found.add(own);
      pathsIn(inner, found, own);
    }
}

/** Is a path one of these, or inside of one? */
export const isUnder = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[]`));
