import type { ModelsOf } from "../../family.ts";

export const models = {
  "gpt-5.5": {
    name: "GPT-5.5",
    description: "Reasoning model after GPT-5.4; costs more above 272,000 input tokens.",
    author: "openai",
    created: "2026-04-23",
    contextLength: 1_050_000,
    maxOutputTokens: 128_000,
    tokenizer: "GPT",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.5-pro": {
    name: "GPT-5.5 Pro",
    description: "GPT-5.5 that thinks longer per answer.",
    author: "openai",
    created: "2026-04-23",
    contextLength: 1_050_000,
    maxOutputTokens: 128_000,
    tokenizer: "GPT",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
