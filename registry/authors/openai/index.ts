import { endpoints as embeddingsEndpoints } from "./embeddings/endpoints.ts";
import { models as embeddingsModels } from "./embeddings/models.ts";
import { endpoints as gpt3_5Endpoints } from "./gpt-3.5/endpoints.ts";
import { models as gpt3_5Models } from "./gpt-3.5/models.ts";
import { endpoints as gpt4Endpoints } from "./gpt-4/endpoints.ts";
import { models as gpt4Models } from "./gpt-4/models.ts";
import { endpoints as gpt4_1Endpoints } from "./gpt-4.1/endpoints.ts";
import { models as gpt4_1Models } from "./gpt-4.1/models.ts";
import { endpoints as gpt4oEndpoints } from "./gpt-4o/endpoints.ts";
import { models as gpt4oModels } from "./gpt-4o/models.ts";
import { endpoints as gpt5Endpoints } from "./gpt-5/endpoints.ts";
import { models as gpt5Models } from "./gpt-5/models.ts";
import { endpoints as gpt5_1Endpoints } from "./gpt-5.1/endpoints.ts";
import { models as gpt5_1Models } from "./gpt-5.1/models.ts";
import { endpoints as gpt5_2Endpoints } from "./gpt-5.2/endpoints.ts";
import { models as gpt5_2Models } from "./gpt-5.2/models.ts";
import { endpoints as gpt5_3Endpoints } from "./gpt-5.3/endpoints.ts";
import { models as gpt5_3Models } from "./gpt-5.3/models.ts";
import { endpoints as gpt5_4Endpoints } from "./gpt-5.4/endpoints.ts";
import { models as gpt5_4Models } from "./gpt-5.4/models.ts";
import { endpoints as gpt5_5Endpoints } from "./gpt-5.5/endpoints.ts";
import { models as gpt5_5Models } from "./gpt-5.5/models.ts";
import { endpoints as gpt5_6Endpoints } from "./gpt-5.6/endpoints.ts";
import { models as gpt5_6Models } from "./gpt-5.6/models.ts";
import { endpoints as gptOssEndpoints } from "./gpt-oss/endpoints.ts";
import { models as gptOssModels } from "./gpt-oss/models.ts";
import { endpoints as oSeriesEndpoints } from "./o-series/endpoints.ts";
import { models as oSeriesModels } from "./o-series/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...gpt3_5Models,
  ...gpt4Models,
  ...gpt4oModels,
  ...gpt4_1Models,
  ...oSeriesModels,
  ...gpt5Models,
  ...gpt5_1Models,
  ...gpt5_2Models,
  ...gpt5_3Models,
  ...gpt5_4Models,
  ...gpt5_5Models,
  ...gpt5_6Models,
  ...gptOssModels,
  ...embeddingsModels,
};

export const endpoints = {
  ...gpt3_5Endpoints,
  ...gpt4Endpoints,
  ...gpt4oEndpoints,
  ...gpt4_1Endpoints,
  ...oSeriesEndpoints,
  ...gpt5Endpoints,
  ...gpt5_1Endpoints,
  ...gpt5_2Endpoints,
  ...gpt5_3Endpoints,
  ...gpt5_4Endpoints,
  ...gpt5_5Endpoints,
  ...gpt5_6Endpoints,
  ...gptOssEndpoints,
  ...embeddingsEndpoints,
};
