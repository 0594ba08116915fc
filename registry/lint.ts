/**
 * What a schema cannot see: prices and limits that are well-formed and still implausible (REG-05, REG-06, REG-12).
 * Pure: the data and the day come in, findings go out.
 * @module
 */
import type { Finding, LintRule } from "./lint-finding.ts";
import { parseDecimal } from "./pricing/money.ts";
import type { RegistrySource } from "./registry.ts";
import type { EndpointConfig, Model, Rates, Tier } from "./schema.ts";

/** Open-weight models are a commodity: hosts sell them within these bounds, in USD per million tokens. */
const COMMODITY = { lowest: "0.005", highest: "5" };
/** Above this every price is a unit error, in USD per million tokens. */
const HIGHEST = "1000";
/** Published prices are short; more significant digits come from arithmetic. */
const MAX_SIGNIFICANT = 4;
const FAR = 10n;

type PriceClass = keyof Rates;
const PER_USE: readonly PriceClass[] = ["request", "search"];

interface Subject {
  file: string;
  id: string;
  model: Model;
  modelId: string;
  config: EndpointConfig;
}

const priceOf = (text: string): bigint | null => {
  try {
    return parseDecimal(text, 12);
  } catch {
    return null; // Not a decimal: the schema says so.
  }
};

const pricesOf = (tier: Tier): [PriceClass, string, bigint][] =>
  (Object.entries(tier.usdPerMillion) as [PriceClass, string][]).flatMap(([name, text]) => {
    const value = priceOf(text);
    return value === null ? [] : [[name, text, value] as [PriceClass, string, bigint]];
  });

const significant = (text: string): number => text.replace(".", "").replace(/^0+|0+$/g, "").length;

/** Every endpoint with its model; found by what the source holds, never by splitting the key. */
function subjectsOf(source: RegistrySource): Subject[] {
  return Object.entries(source.models).flatMap(([modelId, model]) =>
    Object.keys(source.providers).flatMap((provider) => {
      const id = `${modelId}:${provider}`;
      const config = Object.hasOwn(source.endpoints, id) ? source.endpoints[id] : undefined;
      return config ? [{ file: `registry/authors/${model.author}`, id, model, modelId, config }] : [];
    }),
  );
}

type Report = (rule: LintRule, field: string, given: string, allowed: string) => void;

function lintPrices({ model, config }: Subject, tier: Tier, field: string, report: Report): void {
  for (const [name, text, value] of pricesOf(tier)) {
    const at = `${field}.${name}`;
    if (value === 0n && config.free !== true)
      report("zero-price", at, text, "leave the class out where it is not billed, or declare `free: true`");
    if (significant(text) > MAX_SIGNIFICANT)
      report("float-noise", at, text, `at most ${MAX_SIGNIFICANT} significant digits, as published`);
    if (PER_USE.includes(name)) continue;
    if (value > parseDecimal(HIGHEST, 12))
      report("unit-slip", at, text, `USD per million tokens, at most ${HIGHEST}`);
    else if (model.openWeights && (name === "input" || name === "output") && value > 0n) {
      const { lowest, highest } = COMMODITY;
      if (value < parseDecimal(lowest, 12) || value > parseDecimal(highest, 12))
        report(
          "unit-slip",
          at,
          text,
          `USD per million tokens, from ${lowest} to ${highest} for open weights`,
        );
    }
  }
  const { cacheRead, input } = tier.usdPerMillion;
  const [read, fresh] = [priceOf(cacheRead ?? ""), priceOf(input ?? "")];
  if (read !== null && fresh !== null && read > fresh)
    report(
      "cache-read-above-input",
      `${field}.cacheRead`,
      cacheRead ?? "",
      `at most the input price, ${input}`,
    );
}

function lintTiers(pricing: readonly Tier[], contextLength: number, field: string, report: Report): void {
  const [base] = pricing;
  for (const [i, tier] of pricing.entries()) {
    if (i === 0 || !base) continue;
    const at = `${field}[${i}]`;
    if (tier.from >= contextLength)
      report(
        "tier-unreachable",
        `${at}.from`,
        String(tier.from),
        `below the context length, ${contextLength}`,
      );
    for (const name of Object.keys(base.usdPerMillion) as PriceClass[]) {
      if (!PER_USE.includes(name) && tier.usdPerMillion[name] === undefined)
        report("tier-drops-class", `${at}.${name}`, "nothing", "a price, since the base has one");
    }
    const below = pricing.slice(0, i);
    for (const [name, text, value] of pricesOf(tier)) {
      const before = below.map((lower) => lower.usdPerMillion[name]).findLast((known) => known !== undefined);
      const known = before === undefined ? null : priceOf(before);
      if (known !== null && value < known)
        report("tier-cheaper", `${at}.${name}`, text, `at least the price of the tier below, ${before}`);
    }
  }
}

function lintEndpoint(subject: Subject, today: string, report: Report): void {
  const { config } = subject;
  const { evidence } = config;
  const prices: [string, readonly Tier[], number][] = [["pricing", config.pricing, config.contextLength]];
  for (const [name, own] of Object.entries(config.deployments)) {
    if (own.pricing)
      prices.push([`deployments.${name}.pricing`, own.pricing, own.contextLength ?? config.contextLength]);
  }
  for (const [field, pricing, contextLength] of prices) {
    lintTiers(pricing, contextLength, field, report);
    for (const [i, tier] of pricing.entries()) lintPrices(subject, tier, `${field}[${i}]`, report);
  }
  if (config.maxCompletionTokens > config.contextLength)
    report(
      "limit-above-context",
      "maxCompletionTokens",
      String(config.maxCompletionTokens),
      `at most the context length, ${config.contextLength}`,
    );
  if (!evidence?.source) report("no-evidence", "evidence", "nothing", "a source and a date");
  else if (evidence.reverifyAfter < today)
    report(
      "past-reverify",
      "evidence.reverifyAfter",
      evidence.reverifyAfter,
      `look at ${evidence.source} again`,
    );
}

/** Open-weight models whose base prices differ by more than ten times between two providers. */
function lintNeighbours(subjects: readonly Subject[], report: (subject: Subject) => Report): void {
  for (const subject of subjects.filter(({ model }) => model.openWeights)) {
    const [base] = subject.config.pricing;
    for (const [name, text, value] of base ? pricesOf(base) : []) {
      for (const other of subjects) {
        if (other === subject || other.modelId !== subject.modelId) continue;
        const theirs = other.config.pricing[0]?.usdPerMillion[name];
        const price = priceOf(theirs ?? "");
        if (price !== null && price > 0n && value > price * FAR)
          report(subject)("price-far-apart", `pricing[0].${name}`, text, `nearer to ${theirs} (${other.id})`);
      }
    }
  }
}

/**
 * Every finding, in the order of the data.
 * @param today ISO date that re-verify dates are compared with
 */
export function lint(source: RegistrySource, today: string): Finding[] {
  const findings: Finding[] = [];
  const reporter =
    ({ file, id }: Subject): Report =>
    (rule, field, given, allowed) =>
      findings.push({ rule, where: { file, id, field }, given, allowed });
  const subjects = subjectsOf(source);
  for (const subject of subjects) lintEndpoint(subject, today, reporter(subject));
  lintNeighbours(subjects, reporter);
  return findings;
}
