import type { ModelsOf } from "../../family.ts";

export const models = {
  "wizardlm-2-8x22b": {
    name: "WizardLM-2 8x22B",
    description: "Follows instructions; made from Mixtral 8x22B.",
    author: "microsoft",
    created: "2024-04-24",
    contextLength: 65_535,
    maxOutputTokens: 8_000,
    tokenizer: "Mistral",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
