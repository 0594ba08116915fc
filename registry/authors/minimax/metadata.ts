import type { Author } from "../../schema.ts";

export const metadata = { displayName: "MiniMax", homepage: "https://www.minimax.io" } satisfies Author;
