export { metadata } from "./metadata.ts";
export { endpoints } from "./qwen3/endpoints.ts";
export { models } from "./qwen3/models.ts";
