export { endpoints } from "./lfm2/endpoints.ts";
export { models } from "./lfm2/models.ts";
export { metadata } from "./metadata.ts";
