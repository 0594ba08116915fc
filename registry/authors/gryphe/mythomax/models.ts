import type { ModelsOf } from "../../family.ts";

export const models = {
  "mythomax-l2-13b": {
    name: "MythoMax L2 13B",
    description: "Tells stories and plays roles; merge of Llama 2 13B models.",
    author: "gryphe",
    created: "2024-04-25",
    contextLength: 4096,
    maxOutputTokens: 3_200,
    tokenizer: "Llama",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
