import type { ModelsOf } from "../../family.ts";

export const models = {
  "llama-prompt-guard-2-86m": {
    name: "Llama Prompt Guard 2 86M",
    description: "Flags prompt injections and jailbreaks in several languages; 86M parameters.",
    author: "meta",
    created: "2025-05-29",
    contextLength: 512,
    maxOutputTokens: 512,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "llama-prompt-guard-2-22m": {
    name: "Llama Prompt Guard 2 22M",
    description: "Flags prompt injections and jailbreaks; 22M parameters.",
    author: "meta",
    created: "2025-05-29",
    contextLength: 512,
    maxOutputTokens: 512,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
