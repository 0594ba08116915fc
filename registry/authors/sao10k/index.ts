export { endpoints } from "./llama-3-tunes/endpoints.ts";
export { models } from "./llama-3-tunes/models.ts";
export { metadata } from "./metadata.ts";
