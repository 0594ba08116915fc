import type { ModelsOf } from "../../define.ts";

export const models = {
  "nova-2-lite": {
    name: "Nova 2 Lite",
    author: "amazon",
    created: "2024-12-01",
    contextLength: 128_000,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
