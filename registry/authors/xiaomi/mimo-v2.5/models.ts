import type { ModelsOf } from "../../define.ts";

export const models = {
  "mimo-v2.5": {
    name: "MiMo V2.5",
    author: "xiaomi",
    created: "2026-04-22",
    contextLength: 262_144,
    inputs: ["text", "image", "audio", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "mimo-v2.5-pro": {
    name: "MiMo V2.5 Pro",
    author: "xiaomi",
    created: "2026-04-22",
    contextLength: 1_048_576,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
