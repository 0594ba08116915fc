export { metadata } from "./metadata.ts";
export { endpoints } from "./sea-lion/endpoints.ts";
export { models } from "./sea-lion/models.ts";
