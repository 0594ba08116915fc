import { endpoints as llama3Endpoints } from "./llama-3/endpoints.ts";
import { models as llama3Models } from "./llama-3/models.ts";
import { endpoints as llama4Endpoints } from "./llama-4/endpoints.ts";
import { models as llama4Models } from "./llama-4/models.ts";
import { endpoints as llamaPromptGuardEndpoints } from "./llama-prompt-guard/endpoints.ts";
import { models as llamaPromptGuardModels } from "./llama-prompt-guard/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...llama3Models,
  ...llama4Models,
  ...llamaPromptGuardModels,
};

export const endpoints = {
  ...llama3Endpoints,
  ...llama4Endpoints,
  ...llamaPromptGuardEndpoints,
};
