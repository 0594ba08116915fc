import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Perplexity", homepage: "https://www.perplexity.ai" } satisfies Author;
