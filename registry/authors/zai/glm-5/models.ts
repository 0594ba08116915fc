import type { ModelsOf } from "../../define.ts";

export const models = {
  "glm-5": {
    name: "GLM-5",
    author: "zai",
    created: "2026-02-12",
    contextLength: 202_800,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "glm-5.1": {
    name: "GLM-5.1",
    author: "zai",
    created: "2026-04-07",
    contextLength: 204_800,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "glm-5.2": {
    name: "GLM-5.2",
    author: "zai",
    created: "2026-06-13",
    contextLength: 1_048_576,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
