import { endpoints as qwenEndpoints } from "./qwen/endpoints.ts";
import { models as qwenModels } from "./qwen/models.ts";
import { endpoints as qwen2_5Endpoints } from "./qwen2.5/endpoints.ts";
import { models as qwen2_5Models } from "./qwen2.5/models.ts";
import { endpoints as qwen3Endpoints } from "./qwen3/endpoints.ts";
import { models as qwen3Models } from "./qwen3/models.ts";
import { endpoints as qwen3_5Endpoints } from "./qwen3.5/endpoints.ts";
import { models as qwen3_5Models } from "./qwen3.5/models.ts";
import { endpoints as qwen3_6Endpoints } from "./qwen3.6/endpoints.ts";
import { models as qwen3_6Models } from "./qwen3.6/models.ts";
import { endpoints as qwen3_7Endpoints } from "./qwen3.7/endpoints.ts";
import { models as qwen3_7Models } from "./qwen3.7/models.ts";
import { endpoints as qwen3EmbeddingEndpoints } from "./qwen3-embedding/endpoints.ts";
import { models as qwen3EmbeddingModels } from "./qwen3-embedding/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...qwenModels,
  ...qwen2_5Models,
  ...qwen3Models,
  ...qwen3_5Models,
  ...qwen3_6Models,
  ...qwen3_7Models,
  ...qwen3EmbeddingModels,
};

export const endpoints = {
  ...qwenEndpoints,
  ...qwen2_5Endpoints,
  ...qwen3Endpoints,
  ...qwen3_5Endpoints,
  ...qwen3_6Endpoints,
  ...qwen3_7Endpoints,
  ...qwen3EmbeddingEndpoints,
};
