import type { ModelsOf } from "../../define.ts";

export const models = {
  "devstral-small-2505": {
    name: "Devstral Small 2505",
    author: "mistralai",
    created: "2025-05-07",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "devstral-small-2507": {
    name: "Devstral Small 2507",
    author: "mistralai",
    created: "2025-07-10",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "devstral-small-2512": {
    name: "Devstral Small 2",
    author: "mistralai",
    created: "2025-12-09",
    contextLength: 256_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "devstral-medium-2507": {
    name: "Devstral Medium",
    author: "mistralai",
    created: "2025-07-10",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "devstral-2512": {
    name: "Devstral 2",
    author: "mistralai",
    created: "2025-12-09",
    contextLength: 262_144,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
