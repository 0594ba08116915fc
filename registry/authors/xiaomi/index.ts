import { endpoints as mimoV2Endpoints } from "./mimo-v2/endpoints.ts";
import { models as mimoV2Models } from "./mimo-v2/models.ts";
import { endpoints as mimoV2_5Endpoints } from "./mimo-v2.5/endpoints.ts";
import { models as mimoV2_5Models } from "./mimo-v2.5/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...mimoV2Models,
  ...mimoV2_5Models,
};

export const endpoints = {
  ...mimoV2Endpoints,
  ...mimoV2_5Endpoints,
};
