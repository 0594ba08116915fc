import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Meta", homepage: "https://www.llama.com" } satisfies Author;
