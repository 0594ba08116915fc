import { endpoints as deepseekOcrEndpoints } from "./deepseek-ocr/endpoints.ts";
import { models as deepseekOcrModels } from "./deepseek-ocr/models.ts";
import { endpoints as deepseekR1Endpoints } from "./deepseek-r1/endpoints.ts";
import { models as deepseekR1Models } from "./deepseek-r1/models.ts";
import { endpoints as deepseekV3Endpoints } from "./deepseek-v3/endpoints.ts";
import { models as deepseekV3Models } from "./deepseek-v3/models.ts";
import { endpoints as deepseekV4Endpoints } from "./deepseek-v4/endpoints.ts";
import { models as deepseekV4Models } from "./deepseek-v4/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...deepseekR1Models,
  ...deepseekV3Models,
  ...deepseekV4Models,
  ...deepseekOcrModels,
};

export const endpoints = {
  ...deepseekR1Endpoints,
  ...deepseekV3Endpoints,
  ...deepseekV4Endpoints,
  ...deepseekOcrEndpoints,
};
