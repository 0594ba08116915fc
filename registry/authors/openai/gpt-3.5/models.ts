import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-3.5-turbo": {
    name: "GPT-3.5 Turbo",
    author: "openai",
    created: "2023-03-01",
    contextLength: 16_385,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
