import type { Author } from "../../schema.ts";

export const metadata = { displayName: "DeepSeek", homepage: "https://www.deepseek.com" } satisfies Author;
