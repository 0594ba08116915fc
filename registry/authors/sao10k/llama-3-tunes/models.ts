import type { ModelsOf } from "../../define.ts";

export const models = {
  "l3-8b-stheno-v3.2": {
    name: "L3 8B Stheno v3.2",
    author: "sao10k",
    created: "2024-11-29",
    contextLength: 8192,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "l3-8b-lunaris": {
    name: "L3 8B Lunaris",
    author: "sao10k",
    created: "2024-11-28",
    contextLength: 8192,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "l3-70b-euryale-v2.1": {
    name: "L3 70B Euryale v2.1",
    author: "sao10k",
    created: "2024-06-18",
    contextLength: 8192,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "l31-70b-euryale-v2.2": {
    name: "L3.1 70B Euryale v2.2",
    author: "sao10k",
    created: "2024-09-19",
    contextLength: 8192,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
