import type { ModelsOf } from "../../define.ts";

export const models = {
  "mistral-medium-2505": {
    name: "Mistral Medium 3",
    author: "mistralai",
    created: "2025-05-07",
    contextLength: 131_072,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "mistral-medium-2508": {
    name: "Mistral Medium 3.1",
    author: "mistralai",
    created: "2025-08-12",
    contextLength: 262_144,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "mistral-medium-2604": {
    name: "Mistral Medium 3.5",
    author: "mistralai",
    created: "2026-04-29",
    contextLength: 262_144,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
