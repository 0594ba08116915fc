/**
 * What stands behind the prices is missing: the evidence of a boundary, a modality's price, the day to look again.
 * @module
 */
import { mapTiers as mapPricing } from "../../registry/pricing/periods.ts";
import type { EndpointConfig, Rates, Tier } from "../../registry/schema.ts";
import type { Defect } from "./defect.ts";
import { withSource } from "./plants.ts";

const withEndpoints = (change: (config: EndpointConfig) => EndpointConfig) =>
  withSource((source) => ({
    ...source,
    endpoints: Object.fromEntries(
      Object.entries(source.endpoints).map(([id, config]) => [id, change(config)]),
    ),
  }));

const withTiers = (change: (tier: Tier) => Tier) =>
  withEndpoints((config) => ({ ...config, pricing: mapPricing(config.pricing, change) }));

const withoutMedia = ({
  audioInput: _in,
  audioOutput: _out,
  imageOutput: _picture,
  ...rates
}: Rates): Rates => rates;

export const registryFactDefects: readonly Defect[] = [
  {
    id: "registry.tier-evidence-borrowed",
    title: "A tier's boundary rests on how vendors usually publish prices",
    seenIn: "own",
    breaks: ["REG-06"],
    plant: withTiers((tier) =>
      tier.kind === "threshold" ? { ...tier, evidence: "how vendors publish such prices" } : tier,
    ),
  },
  {
    id: "registry.modality-unpriced",
    title: "Sound and pictures have neither a price nor a reason for none",
    seenIn: "own",
    breaks: ["REG-05"],
    providers: ["google-ai-studio"],
    plant: withEndpoints(({ unpriced: _reasons, ...config }) => ({
      ...config,
      pricing: mapPricing(config.pricing, (tier) =>
        tier.kind === "base" ? { ...tier, usdPerMillion: withoutMedia(tier.usdPerMillion) } : tier,
      ),
    })),
  },
  {
    id: "registry.never-looked-at-again",
    title: "A price is trusted for years after it was read",
    seenIn: "own",
    breaks: ["REG-12"],
    plant: withEndpoints((config) => ({
      ...config,
      evidence: { ...config.evidence, reverifyAfter: "2099-01-01" },
    })),
  },
];
