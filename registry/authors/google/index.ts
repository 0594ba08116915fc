import { endpoints as embeddingsEndpoints } from "./embeddings/endpoints.ts";
import { models as embeddingsModels } from "./embeddings/models.ts";
import { endpoints as gemini2_0Endpoints } from "./gemini-2.0/endpoints.ts";
import { models as gemini2_0Models } from "./gemini-2.0/models.ts";
import { endpoints as gemini2_5Endpoints } from "./gemini-2.5/endpoints.ts";
import { models as gemini2_5Models } from "./gemini-2.5/models.ts";
import { endpoints as gemini3Endpoints } from "./gemini-3/endpoints.ts";
import { models as gemini3Models } from "./gemini-3/models.ts";
import { endpoints as gemini3_1Endpoints } from "./gemini-3.1/endpoints.ts";
import { models as gemini3_1Models } from "./gemini-3.1/models.ts";
import { endpoints as gemini3_5Endpoints } from "./gemini-3.5/endpoints.ts";
import { models as gemini3_5Models } from "./gemini-3.5/models.ts";
import { endpoints as gemini3_6Endpoints } from "./gemini-3.6/endpoints.ts";
import { models as gemini3_6Models } from "./gemini-3.6/models.ts";
import { endpoints as gemini3_7Endpoints } from "./gemini-3.7/endpoints.ts";
import { models as gemini3_7Models } from "./gemini-3.7/models.ts";
import { endpoints as gemma3Endpoints } from "./gemma-3/endpoints.ts";
import { models as gemma3Models } from "./gemma-3/models.ts";
import { endpoints as gemma4Endpoints } from "./gemma-4/endpoints.ts";
import { models as gemma4Models } from "./gemma-4/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...gemini2_0Models,
  ...gemini2_5Models,
  ...gemini3Models,
  ...gemini3_1Models,
  ...gemini3_5Models,
  ...gemini3_6Models,
  ...gemini3_7Models,
  ...gemma3Models,
  ...gemma4Models,
  ...embeddingsModels,
};

export const endpoints = {
  ...gemini2_0Endpoints,
  ...gemini2_5Endpoints,
  ...gemini3Endpoints,
  ...gemini3_1Endpoints,
  ...gemini3_5Endpoints,
  ...gemini3_6Endpoints,
  ...gemini3_7Endpoints,
  ...gemma3Endpoints,
  ...gemma4Endpoints,
  ...embeddingsEndpoints,
};
