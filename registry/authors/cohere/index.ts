import { endpoints as commandAEndpoints } from "./command-a/endpoints.ts";
import { models as commandAModels } from "./command-a/models.ts";
import { endpoints as commandREndpoints } from "./command-r/endpoints.ts";
import { models as commandRModels } from "./command-r/models.ts";
import { endpoints as embeddingsEndpoints } from "./embeddings/endpoints.ts";
import { models as embeddingsModels } from "./embeddings/models.ts";
import { endpoints as northEndpoints } from "./north/endpoints.ts";
import { models as northModels } from "./north/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...commandAModels,
  ...commandRModels,
  ...northModels,
  ...embeddingsModels,
};

export const endpoints = {
  ...commandAEndpoints,
  ...commandREndpoints,
  ...northEndpoints,
  ...embeddingsEndpoints,
};
