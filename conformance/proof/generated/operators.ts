/**
 * Small ways in which a value goes wrong on its way: what a defect of a gateway comes down to, whatever its cause.
 * @module
 */
import { isObject } from "../../../registry/json.ts";

/** A value gone wrong; `undefined` leaves it out, and the value itself means that the operator does not apply. */
type Spoil = (value: unknown) => unknown;

const characters = (text: string): string[] => [...text];

function swapped(list: readonly unknown[]): unknown[] {
  const [first, second, ...rest] = list;
  return list.length < 2 ? [...list] : [second, first, ...rest];
}

/** Two significant digits. */
const rounded = (value: number): number => Number(value.toPrecision(2));

/** JSON that was read and written again: long numbers are rounded, escapes and blanks go. */
function rewritten(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text; // Not JSON: nobody would read it.
  }
}

const offByOne = (value: unknown): unknown => {
  if (typeof value === "number") return value + 1;
  if (typeof value === "bigint") return value + 1n;
  if (typeof value === "string") return characters(value).slice(0, -1).join("");
  return Array.isArray(value) ? value.slice(0, -1) : value;
};

const duplicated = (value: unknown): unknown => {
  if (typeof value === "number") return value * 2;
  if (typeof value === "bigint") return value * 2n;
  if (typeof value === "string") return value + value;
  return Array.isArray(value) ? [...value, ...value.slice(-1)] : value;
};

const emptied = (value: unknown): unknown => {
  if (typeof value === "number") return 0;
  if (typeof value === "bigint") return 0n;
  if (typeof value === "string") return "";
  if (typeof value === "boolean") return false;
  if (Array.isArray(value)) return [];
  return isObject(value) ? {} : value;
};

const coarse = (value: unknown): unknown => {
  if (typeof value === "number") return rounded(value);
  if (typeof value === "bigint") return (value / 1_000_000n) * 1_000_000n;
  return typeof value === "string" ? rewritten(value) : value;
};

const reordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.toReversed();
  if (typeof value === "string") return characters(value).toReversed().join("");
  return value;
};

const onText =
  (change: (text: string) => string): Spoil =>
  (value) =>
    typeof value === "string" ? change(value) : value;

/** `stale` is the only one with a memory: it gives what stood there the time before. */
function stale(): Spoil {
  let last: { value: unknown } | null = null;
  return (value) => {
    const before = last;
    last = { value };
    return before === null ? value : before.value;
  };
}

/** Each makes a fresh operator: what one remembers is nobody else's. */
export const OPERATORS = {
  drop: () => () => undefined,
  default: () => emptied,
  swap: () => (value: unknown) => {
    if (Array.isArray(value)) return swapped(value);
    return typeof value === "string" ? swapped(characters(value)).join("") : value;
  },
  round: () => coarse,
  "lower-case": () => onText((text) => text.toLowerCase()),
  "re-order": () => reordered,
  duplicate: () => duplicated,
  stale,
  "off-by-one": () => offByOne,
  trim: () => onText((text) => text.trim()),
  normalise: () => onText((text) => text.normalize("NFC")),
  negate: () => (value: unknown) => (typeof value === "boolean" ? !value : value),
} as const satisfies Readonly<Record<string, () => Spoil>>;

export type OperatorId = keyof typeof OPERATORS;
export const OPERATOR_IDS = Object.keys(OPERATORS) as OperatorId[];

/** The operators that make sense for what stands in a field; counts are numbers and amounts. */
export const FITTING = {
  text: [
    ...(["drop", "default", "swap", "round", "lower-case", "re-order", "duplicate", "stale"] as const),
    ...(["off-by-one", "trim", "normalise"] as const),
  ],
  list: ["drop", "default", "swap", "re-order", "duplicate", "stale", "off-by-one"],
  count: ["drop", "default", "round", "duplicate", "stale", "off-by-one"],
  flag: ["drop", "default", "stale", "negate"],
  object: ["drop", "default", "stale"],
} as const satisfies Readonly<Record<string, readonly OperatorId[]>>;

export type Kind = keyof typeof FITTING;

/** Which of the times that a field comes by are spoilt. */
export const TIMES = { every: 1, "every-second": 2, "every-third": 3 } as const;
export type Times = keyof typeof TIMES;
export const TIMES_IDS = Object.keys(TIMES) as Times[];
