export { endpoints } from "./baichuan-m2/endpoints.ts";
export { models } from "./baichuan-m2/models.ts";
export { metadata } from "./metadata.ts";
