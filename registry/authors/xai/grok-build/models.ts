import type { ModelsOf } from "../../family.ts";

export const models = {
  "grok-build-0.1": {
    name: "Grok Build 0.1",
    description: "Fast Grok for coding agents.",
    author: "xai",
    created: "2026-04-16",
    contextLength: 256_000,
    maxOutputTokens: 256_000,
    tokenizer: "Grok",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
