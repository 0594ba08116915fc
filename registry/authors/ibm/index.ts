export { endpoints } from "./granite-4/endpoints.ts";
export { models } from "./granite-4/models.ts";
export { metadata } from "./metadata.ts";
