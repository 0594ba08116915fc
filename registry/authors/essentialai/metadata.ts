import type { Author } from "../../schema.ts";

export const metadata = {
  displayName: "Essential AI",
  homepage: "https://www.essential.ai",
} satisfies Author;
