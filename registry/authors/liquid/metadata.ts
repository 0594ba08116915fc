import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Liquid AI", homepage: "https://www.liquid.ai" } satisfies Author;
