/**
 * JSON in one form, so that requests that say the same are the same: fields in order, no spaces.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../json.ts";

const isInOrder = (keys: readonly string[]): boolean =>
  keys.every((key, i) => i === 0 || String(keys[i - 1]) < key);

/** Sets a field of its own, whatever its name is. */
function setField(object: JsonObject, key: string, value: Json | undefined): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

/** An object with its fields in order: itself where they and what they hold are. */
function orderedFields(object: JsonObject): JsonObject {
  const keys = Object.keys(object);
  const isSorted = isInOrder(keys);
  const sorted: JsonObject = {};
  let isSame = isSorted;
  for (const key of isSorted ? keys : keys.sort()) {
    const value = object[key];
    const held = value === undefined ? value : ordered(value);
    if (held !== value) isSame = false;
    setField(sorted, key, held);
  }
  return isSame ? object : sorted;
}

/** The same value with the fields of every object in order. What is in order is taken as it stands. */
function ordered(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  return isObject(value) ? orderedFields(value) : value;
}

/** Fields whose value is `undefined` do not stand there. The order of lists counts. */
export const canonicalJson = (value: Json): string => JSON.stringify(ordered(value));
