import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Anthropic", homepage: "https://www.anthropic.com" } satisfies Author;
