import type { ModelsOf } from "../../define.ts";

export const models = {
  "nova-micro": {
    name: "Nova Micro",
    author: "amazon",
    created: "2024-12-03",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "nova-lite": {
    name: "Nova Lite",
    author: "amazon",
    created: "2024-12-03",
    contextLength: 300_000,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: false,
  },
  "nova-pro": {
    name: "Nova Pro",
    author: "amazon",
    created: "2024-12-03",
    contextLength: 300_000,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
