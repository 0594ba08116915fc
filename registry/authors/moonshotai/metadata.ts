import type { Author } from "../../schema.ts";

export const metadata = { displayName: "Moonshot AI", homepage: "https://www.moonshot.ai" } satisfies Author;
