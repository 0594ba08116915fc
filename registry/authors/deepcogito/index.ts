export { endpoints } from "./cogito/endpoints.ts";
export { models } from "./cogito/models.ts";
export { metadata } from "./metadata.ts";
