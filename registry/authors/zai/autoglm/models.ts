import type { ModelsOf } from "../../family.ts";

export const models = {
  "autoglm-phone-9b-multilingual": {
    name: "AutoGLM Phone 9B Multilingual",
    description: "Operates the screen of a phone as told; 9B.",
    author: "zai",
    created: "2025-12-10",
    contextLength: 65_536,
    maxOutputTokens: 65_536,
    tokenizer: "Zai",
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
