import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Mistral AI", homepage: "https://mistral.ai" } satisfies Author;
