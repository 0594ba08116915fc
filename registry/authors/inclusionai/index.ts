export { endpoints } from "./ling/endpoints.ts";
export { models } from "./ling/models.ts";
export { metadata } from "./metadata.ts";
