import type { ModelsOf } from "../../family.ts";

export const models = {
  "nova-2-lite": {
    name: "Nova 2 Lite",
    description: "Second-generation cheap Nova that reasons over text, pictures and video.",
    author: "amazon",
    created: "2024-12-01",
    contextLength: 128_000,
    maxOutputTokens: 4_096,
    tokenizer: "Unknown",
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
