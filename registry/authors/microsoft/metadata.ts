import type { Author } from "../../schema.ts";

export const metadata = {
  displayName: "Microsoft",
  homepage: "https://azure.microsoft.com/products/phi",
} satisfies Author;
