import type { Author } from "../../schema.ts";

export const metadata = { displayName: "AI Singapore", homepage: "https://sea-lion.ai" } satisfies Author;
