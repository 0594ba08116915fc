import type { ModelsOf } from "../../family.ts";

export const models = {
  "cogito-v2.1-671b": {
    name: "Cogito v2.1 671B",
    description: "Hybrid reasoning model of 671B parameters on a DeepSeek V3 base.",
    author: "deepcogito",
    created: "2025-11-13",
    contextLength: 163_840,
    maxOutputTokens: 163_840,
    tokenizer: "DeepSeek",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
