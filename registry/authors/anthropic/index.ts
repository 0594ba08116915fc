import { endpoints as claude3Endpoints } from "./claude-3/endpoints.ts";
import { models as claude3Models } from "./claude-3/models.ts";
import { endpoints as claude3_5Endpoints } from "./claude-3.5/endpoints.ts";
import { models as claude3_5Models } from "./claude-3.5/models.ts";
import { endpoints as claude3_7Endpoints } from "./claude-3.7/endpoints.ts";
import { models as claude3_7Models } from "./claude-3.7/models.ts";
import { endpoints as claude4Endpoints } from "./claude-4/endpoints.ts";
import { models as claude4Models } from "./claude-4/models.ts";
import { endpoints as claude4_5Endpoints } from "./claude-4.5/endpoints.ts";
import { models as claude4_5Models } from "./claude-4.5/models.ts";
import { endpoints as claude4_6Endpoints } from "./claude-4.6/endpoints.ts";
import { models as claude4_6Models } from "./claude-4.6/models.ts";
import { endpoints as claude4_7Endpoints } from "./claude-4.7/endpoints.ts";
import { models as claude4_7Models } from "./claude-4.7/models.ts";
import { endpoints as claude4_8Endpoints } from "./claude-4.8/endpoints.ts";
import { models as claude4_8Models } from "./claude-4.8/models.ts";
import { endpoints as claude5Endpoints } from "./claude-5/endpoints.ts";
import { models as claude5Models } from "./claude-5/models.ts";

export { metadata } from "./metadata.ts";

export const models = {
  ...claude3Models,
  ...claude3_5Models,
  ...claude3_7Models,
  ...claude4Models,
  ...claude4_5Models,
  ...claude4_6Models,
  ...claude4_7Models,
  ...claude4_8Models,
  ...claude5Models,
};

export const endpoints = {
  ...claude3Endpoints,
  ...claude3_5Endpoints,
  ...claude3_7Endpoints,
  ...claude4Endpoints,
  ...claude4_5Endpoints,
  ...claude4_6Endpoints,
  ...claude4_7Endpoints,
  ...claude4_8Endpoints,
  ...claude5Endpoints,
};
