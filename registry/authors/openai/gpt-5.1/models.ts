import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-5.1": {
    name: "GPT-5.1",
    author: "openai",
    created: "2025-11-13",
    contextLength: 400_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.1-codex": {
    name: "GPT-5.1 Codex",
    author: "openai",
    created: "2025-11-13",
    contextLength: 400_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.1-codex-max": {
    name: "GPT-5.1 Codex Max",
    author: "openai",
    created: "2025-11-13",
    contextLength: 400_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.1-codex-mini": {
    name: "GPT-5.1 Codex mini",
    author: "openai",
    created: "2025-11-13",
    contextLength: 400_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.1-chat-latest": {
    name: "GPT-5.1 Chat (latest)",
    author: "openai",
    created: "2025-11-13",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
