import type { ModelsOf } from "../../define.ts";

export const models = {
  "glm-4.6": {
    name: "GLM-4.6",
    author: "zai",
    created: "2025-09-30",
    contextLength: 202_752,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "glm-4.7": {
    name: "GLM-4.7",
    author: "zai",
    created: "2025-12-22",
    contextLength: 204_800,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "glm-4.7-flash": {
    name: "GLM-4.7-Flash",
    author: "zai",
    created: "2026-01-19",
    contextLength: 202_752,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
