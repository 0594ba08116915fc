/** Cases of the area LIM. @module */
import type { Case } from "../../engine/case.ts";
import { admissionCases } from "./admission.ts";
import { apartCases } from "./apart.ts";
import { besideCases } from "./beside.ts";
import { placeCases } from "./places.ts";
import { policyCases } from "./policies.ts";
import { providerLimitCases } from "./provider.ts";
import { quotaCases } from "./quotas.ts";

export const limitsCases: readonly Case[] = [
  ...policyCases,
  ...apartCases,
  ...quotaCases,
  ...providerLimitCases,
  ...admissionCases,
  ...placeCases,
  ...besideCases,
];
