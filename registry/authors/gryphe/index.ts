export { metadata } from "./metadata.ts";
export { endpoints } from "./mythomax/endpoints.ts";
export { models } from "./mythomax/models.ts";
