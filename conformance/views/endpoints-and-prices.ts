/**
 * View: what a provider is, its endpoints, and their prices (REG-11).
 * @module
 */
import {
  PER_USE_CLASSES as PER_USE,
  TOKEN_CLASSES,
  USAGE_CLASSES,
  type UsageClass,
} from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import { PARAMETERS, type Parameter } from "../../registry/parameters.ts";
import type { CompiledModifier } from "../../registry/pricing/modifiers/compile.ts";
import { picoToPerMillion, picoToUsd } from "../../registry/pricing/money.ts";
import type { CompiledTier } from "../../registry/pricing/tiers.ts";
import { type BaseProvider, quirksOf } from "../../registry/providers/_shared/base.ts";
import { requiredNames } from "../../registry/providers/_shared/config.ts";
import { page, table } from "./table.ts";

const shownPrice = (name: UsageClass, price: bigint): string =>
  (PER_USE as readonly string[]).includes(name) ? `${picoToUsd(price)}/use` : picoToPerMillion(price);

const rate = (tier: CompiledTier, name: UsageClass): string => {
  const value = tier.rates[name];
  if (value !== undefined) return shownPrice(name, value);
  return tier.unpriced?.has(name) ? "none" : "-";
};

/** Shown for every provider; the others where one of its endpoints has a price for them, or none on purpose. */
const USUAL: readonly UsageClass[] = ["input", "cacheRead", "cacheWrite5m", "output", "reasoning"];

const listsOf = ({ tiers, earlier, windows = [] }: Endpoint): CompiledTier[] =>
  [{ tiers }, ...windows, ...earlier, ...earlier.flatMap((period) => period.windows ?? [])].flatMap(
    (list) => list.tiers,
  );

function columnsOf(endpoints: readonly Endpoint[]): UsageClass[] {
  const tiers = endpoints.flatMap(listsOf);
  const rates = endpoints.flatMap(({ modifiers = [] }) => modifiers.map((modifier) => modifier.rates));
  return USAGE_CLASSES.filter(
    (name) =>
      USUAL.includes(name) ||
      rates.some((list) => list[name] !== undefined) ||
      tiers.some((tier) => tier.rates[name] !== undefined || tier.unpriced?.has(name)),
  );
}

const where = ({ from, boundary, shape }: CompiledTier): string =>
  from === 0
    ? ""
    : ` ${boundary === "above" ? ">" : "≥"} ${from}${shape === "marginal" ? ", beyond it only" : ""}`;

/** Everything that makes an endpoint differ from the usual. */
const remarks = (endpoint: Endpoint): string =>
  [
    endpoint.status === "active" ? "" : endpoint.status,
    endpoint.ptbEnabled ? "" : "no PTB",
    endpoint.operation === "chat" ? "" : endpoint.operation,
    endpoint.free ? "free" : "",
    endpoint.earlier.some(({ tiers }) => tiers.length > 0) ? `since ${endpoint.earlier.at(-1)?.until}` : "",
    endpoint.ends === undefined ? "" : `until ${endpoint.ends}`,
  ]
    .filter((text) => text !== "")
    .join(", ");

/** The rows of hours with prices of their own. */
const hourRows = (
  windows: Endpoint["windows"],
  rows: (id: string, tiers: readonly CompiledTier[]) => string[][],
): string[][] =>
  (windows ?? []).flatMap(({ days, from, to, tiers }) =>
    rows(`  on days ${days.join("")} from minute ${from} to ${to}`, tiers),
  );

function priceRows(endpoints: readonly Endpoint[], columns: readonly UsageClass[]): string[][] {
  const rows = (id: string, tiers: readonly CompiledTier[]) =>
    tiers.map((tier, i) => [
      i === 0 ? id : `  prompt${where(tier)}`,
      ...columns.map((name) => rate(tier, name)),
    ]);
  return endpoints.flatMap((endpoint) => [
    ...rows(endpoint.id, endpoint.tiers).map((row, i) => [
      ...row,
      ...(i === 0
        ? [String(endpoint.contextLength), String(endpoint.maxCompletionTokens), remarks(endpoint)]
        : ["", "", ""]),
    ]),
    ...hourRows(endpoint.windows, rows),
    ...endpoint.earlier.flatMap(({ until, tiers, windows }) => [
      ...rows(`  until ${until}`, tiers),
      ...hourRows(windows, rows),
    ]),
  ]);
}

function modifierText({ name, factor, classes, rates, baseTierOnly, from, until }: CompiledModifier): string {
  const untouched = TOKEN_CLASSES.filter((token) => !classes.has(token));
  const list = Object.entries(rates).map(
    ([token, price]) => `${token} ${shownPrice(token as UsageClass, price)}`,
  );
  const what = factor === null ? list.join(", ") : `× ${factor}`;
  const but = factor === null || untouched.length === 0 ? "" : `, but not ${untouched.join(", ")}`;
  const when = [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(" ");
  return [`${name}: ${what}${but}`, baseTierOnly ? "base tier only" : "", when]
    .filter((text) => text !== "")
    .join("; ");
}

/** What changes the prices, each with the endpoints that it is for. */
function modifierLines(endpoints: readonly Endpoint[]): string[] {
  const members = new Map<string, string[]>();
  for (const { id, modifiers = [] } of endpoints)
    for (const modifier of modifiers) {
      const text = modifierText(modifier);
      members.set(text, [...(members.get(text) ?? []), id.replace(/:[^:]+$/, "")]);
    }
  const lines = [...members].map(([text, ids]) => `- ${text}: ${[...new Set(ids)].join(", ")}`);
  return lines.length === 0 ? ["Nothing."] : lines;
}

/** Sets of parameters that endpoints share, by letter, the largest set first. */
function parameterSets(endpoints: readonly Endpoint[]): string[] {
  const textOf = (list: readonly Parameter[]) => PARAMETERS.filter((name) => list.includes(name)).join(" ");
  const sets = [...new Set(endpoints.map((endpoint) => textOf(endpoint.supportedParameters)))].sort(
    (a, b) => b.length - a.length || (a < b ? -1 : 1),
  );
  return sets.flatMap((set) => {
    const members = endpoints.filter((endpoint) => textOf(endpoint.supportedParameters) === set);
    return [`- ${members.map(({ model }) => model).join(", ")}`, `  : ${set === "" ? "none" : set}`];
  });
}

/** The page of one provider. */
export function endpointsAndPrices(registry: Registry, provider: BaseProvider): string {
  const endpoints = registry.indexes.endpointsOfProvider(provider.slug);
  const { usage } = provider.chatApi();
  const dates = endpoints.map(
    ({ model, provider: slug }) =>
      registry.source.endpoints[`${model}:${slug}`]?.evidence.reverifyAfter ?? "",
  );
  const columns = columnsOf(endpoints);
  const renamed = endpoints.filter(({ model, providerModelId }) => model !== providerModelId);
  return page([
    `# ${provider.displayName}: endpoints and prices`,
    "",
    `- base URL: ${provider.baseUrl}`,
    `- auth: ${provider.auth}; key from ${provider.platformKeyEnv}; required config: ${requiredNames(provider.config).join(", ") || "none"}`,
    `- dialect: ${provider.chatApi().id}; priority ${provider.priority}; aliases: ${provider.aliases.join(", ")}`,
    `- usage: cached ${usage.cached}; reasoning ${usage.reasoning}; total ${usage.total}; reported cost ${usage.reportedCost ? `counts ${usage.reportedCost.counts}` : "none"}`,
    `- quirks: ${quirksOf(provider).join(", ")}`,
    `- look again at the prices after: ${[...new Set(dates)].sort().join(", ")}`,
    "",
    `## Prices of ${endpoints.length} endpoints, USD per million tokens`,
    "",
    ...table(["endpoint", ...columns, "context", "max out", "remarks"], priceRows(endpoints, columns)),
    "",
    "## What changes these prices",
    "",
    ...modifierLines(endpoints),
    "",
    "## Names at the provider, where they differ",
    "",
    ...(renamed.length === 0
      ? ["None."]
      : renamed.map(({ model, providerModelId }) => `- ${model}: \`${providerModelId}\``)),
    "",
    "## Supported parameters",
    "",
    ...parameterSets(endpoints),
  ]);
}
