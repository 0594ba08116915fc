export { metadata } from "./metadata.ts";
export { endpoints } from "./minimax-m2/endpoints.ts";
export { models } from "./minimax-m2/models.ts";
