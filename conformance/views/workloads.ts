/**
 * View: what typical use costs at each endpoint of a provider, exactly (REG-11).
 * @module
 */
import type { Registry } from "../../registry/index.ts";
import { type PicoUsd, picoToUsd } from "../../registry/pricing/money.ts";
import { everyPrice, WORKLOADS, workloadCost } from "../../registry/pricing/workloads.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { page, table } from "./table.ts";

const EVERY = {
  id: "every-price",
  title: "some of every class, in every tier, under every modifier, in every hour and period",
};

const shown = (cost: PicoUsd | null): string => (cost === null ? "n/a" : picoToUsd(cost));

/** The page of one provider. */
export function workloads(registry: Registry, provider: BaseProvider): string {
  const endpoints = registry.indexes.endpointsOfProvider(provider.slug);
  const rows = endpoints.map((endpoint) => [
    endpoint.id,
    ...WORKLOADS.map((workload) => {
      const cost = workloadCost(endpoint, workload);
      return shown(cost);
    }),
    shown(everyPrice(endpoint)),
  ]);
  return page([
    `# ${provider.displayName}: reference workloads in USD`,
    "",
    "Tokens in / tokens out. n/a: it does not fit the endpoint's context or output limit, or the endpoint does not reason.",
    "",
    ...[...WORKLOADS, EVERY].map(({ id, title }) => `- ${id}: ${title}`),
    "",
    ...table(["endpoint", ...[...WORKLOADS, EVERY].map(({ id }) => id)], rows),
  ]);
}
