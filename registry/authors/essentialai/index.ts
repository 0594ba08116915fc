export { metadata } from "./metadata.ts";
export { endpoints } from "./rnj/endpoints.ts";
export { models } from "./rnj/models.ts";
