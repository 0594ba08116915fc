import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-5.3-codex": {
    name: "GPT-5.3 Codex",
    author: "openai",
    created: "2026-02-05",
    contextLength: 400_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.3-codex-spark": {
    name: "GPT-5.3 Codex Spark",
    author: "openai",
    created: "2026-02-05",
    contextLength: 128_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.3-chat-latest": {
    name: "GPT-5.3 Chat (latest)",
    author: "openai",
    created: "2026-03-03",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
