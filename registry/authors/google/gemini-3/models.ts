import type { ModelsOf } from "../../define.ts";

export const models = {
  "gemini-3-pro-preview": {
    name: "Gemini 3 Pro Preview",
    author: "google",
    created: "2025-11-18",
    contextLength: 1_048_576,
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gemini-3-flash-preview": {
    name: "Gemini 3 Flash Preview",
    author: "google",
    created: "2025-12-17",
    contextLength: 1_048_576,
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
