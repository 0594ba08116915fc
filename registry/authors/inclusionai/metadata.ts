import type { Author } from "../../schema.ts";

export const metadata = {
  displayName: "inclusionAI",
  homepage: "https://huggingface.co/inclusionAI",
} satisfies Author;
