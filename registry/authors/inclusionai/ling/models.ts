import type { ModelsOf } from "../../define.ts";

export const models = {
  "ling-2.6-1t": {
    name: "Ling 2.6 1T",
    author: "inclusionai",
    created: "2026-04-23",
    contextLength: 262_144,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "ling-2.6-flash": {
    name: "Ling 2.6 Flash",
    author: "inclusionai",
    created: "2026-04-24",
    contextLength: 262_144,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "ring-2.6-1t": {
    name: "Ring 2.6 1T",
    author: "inclusionai",
    created: "2026-05-08",
    contextLength: 262_144,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
