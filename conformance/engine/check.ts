/**
 * How a case says what it saw. Each check names the one requirement that it is about.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../registry/json.ts";
import type { CheckResult } from "../outcome/result.ts";
import type { RequirementId } from "../requirements/index.ts";
import { masked } from "../secrets/masked.ts";

export interface Checks {
  /** Deep equality; large values are reported by their first difference. */
  equal(requirement: RequirementId, name: string, seen: unknown, expected: unknown, repair?: string): void;
  /** Anything else; `expected` says in words what should have been. */
  that(
    requirement: RequirementId,
    name: string,
    ok: boolean,
    say: { expected: string; seen: unknown; repair?: string },
  ): void;
}

const MAX_SHOWN = 300;

/** A value as a line of text. */
export function show(value: unknown): string {
  if (typeof value === "string") return clip(JSON.stringify(value));
  if (typeof value === "bigint") return `${value}n`;
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? `${inner}n` : inner));
  return clip(text ?? String(value));
}

/** Longer than any planted secret, so that none is cut in two before it is masked. */
const MARGIN = 100;

function clip(text: string): string {
  const safe = masked(text.slice(0, MAX_SHOWN + MARGIN));
  return safe.length > MAX_SHOWN ? `${safe.slice(0, MAX_SHOWN)}…` : safe;
}

/** The first place where two values differ, as a JSON pointer, with both values there. */
function firstDifference(
  seen: unknown,
  expected: unknown,
  path = "",
): { path: string; seen: unknown; expected: unknown } {
  if (Array.isArray(seen) && Array.isArray(expected)) {
    const length = Math.max(seen.length, expected.length);
    for (let i = 0; i < length; i++) {
      if (!isDeepStrictEqual(seen[i], expected[i]))
        return firstDifference(seen[i], expected[i], `${path}/${i}`);
    }
  }
  if (isObject(seen) && isObject(expected)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(seen)])) {
      if (!isDeepStrictEqual(seen[key], expected[key]))
        return firstDifference(seen[key], expected[key], `${path}/${key}`);
    }
  }
  return { path, seen, expected };
}

/** Collects checks into a list; `onFailure` hears of each that fails, at once. */
export function createChecks(list: CheckResult[], onFailure: () => void = () => {}): Checks {
  const results = {
    push: (result: CheckResult) => {
      list.push(result);
      if (!result.ok) onFailure();
    },
  };
  return {
    equal: (requirement, name, seen, expected, repair) => {
      const ok = isDeepStrictEqual(seen, expected);
      const difference = ok ? { path: "", seen, expected } : firstDifference(seen, expected);
      const at = difference.path === "" ? "" : ` at ${difference.path}`;
      results.push({
        requirement,
        name,
        ok,
        expected: `${show(difference.expected)}${at}`,
        seen: `${show(difference.seen)}${at}`,
        repair: repair ?? null,
      });
    },
    that: (requirement, name, ok, { expected, seen, repair }) => {
      results.push({
        requirement,
        name,
        ok,
        expected: masked(expected),
        seen: show(seen),
        repair: repair ?? null,
      });
    },
  };
}
