/**
 * Rate limits that callers and operators set: `[quota];w=[seconds];u=[request|cents];s=[user|property]` (LIM-01).
 * A policy is parsed whole or refused by name; there is no policy that means "no limit".
 * @module
 */
import type { PicoUsd } from "../pricing/money.ts";
import { withoutTrailing } from "../strings.ts";

/** Whose requests are counted together, within one tenant. */
export type Segment =
  | { kind: "global" }
  | { kind: "user" }
  /** The name in lower case, as header names are. */
  | { kind: "property"; name: string };

export interface RateLimitPolicy {
  /** Requests in a window, or pico-USD where the unit is `cents`. */
  quota: bigint;
  windowSeconds: number;
  unit: "request" | "cents";
  segment: Segment;
  /** The policy as it is told to callers: no spaces, what is the default left out. */
  text: string;
}

export type ParsedPolicy = { ok: true; policy: RateLimitPolicy } | { ok: false; problem: string };

/** One cent in pico-USD. */
const CENT: PicoUsd = 10n ** 10n;
/** Decimals of a cent that pico-USD can hold. */
const CENT_DECIMALS = 10;
const MIN_WINDOW = 60;
const MAX_WINDOW = 31_536_000;
/** Longer is no policy. */
const MAX_LENGTH = 256;
/** The most requests, and the most cents: 1,000,000 USD. */
const MAX_QUOTA = { request: 10n ** 12n, cents: 10n ** 8n };

const FORM =
  "[quota];w=[seconds];u=[request|cents];s=[user|property], for example 1000;w=3600;u=request;s=user";

const refuse = (problem: string): ParsedPolicy => ({ ok: false, problem: `${problem}; expected ${FORM}` });

const quoted = (text: string): string => JSON.stringify(text.slice(0, 40));

/** A decimal of cents in pico-USD, or `null` when it has more decimals than that. */
function centsToPico(text: string): bigint | null {
  const [whole = "", decimals = ""] = text.split(".");
  if (decimals.length > CENT_DECIMALS) return null;
  return BigInt(whole) * CENT + BigInt(decimals.padEnd(CENT_DECIMALS, "0"));
}

/** The quota in the unit's own terms, or the sentence that says what is wrong with it. */
function quotaOf(text: string, unit: RateLimitPolicy["unit"]): bigint | string {
  if (!/^\d{1,15}(?:\.\d{1,15})?$/.test(text))
    return `the quota ${quoted(text)} is no number of ${unit === "cents" ? "cents" : "requests"}`;
  if (unit === "request" && text.includes("."))
    return `the quota ${quoted(text)} is no whole number of requests`;
  const quota = unit === "cents" ? centsToPico(text) : BigInt(text);
  if (quota === null) return `the quota ${quoted(text)} has more than ${CENT_DECIMALS} decimals`;
  if (quota === 0n) return "the quota must be more than 0";
  const most = unit === "cents" ? MAX_QUOTA.cents * CENT : MAX_QUOTA.request;
  return quota > most ? `the quota must be at most ${MAX_QUOTA[unit]}` : quota;
}

function segmentOf(text: string | undefined): Segment {
  if (text === undefined) return { kind: "global" };
  const name = text.toLowerCase();
  return name === "user" ? { kind: "user" } : { kind: "property", name };
}

/** `[name, value]` of each `name=value`, or the part that is none. */
function fieldsOf(parts: readonly string[]): Map<string, string> | string {
  const fields = new Map<string, string>();
  for (const part of parts) {
    const at = part.indexOf("=");
    const [name, value] = [part.slice(0, Math.max(at, 0)).trimEnd(), part.slice(at + 1).trimStart()];
    if (!/^[a-z]$/i.test(name)) return `${quoted(part)} is no field like w=60`;
    const key = name.toLowerCase();
    if (!["w", "u", "s"].includes(key)) return `there is no field ${quoted(name)}`;
    if (fields.has(key)) return `the field ${key} stands twice`;
    fields.set(key, value);
  }
  return fields;
}

/**
 * Parses a policy. Spaces around its parts are allowed, case does not count, and the fields may stand in any order.
 * @example parsePolicy("100; w=60; s=user") // 100 requests a minute for each user
 */
export function parsePolicy(text: string): ParsedPolicy {
  if (text.length > MAX_LENGTH) return refuse(`the policy is longer than ${MAX_LENGTH} characters`);
  const [first = "", ...rest] = text.split(";").map((part) => part.trim());
  if (first === "" && rest.length === 0) return refuse("the policy is empty");
  const fields = fieldsOf(rest);
  if (typeof fields === "string") return refuse(fields);
  const unit = (fields.get("u") ?? "request").toLowerCase();
  if (unit !== "request" && unit !== "cents")
    return refuse(`the unit ${quoted(unit)} is neither request nor cents`);
  const quota = quotaOf(first, unit);
  if (typeof quota === "string") return refuse(quota);
  const window = fields.get("w");
  if (window === undefined) return refuse("the window w=[seconds] is missing");
  const windowSeconds = /^\d{1,9}$/.test(window) ? Number(window) : Number.NaN;
  if (!(windowSeconds >= MIN_WINDOW && windowSeconds <= MAX_WINDOW))
    return refuse(
      `the window ${quoted(window)} is no whole number of seconds from ${MIN_WINDOW} to ${MAX_WINDOW}`,
    );
  const named = fields.get("s");
  if (named !== undefined && !/^[\w-]{1,64}$/.test(named))
    return refuse(`the segment ${quoted(named)} is neither user nor the name of a property`);
  const segment = segmentOf(named);
  const told = [first, `w=${windowSeconds}`];
  if (unit !== "request") told.push(`u=${unit}`);
  if (segment.kind !== "global") told.push(`s=${segment.kind === "user" ? "user" : segment.name}`);
  return { ok: true, policy: { quota, windowSeconds, unit, segment, text: told.join(";") } };
}

/** What requests are counted under that do not say whose they are: all of them together, never apart and never free. */
export const NO_SEGMENT = "(none)";

/** Who a request belongs to, as far as limits are concerned. */
export interface SegmentLabels {
  userId: string | null;
  /** Names in lower case. */
  properties: Readonly<Record<string, string>>;
}

/**
 * The parts that name what a policy counts for one request. Two policies that differ only in their quota count the same,
 * so that a caller cannot begin anew by asking for another quota.
 */
export function segmentParts(
  { unit, windowSeconds, segment }: RateLimitPolicy,
  labels: SegmentLabels,
): string[] {
  const counted = [unit, String(windowSeconds), segment.kind];
  if (segment.kind === "global") return counted;
  if (segment.kind === "user") return [...counted, ...valueParts(labels.userId)];
  const { name } = segment;
  const value = Object.hasOwn(labels.properties, name) ? labels.properties[name] : undefined;
  return [...counted, name, ...valueParts(value ?? null)];
}

/** A value apart from {@link NO_SEGMENT}, whatever it is. */
const valueParts = (value: string | null): string[] =>
  value === null ? ["none", NO_SEGMENT] : ["value", value];

/** An amount in the unit of a policy, for a header: requests, or cents with their decimals. */
export function formatQuota(amount: bigint, unit: RateLimitPolicy["unit"]): string {
  if (unit === "request") return String(amount);
  const decimals = withoutTrailing(String(amount % CENT).padStart(CENT_DECIMALS, "0"), "0");
  return decimals === "" ? String(amount / CENT) : `${amount / CENT}.${decimals}`;
}
