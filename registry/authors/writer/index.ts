export { metadata } from "./metadata.ts";
export { endpoints } from "./palmyra/endpoints.ts";
export { models } from "./palmyra/models.ts";
