import type { ModelsOf } from "../../define.ts";

export const models = {
  "north-mini-code-1-0": {
    name: "North Mini Code",
    author: "cohere",
    created: "2026-06-09",
    contextLength: 256_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
