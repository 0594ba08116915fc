export { endpoints } from "./grok-4/endpoints.ts";
export { models } from "./grok-4/models.ts";
export { metadata } from "./metadata.ts";
