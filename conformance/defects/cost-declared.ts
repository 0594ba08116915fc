/**
 * Declared prices that are not applied: of a region, of a request, of a day (CST-07).
 * @module
 */
import { asOf, dayOf } from "../../registry/pricing/periods.ts";
import type { Defect } from "./defect.ts";
import { withRegistry } from "./plants.ts";

export const declaredDefects: readonly Defect[] = [
  {
    id: "cost.request-fee-forgotten",
    title: "A fee per request is not charged",
    seenIn: "own",
    breaks: ["CST-07"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const tiers = endpoint.tiers.map((tier) => {
          const { request: _forgotten, ...rates } = tier.rates;
          return { ...tier, rates };
        });
        return registry.charge({ ...endpoint, tiers }, reading, reported);
      },
    })),
  },
  {
    id: "cost.region-ignored",
    title: "A region is billed at the home price",
    seenIn: "BerriAI/litellm#34393, BerriAI/litellm#35351, theopenco/llmgateway#2806",
    breaks: ["CST-07"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const home = registry.indexes.endpoint(`${endpoint.model}:${endpoint.provider}`);
        return registry.charge(home ? { ...endpoint, tiers: home.tiers } : endpoint, reading, reported);
      },
    })),
  },
  {
    id: "cost.newest-price-always",
    title: "The last price of the list is charged before its day has come",
    seenIn: "own",
    breaks: ["CST-07"],
    plant: withRegistry((registry) => ({
      plan: ({ on: _day, ...input }) => registry.plan(input),
    })),
  },
  {
    id: "cost.price-of-the-end",
    title: "A stream pays the prices of the day on which it ends",
    seenIn: "own",
    breaks: ["CST-07"],
    plant: (parts) =>
      withRegistry((registry) => ({
        charge: (endpoint, reading, reported) => {
          const found = registry.indexes.endpoint(endpoint.id);
          const now = found ? asOf(found, dayOf(parts.clock.now())) : endpoint;
          return registry.charge(now, reading, reported);
        },
      }))(parts),
  },
];
