import type { Author } from "../../schema.ts";

export const metadata = { displayName: "xAI", homepage: "https://x.ai" } satisfies Author;
