import type { ModelsOf } from "../../family.ts";

export const models = {
  "gemini-2.0-flash": {
    name: "Gemini 2.0 Flash",
    description: "Fast general model of the Gemini 2.0 generation.",
    author: "google",
    created: "2024-12-11",
    contextLength: 1_048_576,
    maxOutputTokens: 8_192,
    tokenizer: "Gemini",
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gemini-2.0-flash-lite": {
    name: "Gemini 2.0 Flash-Lite",
    description: "Cheapest model of the Gemini 2.0 generation.",
    author: "google",
    created: "2024-12-11",
    contextLength: 1_048_576,
    maxOutputTokens: 8_192,
    tokenizer: "Gemini",
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
