/**
 * JSON in one form, so that requests that say the same are the same: fields in order, no spaces.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../json.ts";

const isInOrder = (keys: readonly string[]): boolean =>
  keys.every((key, i) => i === 0 || String(keys[i - 1]) < key);

/** So few keys are put in order in their place: the platform's sorting makes lists of its own, for each of 100,000 objects. */
const FEW = 16;

/** Puts keys in the order of their UTF-16 units. */
function sortKeys(keys: string[]): void {
  if (keys.length > FEW) return void keys.sort();
  for (let next = 1; next < keys.length; next++) {
    const key = String(keys[next]);
    let place = next;
    for (; place > 0 && String(keys[place - 1]) > key; place--) keys[place] = String(keys[place - 1]);
    keys[place] = key;
  }
}

/** Sets a field of its own, whatever its name is. */
function setField(object: JsonObject, key: string, value: Json | undefined): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

/** An object with its fields in order: itself where they and what they hold are. */
function orderedFields(object: JsonObject): JsonObject {
  const keys = Object.keys(object);
  const isSorted = isInOrder(keys);
  if (!isSorted) sortKeys(keys);
  let sorted: JsonObject | null = isSorted ? null : {};
  for (let at = 0; at < keys.length; at++) {
    const key = String(keys[at]);
    const value = object[key];
    const held = value === undefined ? value : ordered(value);
    if (sorted === null && held !== value) {
      sorted = {};
      for (const before of keys.slice(0, at)) setField(sorted, before, object[before]);
    }
    if (sorted !== null) setField(sorted, key, held);
  }
  return sorted ?? object;
}

/** A list whose items have their fields in order: itself where they have. */
function orderedItems(items: Json[]): Json[] {
  let changed: Json[] | null = null;
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as Json;
    const held = ordered(item);
    if (held !== item) changed ??= items.slice();
    if (changed !== null) changed[at] = held;
  }
  return changed ?? items;
}

/** The same value with the fields of every object in order. What is in order is taken as it stands. */
function ordered(value: Json): Json {
  if (Array.isArray(value)) return orderedItems(value);
  return isObject(value) ? orderedFields(value) : value;
}

/** Fields whose value is `undefined` do not stand there. The order of lists counts. */
export const canonicalJson = (value: Json): string => JSON.stringify(ordered(value));
