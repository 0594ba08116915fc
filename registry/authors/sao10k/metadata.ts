import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Sao10K", homepage: "https://huggingface.co/Sao10K" } satisfies Author;
