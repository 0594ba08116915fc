/**
 * Fields inside values of any shape, by a path: `choices[].message.content`, where `[]` is each of a list and `{}` each value
 * of an object.
 * @module
 */
import { isObject } from "../../../registry/json.ts";

type Change = (value: unknown) => unknown;

const stepsOf = (path: string): string[] => path.split(/\.|(?=\[\])/);

function inList(list: readonly unknown[], rest: readonly string[], change: Change): unknown[] {
  return list.flatMap((item) => {
    const changed = at(item, rest, change);
    return changed === undefined ? [] : [changed];
  });
}

function inObject(
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  rest: readonly string[],
  change: Change,
): unknown {
  const copy = { ...object };
  for (const key of keys) {
    const changed = at(object[key], rest, change);
    if (changed === undefined) delete copy[key];
    else copy[key] = changed;
  }
  return copy;
}

function at(value: unknown, steps: readonly string[], change: Change): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return change(value);
  if (step === "[]") return Array.isArray(value) ? inList(value, rest, change) : value;
  if (!isObject(value)) return value;
  if (step === "{}") return inObject(value, Object.keys(value), rest, change);
  const isThere = Object.hasOwn(value, step) && value[step] !== undefined && value[step] !== null;
  return isThere ? inObject(value, [step], rest, change) : value;
}

/** The same value with a field changed wherever it is there; `undefined` takes it out. The original stays as it is. */
export const changedAt = (root: unknown, path: string, change: Change): unknown =>
  at(root, stepsOf(path), change);
