import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "kat-coder-pro:novita": chat({
    providerModelId: "kwaipilot/kat-coder-pro",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "1.2" })],
    contextLength: 256_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
