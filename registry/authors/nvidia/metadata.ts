import type { Author } from "../../schema.ts";

export const metadata = {
  displayName: "NVIDIA",
  homepage: "https://developer.nvidia.com/nemotron",
} satisfies Author;
