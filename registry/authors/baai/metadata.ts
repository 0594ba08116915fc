import type { Author } from "../../schema.ts";

export const metadata = { displayName: "BAAI", homepage: "https://www.baai.ac.cn" } satisfies Author;
