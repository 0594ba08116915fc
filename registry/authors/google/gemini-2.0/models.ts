import type { ModelsOf } from "../../define.ts";

export const models = {
  "gemini-2.0-flash": {
    name: "Gemini 2.0 Flash",
    author: "google",
    created: "2024-12-11",
    contextLength: 1_048_576,
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gemini-2.0-flash-lite": {
    name: "Gemini 2.0 Flash-Lite",
    author: "google",
    created: "2024-12-11",
    contextLength: 1_048_576,
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
