import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Alibaba (Qwen)", homepage: "https://qwen.ai" } satisfies Author;
