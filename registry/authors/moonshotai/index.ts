export { endpoints } from "./kimi-k2/endpoints.ts";
export { models } from "./kimi-k2/models.ts";
export { metadata } from "./metadata.ts";
