export { metadata } from "./metadata.ts";
export { endpoints } from "./sonar/endpoints.ts";
export { models } from "./sonar/models.ts";
