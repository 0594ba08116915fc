import type { ModelsOf } from "../../define.ts";

export const models = {
  "paddleocr-vl": {
    name: "PaddleOCR VL",
    author: "baidu",
    created: "2025-10-22",
    contextLength: 16_384,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
