import type { ModelsOf } from "../../define.ts";

export const models = {
  "mythomax-l2-13b": {
    name: "MythoMax L2 13B",
    author: "gryphe",
    created: "2024-04-25",
    contextLength: 4096,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
