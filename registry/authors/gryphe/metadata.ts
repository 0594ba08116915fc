import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Gryphe", homepage: "https://huggingface.co/Gryphe" } satisfies Author;
