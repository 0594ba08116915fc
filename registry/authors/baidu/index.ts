import { endpoints as ernie4_5Endpoints } from "./ernie-4.5/endpoints.ts";
import { models as ernie4_5Models } from "./ernie-4.5/models.ts";
import { endpoints as paddleocrEndpoints } from "./paddleocr/endpoints.ts";
import { models as paddleocrModels } from "./paddleocr/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...ernie4_5Models,
  ...paddleocrModels,
};

export const endpoints = {
  ...ernie4_5Endpoints,
  ...paddleocrEndpoints,
};
