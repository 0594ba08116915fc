export { endpoints } from "./hermes/endpoints.ts";
export { models } from "./hermes/models.ts";
export { metadata } from "./metadata.ts";
