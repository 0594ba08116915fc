import type { ModelsOf } from "../../family.ts";

export const models = {
  sonar: {
    name: "Sonar",
    description: "Perplexity's own model, which searches the web where it is given the tool.",
    author: "perplexity",
    created: "2024-01-01",
    contextLength: 128_000,
    maxOutputTokens: 8_192,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
