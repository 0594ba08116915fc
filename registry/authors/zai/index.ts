import { endpoints as autoglmEndpoints } from "./autoglm/endpoints.ts";
import { models as autoglmModels } from "./autoglm/models.ts";
import { endpoints as glm4Endpoints } from "./glm-4/endpoints.ts";
import { models as glm4Models } from "./glm-4/models.ts";
import { endpoints as glm5Endpoints } from "./glm-5/endpoints.ts";
import { models as glm5Models } from "./glm-5/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...glm4Models,
  ...glm5Models,
  ...autoglmModels,
};

export const endpoints = {
  ...glm4Endpoints,
  ...glm5Endpoints,
  ...autoglmEndpoints,
};
