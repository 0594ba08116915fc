/**
 * Lint of single price lists: units, zeros, noise, caches, and tiers (REG-05, REG-06).
 * @module
 */

import type { Rates } from "../schema.ts";
import { withoutLeading, withoutTrailing } from "../strings.ts";
import {
  effectiveRates,
  PER_USE,
  type PriceClass,
  type PriceList,
  priceOf,
  pricesOf,
  type Report,
  type Subject,
} from "./subject.ts";

/** Bounds of plausible prices. USD per million tokens, but for `use`: USD per request or search. */
const BOUNDS = {
  token: { lowest: "0.001", highest: "1000" },
  /** Open-weight models are a commodity: hosts sell their input and output within these bounds. */
  openWeights: { lowest: "0.005", highest: "5" },
  use: { lowest: "0.001", highest: "1" },
} as const;

/** Published prices are short; more significant digits come from arithmetic. */
const MAX_SIGNIFICANT = 4;

const significant = (text: string): number =>
  withoutLeading(withoutTrailing(text.replace(".", ""), "0"), "0").length;

function boundsFor(name: PriceClass, { model }: Subject): keyof typeof BOUNDS {
  if (PER_USE.includes(name)) return "use";
  return model.openWeights && (name === "input" || name === "output") ? "openWeights" : "token";
}

function lintUnits(subject: Subject, rates: Rates, field: string, report: Report): void {
  for (const [name, text, value] of pricesOf(rates)) {
    const at = `${field}.${name}`;
    if (value === 0n && subject.config.free !== true)
      report("zero-price", at, text, "leave the class out where it is not billed, or declare `free: true`");
    if (significant(text) > MAX_SIGNIFICANT)
      report("float-noise", at, text, `at most ${MAX_SIGNIFICANT} significant digits, as published`);
    const kind = boundsFor(name, subject);
    const { lowest, highest } = BOUNDS[kind];
    const [least, most] = [priceOf(lowest) ?? 0n, priceOf(highest) ?? 0n];
    if (value > most || (value > 0n && value < least)) {
      const unit = kind === "use" ? "USD per use" : "USD per million tokens";
      const whose = kind === "openWeights" ? " for open weights" : "";
      report("unit-slip", at, text, `${unit}, from ${lowest} to ${highest}${whose}`);
    }
  }
}

/** What a cache costs beside reading afresh, at the prices that hold in a tier. */
function lintCache(rates: Rates, field: string, report: Report): void {
  const fresh = priceOf(rates.input);
  if (fresh === null || fresh === 0n) return;
  const read = priceOf(rates.cacheRead);
  if (read !== null && read >= fresh)
    report(
      "cache-read-above-input",
      `${field}.cacheRead`,
      rates.cacheRead ?? "",
      `less than the input price, ${rates.input}`,
    );
  for (const name of ["cacheWrite5m", "cacheWrite1h"] as const) {
    const write = priceOf(rates[name]);
    if (write !== null && write > 0n && (write < fresh || write > 2n * fresh))
      report(
        "cache-write-odd",
        `${field}.${name}`,
        rates[name] ?? "",
        `from one to two times the input price, ${rates.input}`,
      );
  }
}

function lintTier({ tiers, contextLength, field }: PriceList, i: number, report: Report): void {
  const tier = tiers[i];
  if (!tier || tier.kind === "base") return;
  const at = `${field}[${i}]`;
  const rates = effectiveRates(tiers);
  const below = rates[i - 1] ?? {};
  if (tier.from >= contextLength)
    report("tier-unreachable", `${at}.from`, String(tier.from), `below the context length, ${contextLength}`);
  const named: readonly string[] = [...Object.keys(tier.usdPerMillion), ...(tier.inherits ?? [])];
  for (const name of Object.keys(below))
    if (!named.includes(name))
      report("tier-drops-class", `${at}.${name}`, "nothing", "a price, or its name among `inherits`");
  const own = pricesOf(tier.usdPerMillion);
  for (const [name, text, value] of own) {
    const before = priceOf(below[name]);
    if (before !== null && value < before)
      report("tier-cheaper", `${at}.${name}`, text, `at least the price of the tier below, ${below[name]}`);
  }
  if (own.every(([name, , value]) => value === priceOf(below[name])))
    report(
      "tier-changes-nothing",
      at,
      JSON.stringify(tier.usdPerMillion),
      "no such tier, or its real prices",
    );
}

/** A price list without prices is not free: nothing could be billed. */
function lintMissing({ operation }: Subject, { tiers, field }: PriceList, report: Report): void {
  const needed: PriceClass[] = operation === "chat" ? ["input", "output"] : ["input"];
  for (const name of needed)
    if (tiers[0]?.usdPerMillion[name] === undefined)
      report(
        "no-price",
        `${field}[0].${name}`,
        "nothing",
        "a price; without one the endpoint cannot be billed",
      );
}

/** Everything about one price list that can be told from it alone. */
export function lintPriceList(subject: Subject, list: PriceList, report: Report): void {
  lintMissing(subject, list, report);
  const rates = effectiveRates(list.tiers);
  for (const [i, tier] of list.tiers.entries()) {
    const field = `${list.field}[${i}]`;
    lintUnits(subject, tier.usdPerMillion, field, report);
    lintCache(rates[i] ?? {}, field, report);
    lintTier(list, i, report);
  }
}
