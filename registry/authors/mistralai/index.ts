import { endpoints as codestralEndpoints } from "./codestral/endpoints.ts";
import { models as codestralModels } from "./codestral/models.ts";
import { endpoints as devstralEndpoints } from "./devstral/endpoints.ts";
import { models as devstralModels } from "./devstral/models.ts";
import { endpoints as embeddingsEndpoints } from "./embeddings/endpoints.ts";
import { models as embeddingsModels } from "./embeddings/models.ts";
import { endpoints as magistralEndpoints } from "./magistral/endpoints.ts";
import { models as magistralModels } from "./magistral/models.ts";
import { endpoints as ministralEndpoints } from "./ministral/endpoints.ts";
import { models as ministralModels } from "./ministral/models.ts";
import { endpoints as mistralLargeEndpoints } from "./mistral-large/endpoints.ts";
import { models as mistralLargeModels } from "./mistral-large/models.ts";
import { endpoints as mistralMediumEndpoints } from "./mistral-medium/endpoints.ts";
import { models as mistralMediumModels } from "./mistral-medium/models.ts";
import { endpoints as mistralNemoEndpoints } from "./mistral-nemo/endpoints.ts";
import { models as mistralNemoModels } from "./mistral-nemo/models.ts";
import { endpoints as mistralSmallEndpoints } from "./mistral-small/endpoints.ts";
import { models as mistralSmallModels } from "./mistral-small/models.ts";
import { endpoints as openModelsEndpoints } from "./open-models/endpoints.ts";
import { models as openModelsModels } from "./open-models/models.ts";
import { endpoints as voxtralEndpoints } from "./voxtral/endpoints.ts";
import { models as voxtralModels } from "./voxtral/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...codestralModels,
  ...devstralModels,
  ...magistralModels,
  ...ministralModels,
  ...mistralLargeModels,
  ...mistralMediumModels,
  ...mistralNemoModels,
  ...mistralSmallModels,
  ...openModelsModels,
  ...voxtralModels,
  ...embeddingsModels,
};

export const endpoints = {
  ...codestralEndpoints,
  ...devstralEndpoints,
  ...magistralEndpoints,
  ...ministralEndpoints,
  ...mistralLargeEndpoints,
  ...mistralMediumEndpoints,
  ...mistralNemoEndpoints,
  ...mistralSmallEndpoints,
  ...openModelsEndpoints,
  ...voxtralEndpoints,
  ...embeddingsEndpoints,
};
