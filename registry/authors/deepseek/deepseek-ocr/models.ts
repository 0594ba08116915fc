import type { ModelsOf } from "../../family.ts";

export const models = {
  "deepseek-ocr": {
    name: "DeepSeek OCR",
    description: "Turns pictures of pages into text; open weights.",
    author: "deepseek",
    created: "2025-10-24",
    contextLength: 8192,
    maxOutputTokens: 8_192,
    tokenizer: "DeepSeek",
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "deepseek-ocr-2": {
    name: "DeepSeek OCR 2",
    description: "Second open model that turns pictures of pages into text.",
    author: "deepseek",
    created: "2026-01-27",
    contextLength: 8192,
    maxOutputTokens: 8_192,
    tokenizer: "DeepSeek",
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
