import type { ModelsOf } from "../../define.ts";

export const models = {
  "autoglm-phone-9b-multilingual": {
    name: "AutoGLM Phone 9B Multilingual",
    author: "zai",
    created: "2025-12-10",
    contextLength: 65_536,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
