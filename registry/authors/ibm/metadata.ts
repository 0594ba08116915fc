import type { Author } from "../../schema.ts";

export const metadata = { displayName: "IBM", homepage: "https://www.ibm.com/granite" } satisfies Author;
