import type { ModelsOf } from "../../define.ts";

export const models = {
  "deepseek-ocr": {
    name: "DeepSeek OCR",
    author: "deepseek",
    created: "2025-10-24",
    contextLength: 8192,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "deepseek-ocr-2": {
    name: "DeepSeek OCR 2",
    author: "deepseek",
    created: "2026-01-27",
    contextLength: 8192,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
