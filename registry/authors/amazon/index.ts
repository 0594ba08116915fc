import { endpoints as novaEndpoints } from "./nova/endpoints.ts";
import { models as novaModels } from "./nova/models.ts";
import { endpoints as nova2Endpoints } from "./nova-2/endpoints.ts";
import { models as nova2Models } from "./nova-2/models.ts";
import { endpoints as titanEmbeddingsEndpoints } from "./titan-embeddings/endpoints.ts";
import { models as titanEmbeddingsModels } from "./titan-embeddings/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...novaModels,
  ...nova2Models,
  ...titanEmbeddingsModels,
};

export const endpoints = {
  ...novaEndpoints,
  ...nova2Endpoints,
  ...titanEmbeddingsEndpoints,
};
