import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-5.2": {
    name: "GPT-5.2",
    author: "openai",
    created: "2025-12-11",
    contextLength: 400_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.2-pro": {
    name: "GPT-5.2 Pro",
    author: "openai",
    created: "2025-12-11",
    contextLength: 400_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.2-codex": {
    name: "GPT-5.2 Codex",
    author: "openai",
    created: "2025-12-11",
    contextLength: 400_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.2-chat-latest": {
    name: "GPT-5.2 Chat (latest)",
    author: "openai",
    created: "2025-12-11",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
