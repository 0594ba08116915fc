import { endpoints as minimaxM1Endpoints } from "./minimax-m1/endpoints.ts";
import { models as minimaxM1Models } from "./minimax-m1/models.ts";
import { endpoints as minimaxM2Endpoints } from "./minimax-m2/endpoints.ts";
import { models as minimaxM2Models } from "./minimax-m2/models.ts";
import { endpoints as minimaxM3Endpoints } from "./minimax-m3/endpoints.ts";
import { models as minimaxM3Models } from "./minimax-m3/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...minimaxM1Models,
  ...minimaxM2Models,
  ...minimaxM3Models,
};

export const endpoints = {
  ...minimaxM1Endpoints,
  ...minimaxM2Endpoints,
  ...minimaxM3Endpoints,
};
