import type { ModelsOf } from "../../define.ts";

export const models = {
  "grok-build-0.1": {
    name: "Grok Build 0.1",
    author: "xai",
    created: "2026-04-16",
    contextLength: 256_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
