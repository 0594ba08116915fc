export { endpoints } from "./kat-coder/endpoints.ts";
export { models } from "./kat-coder/models.ts";
export { metadata } from "./metadata.ts";
