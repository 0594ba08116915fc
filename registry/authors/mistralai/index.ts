export { metadata } from "./metadata.ts";
export { endpoints } from "./mistral-nemo/endpoints.ts";
export { models } from "./mistral-nemo/models.ts";
