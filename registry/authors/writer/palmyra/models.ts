import type { ModelsOf } from "../../define.ts";

export const models = {
  "palmyra-x4": {
    name: "Palmyra X4",
    author: "writer",
    created: "2025-04-28",
    contextLength: 122_880,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "palmyra-x5": {
    name: "Palmyra X5",
    author: "writer",
    created: "2025-04-28",
    contextLength: 1_040_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
