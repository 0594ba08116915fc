import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Writer", homepage: "https://writer.com" } satisfies Author;
