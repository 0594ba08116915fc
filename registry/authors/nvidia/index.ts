export { metadata } from "./metadata.ts";
export { endpoints } from "./nemotron/endpoints.ts";
export { models } from "./nemotron/models.ts";
