import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Baidu", homepage: "https://ernie.baidu.com" } satisfies Author;
