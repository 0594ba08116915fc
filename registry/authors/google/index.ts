export { endpoints } from "./gemma-4/endpoints.ts";
export { models } from "./gemma-4/models.ts";
export { metadata } from "./metadata.ts";
