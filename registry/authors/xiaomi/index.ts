export { metadata } from "./metadata.ts";
export { endpoints } from "./mimo-v2.5/endpoints.ts";
export { models } from "./mimo-v2.5/models.ts";
