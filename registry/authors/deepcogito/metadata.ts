import type { Author } from "../../schema.ts";

export const metadata = {
  displayName: "Deep Cogito",
  homepage: "https://www.deepcogito.com",
} satisfies Author;
