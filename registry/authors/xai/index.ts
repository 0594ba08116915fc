import { endpoints as grok4Endpoints } from "./grok-4/endpoints.ts";
import { models as grok4Models } from "./grok-4/models.ts";
import { endpoints as grokBuildEndpoints } from "./grok-build/endpoints.ts";
import { models as grokBuildModels } from "./grok-build/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...grok4Models,
  ...grokBuildModels,
};

export const endpoints = {
  ...grok4Endpoints,
  ...grokBuildEndpoints,
};
