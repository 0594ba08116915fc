import type { ModelsOf } from "../../family.ts";

export const models = {
  "lfm2-24b-a2b": {
    name: "LFM2 24B A2B",
    description: "Mixture of experts with 24B parameters, 2B of them active; open weights.",
    author: "liquid",
    created: "2026-02-25",
    contextLength: 32_768,
    maxOutputTokens: 32_768,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
