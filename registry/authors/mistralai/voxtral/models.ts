import type { ModelsOf } from "../../family.ts";

export const models = {
  "voxtral-mini-3b-2507": {
    name: "Voxtral Mini 3B 2507",
    description: "3B with open weights that listens to speech.",
    author: "mistralai",
    created: "2025-07-01",
    contextLength: 128_000,
    maxOutputTokens: 4_096,
    tokenizer: "Tekken",
    inputs: ["text", "audio"],
    outputs: ["text"],
    openWeights: true,
  },
  "voxtral-small-24b-2507": {
    name: "Voxtral Small 24B 2507",
    description: "24B with open weights that listens to speech.",
    author: "mistralai",
    created: "2025-07-01",
    contextLength: 32_000,
    maxOutputTokens: 8_192,
    tokenizer: "Tekken",
    inputs: ["text", "audio"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
