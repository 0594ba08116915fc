import type { Author } from "../../schema.ts";

export const metadata = { displayName: "OpenAI", homepage: "https://openai.com" } satisfies Author;
