import type { Author } from "../../schema.ts";

export const metadata = {
  displayName: "Kwaipilot",
  homepage: "https://huggingface.co/Kwaipilot",
} satisfies Author;
