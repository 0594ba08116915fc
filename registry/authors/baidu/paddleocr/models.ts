import type { ModelsOf } from "../../family.ts";

export const models = {
  "paddleocr-vl": {
    name: "PaddleOCR VL",
    description: "Small model that turns pages into text.",
    author: "baidu",
    created: "2025-10-22",
    contextLength: 16_384,
    maxOutputTokens: 16_384,
    tokenizer: "Baidu",
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
