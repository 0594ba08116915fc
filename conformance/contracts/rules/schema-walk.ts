/**
 * Every subschema of a JSON Schema that a request carries, with its pointer; bounded, since callers write them.
 * @module
 */
import { isObject, type Json, type JsonObject, step } from "../json.ts";

const MAPS = ["properties", "$defs", "definitions", "patternProperties"] as const;
const LISTS = ["anyOf", "oneOf", "allOf", "prefixItems"] as const;
const SINGLE = ["items", "additionalProperties", "not", "if", "then", "else", "contains"] as const;
const MOST = 5000;

export interface SchemaPlace {
  pointer: string;
  schema: JsonObject;
  /** Whether it is the schema itself and no part of it. */
  root: boolean;
}

export function* schemaPlaces(given: Json | undefined, pointer: string): Generator<SchemaPlace> {
  const queue: SchemaPlace[] = isObject(given) ? [{ pointer, schema: given, root: true }] : [];
  for (let at = 0; at < queue.length && at < MOST; at++) {
    const place = queue[at];
    if (!place) return;
    yield place;
    const add = (value: Json | undefined, where: string): void => {
      if (isObject(value)) queue.push({ pointer: where, schema: value, root: false });
    };
    for (const key of SINGLE) add(place.schema[key], step(place.pointer, key));
    for (const key of MAPS) {
      const map = place.schema[key];
      if (!isObject(map)) continue;
      for (const [name, part] of Object.entries(map)) add(part, step(step(place.pointer, key), name));
    }
    for (const key of LISTS) {
      const list = place.schema[key];
      if (Array.isArray(list))
        for (const [index, part] of list.entries()) add(part, step(step(place.pointer, key), index));
    }
  }
}

/** Whether a schema describes objects. */
export const describesObject = ({ type, properties }: JsonObject): boolean =>
  type === "object" || (Array.isArray(type) && type.includes("object")) || isObject(properties);

/** Whether a `$ref` leads, through others, to a place that holds it. */
export function recursive(schema: Json | undefined): string | null {
  const targets = new Map<string, string[]>();
  for (const { pointer, schema: part } of schemaPlaces(schema, "#"))
    if (typeof part.$ref === "string") targets.set(pointer, [part.$ref]);
  for (const [from, [to = ""]] of targets) if (reaches(to, from, targets)) return from;
  return null;
}

function reaches(target: string, from: string, targets: ReadonlyMap<string, string[]>): boolean {
  const seen = new Set<string>();
  const queue = [target];
  for (let at = 0; at < queue.length && at < MOST; at++) {
    const current = queue[at] ?? "";
    if (seen.has(current)) continue;
    seen.add(current);
    if (within(from, current)) return true;
    for (const [place, refs] of targets) if (within(place, current)) queue.push(...refs);
  }
  return false;
}

const within = (place: string, holder: string): boolean => place === holder || place.startsWith(`${holder}/`);
