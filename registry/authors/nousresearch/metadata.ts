import type { Author } from "../../schema.ts";

export const metadata = {
  displayName: "Nous Research",
  homepage: "https://nousresearch.com",
} satisfies Author;
