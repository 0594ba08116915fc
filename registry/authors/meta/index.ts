import { endpoints as llama2Endpoints } from "./llama-2/endpoints.ts";
import { models as llama2Models } from "./llama-2/models.ts";
import { endpoints as llama3Endpoints } from "./llama-3/endpoints.ts";
import { models as llama3Models } from "./llama-3/models.ts";
import { endpoints as llama4Endpoints } from "./llama-4/endpoints.ts";
import { models as llama4Models } from "./llama-4/models.ts";
import { endpoints as llamaGuardEndpoints } from "./llama-guard/endpoints.ts";
import { models as llamaGuardModels } from "./llama-guard/models.ts";
import { endpoints as llamaPromptGuardEndpoints } from "./llama-prompt-guard/endpoints.ts";
import { models as llamaPromptGuardModels } from "./llama-prompt-guard/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...llama3Models,
  ...llama4Models,
  ...llamaPromptGuardModels,
  ...llama2Models,
  ...llamaGuardModels,
};

export const endpoints = {
  ...llama3Endpoints,
  ...llama4Endpoints,
  ...llamaPromptGuardEndpoints,
  ...llama2Endpoints,
  ...llamaGuardEndpoints,
};
