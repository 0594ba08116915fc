import type { Author } from "../../schema.ts";

export const metadata = {
  displayName: "Amazon",
  homepage: "https://aws.amazon.com/ai/generative-ai/nova",
} satisfies Author;
