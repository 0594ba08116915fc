import { endpoints as phi3Endpoints } from "./phi-3/endpoints.ts";
import { models as phi3Models } from "./phi-3/models.ts";
import { endpoints as phi4Endpoints } from "./phi-4/endpoints.ts";
import { models as phi4Models } from "./phi-4/models.ts";
import { endpoints as wizardlm2Endpoints } from "./wizardlm-2/endpoints.ts";
import { models as wizardlm2Models } from "./wizardlm-2/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...phi3Models,
  ...phi4Models,
  ...wizardlm2Models,
};

export const endpoints = {
  ...phi3Endpoints,
  ...phi4Endpoints,
  ...wizardlm2Endpoints,
};
