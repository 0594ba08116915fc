import type { ModelsOf } from "../../family.ts";

export const models = {
  "gemini-3.5-flash": {
    name: "Gemini 3.5 Flash",
    description: "Fast Gemini 3.5 that can think; takes text, pictures, sound and video.",
    author: "google",
    created: "2026-05-19",
    contextLength: 1_048_576,
    maxOutputTokens: 65_536,
    tokenizer: "Gemini",
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gemini-3.5-flash-lite": {
    name: "Gemini 3.5 Flash-Lite",
    description: "Cheapest Gemini 3.5; takes text, pictures, sound and video.",
    author: "google",
    created: "2026-07-22",
    contextLength: 1_000_000,
    maxOutputTokens: 65_536,
    tokenizer: "Gemini",
    inputs: ["text", "image", "audio", "video", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
