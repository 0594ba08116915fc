/** Cases of the area OBS. @module */
import type { Case } from "../../engine/case.ts";
import { bodyCases } from "./bodies.ts";
import { logCases } from "./log.ts";
import { passedCases } from "./passed.ts";
import { queryCases } from "./query.ts";
import { recordCases } from "./records.ts";
import { standingCases } from "./standing.ts";
import { storageCases } from "./storage.ts";
import { telemetryCases } from "./telemetry.ts";
import { tenantCases } from "./tenants.ts";
import { webhookCases } from "./webhooks.ts";

export const observabilityCases: readonly Case[] = [
  ...recordCases,
  ...standingCases,
  ...storageCases,
  ...queryCases,
  ...logCases,
  ...tenantCases,
  ...bodyCases,
  ...telemetryCases,
  ...webhookCases,
  ...passedCases.filter(({ area }) => area === "observability"),
];
