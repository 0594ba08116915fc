import type { ModelsOf } from "../../family.ts";

export const models = {
  "gemini-3-pro-preview": {
    name: "Gemini 3 Pro Preview",
    description: "Preview of the strongest Gemini 3; costs more above 200,000 input tokens.",
    author: "google",
    created: "2025-11-18",
    contextLength: 1_048_576,
    maxOutputTokens: 65_536,
    tokenizer: "Gemini",
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gemini-3-flash-preview": {
    name: "Gemini 3 Flash Preview",
    description: "Preview of the fast Gemini 3.",
    author: "google",
    created: "2025-12-17",
    contextLength: 1_048_576,
    maxOutputTokens: 65_536,
    tokenizer: "Gemini",
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
