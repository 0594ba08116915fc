import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-oss-120b": {
    name: "GPT OSS 120B",
    author: "openai",
    created: "2025-08-05",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "gpt-oss-20b": {
    name: "GPT OSS 20B",
    author: "openai",
    created: "2025-08-05",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "gpt-oss-safeguard-20b": {
    name: "GPT OSS Safeguard 20B",
    author: "openai",
    created: "2025-10-29",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "gpt-oss-safeguard-120b": {
    name: "GPT OSS Safeguard 120B",
    author: "openai",
    created: "2025-10-29",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
