import type { ModelsOf } from "../../define.ts";

export const models = {
  "gemma-4-26b-a4b": {
    name: "Gemma 4 26B A4B IT",
    author: "google",
    created: "2026-04-02",
    contextLength: 262_144,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "gemma-4-31b": {
    name: "Gemma 4 31B IT",
    author: "google",
    created: "2026-04-02",
    contextLength: 262_144,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
