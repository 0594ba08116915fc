import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Google", homepage: "https://ai.google.dev" } satisfies Author;
