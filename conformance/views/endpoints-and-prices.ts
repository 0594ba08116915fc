/**
 * View: what a provider is, its endpoints, and their prices (REG-11).
 * @module
 */
import type { Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import { PARAMETERS, type Parameter } from "../../registry/parameters.ts";
import { picoToPerMillion } from "../../registry/pricing/money.ts";
import type { CompiledTier } from "../../registry/pricing/tiers.ts";
import { type BaseProvider, quirksOf } from "../../registry/providers/_shared/base.ts";
import { requiredNames } from "../../registry/providers/_shared/config.ts";
import { page, table } from "./table.ts";

const rate = (tier: CompiledTier, name: keyof CompiledTier["rates"]): string => {
  const value = tier.rates[name];
  return value === undefined ? "-" : picoToPerMillion(value);
};

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
    endpoint.earlier.length > 0 ? `since ${endpoint.earlier.at(-1)?.until}` : "",
  ]
    .filter((text) => text !== "")
    .join(", ");

function priceRows(endpoints: readonly Endpoint[]): string[][] {
  return endpoints.flatMap((endpoint) =>
    endpoint.tiers.map((tier, i) => [
      i === 0 ? endpoint.id : `  prompt${where(tier)}`,
      ...(["input", "cacheRead", "cacheWrite5m", "output", "reasoning"] as const).map((name) =>
        rate(tier, name),
      ),
      i === 0 ? String(endpoint.contextLength) : "",
      i === 0 ? String(endpoint.maxCompletionTokens) : "",
      i === 0 ? remarks(endpoint) : "",
    ]),
  );
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
    ...table(
      [
        "endpoint",
        "input",
        "cache read",
        "cache write",
        "output",
        "reasoning",
        "context",
        "max out",
        "remarks",
      ],
      priceRows(endpoints),
    ),
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
