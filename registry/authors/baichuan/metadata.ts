import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Baichuan", homepage: "https://www.baichuan-ai.com" } satisfies Author;
