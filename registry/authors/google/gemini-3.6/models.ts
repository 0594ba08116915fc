import type { ModelsOf } from "../../family.ts";

export const models = {
  "gemini-3.6-flash": {
    name: "Gemini 3.6 Flash",
    description: "Fast Gemini 3.6 that always thinks; takes text, pictures, sound and video.",
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
