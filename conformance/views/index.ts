/**
 * The reviewed pages of a provider, by the name of their file in `snapshots/<provider>/`.
 * @module
 */
import { endpointsAndPrices } from "./endpoints-and-prices.ts";
import { outboundRequests } from "./outbound-requests.ts";
import { workloads } from "./workloads.ts";

export const VIEWS = {
  "endpoints-and-prices": endpointsAndPrices,
  "outbound-requests": outboundRequests,
  workloads,
} as const;
