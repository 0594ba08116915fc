import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Cohere", homepage: "https://cohere.com" } satisfies Author;
