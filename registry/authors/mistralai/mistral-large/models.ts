import type { ModelsOf } from "../../define.ts";

export const models = {
  "mistral-large-2411": {
    name: "Mistral Large 2.1",
    author: "mistralai",
    created: "2024-11-18",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "mistral-large-2512": {
    name: "Mistral Large 3",
    author: "mistralai",
    created: "2025-12-02",
    contextLength: 262_144,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "pixtral-large-2502": {
    name: "Pixtral Large (25.02)",
    author: "mistralai",
    created: "2025-04-08",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "pixtral-large-latest": {
    name: "Pixtral Large (latest)",
    author: "mistralai",
    created: "2024-11-01",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
