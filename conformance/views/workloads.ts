/**
 * View: what typical use costs at each endpoint of a provider, exactly (REG-11).
 * @module
 */
import type { Registry } from "../../registry/index.ts";
import { picoToUsd } from "../../registry/pricing/money.ts";
import { WORKLOADS, workloadCost } from "../../registry/pricing/workloads.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { page, table } from "./table.ts";

/** The page of one provider. */
export function workloads(registry: Registry, provider: BaseProvider): string {
  const endpoints = registry.indexes
    .endpointsOfProvider(provider.slug)
    .filter(({ operation }) => operation === "chat");
  const rows = endpoints.map((endpoint) => [
    endpoint.id,
    ...WORKLOADS.map((workload) => {
      const cost = workloadCost(endpoint, workload);
      return cost === null ? "n/a" : picoToUsd(cost);
    }),
  ]);
  return page([
    `# ${provider.displayName}: reference workloads in USD`,
    "",
    "Tokens in / tokens out. n/a: it does not fit the endpoint's context or output limit, or the endpoint does not reason.",
    "",
    ...WORKLOADS.map(({ id, title }) => `- ${id}: ${title}`),
    "",
    ...table(["endpoint", ...WORKLOADS.map(({ id }) => id)], rows),
  ]);
}
