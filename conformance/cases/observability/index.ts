/** Cases of the area OBS. @module */
import type { Case } from "../../engine/case.ts";
import { bodyCases } from "./bodies.ts";
import { passedCases } from "./passed.ts";
import { queryCases } from "./query.ts";
import { recordCases } from "./records.ts";
import { tenantCases } from "./tenants.ts";

export const observabilityCases: readonly Case[] = [
  ...recordCases,
  ...queryCases,
  ...tenantCases,
  ...bodyCases,
  ...passedCases.filter(({ area }) => area === "observability"),
];
