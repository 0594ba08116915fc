import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Xiaomi", homepage: "https://mimo.xiaomi.com" } satisfies Author;
