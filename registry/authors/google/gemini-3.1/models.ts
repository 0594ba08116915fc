import type { ModelsOf } from "../../define.ts";

export const models = {
  "gemini-3.1-pro-preview": {
    name: "Gemini 3.1 Pro Preview",
    author: "google",
    created: "2026-02-19",
    contextLength: 1_048_576,
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gemini-3.1-pro-preview-customtools": {
    name: "Gemini 3.1 Pro Preview Custom Tools",
    author: "google",
    created: "2026-02-19",
    contextLength: 1_048_576,
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gemini-3.1-flash-lite-preview": {
    name: "Gemini 3.1 Flash Lite Preview",
    author: "google",
    created: "2026-03-03",
    contextLength: 1_048_576,
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gemini-3.1-flash-lite": {
    name: "Gemini 3.1 Flash Lite",
    author: "google",
    created: "2026-05-07",
    contextLength: 1_048_576,
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
