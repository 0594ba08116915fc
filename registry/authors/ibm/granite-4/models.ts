import type { ModelsOf } from "../../define.ts";

export const models = {
  "granite-4.0-h-micro": {
    name: "Granite 4.0 H Micro",
    author: "ibm",
    created: "2025-10-07",
    contextLength: 131_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
