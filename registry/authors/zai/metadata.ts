import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Z.ai", homepage: "https://z.ai" } satisfies Author;
