import { endpoints as bgeEndpoints } from "./bge/endpoints.ts";
import { models as bgeModels } from "./bge/models.ts";

export { metadata } from "./metadata.ts";

export const models = { ...bgeModels };

export const endpoints = { ...bgeEndpoints };
