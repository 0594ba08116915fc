/**
 * JSON in one form, so that requests that say the same are the same: fields in order, no spaces.
 * @module
 */
import { isObject, type Json } from "../json.ts";

/** Fields whose value is `undefined` do not stand there. The order of lists counts. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}
