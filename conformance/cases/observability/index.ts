/** Cases of the area OBS. @module */
import type { Case } from "../../engine/case.ts";
import { inDatabase } from "../_shared/in-database.ts";
import { bodyCases } from "./bodies.ts";
import { exportCases } from "./export.ts";
import { labelCases } from "./labels.ts";
import { logCases } from "./log.ts";
import { passedCases } from "./passed.ts";
import { queryCases } from "./query.ts";
import { recordCases } from "./records.ts";
import { standingCases } from "./standing.ts";
import { storageCases } from "./storage.ts";
import { telemetryCases } from "./telemetry.ts";
import { tenantCases } from "./tenants.ts";
import { webhookCases } from "./webhooks.ts";

const ownCases: readonly Case[] = [
  ...recordCases,
  ...labelCases,
  ...standingCases,
  ...storageCases,
  ...queryCases,
  ...exportCases,
  ...logCases,
  ...tenantCases,
  ...bodyCases,
  ...telemetryCases,
  ...webhookCases,
  ...passedCases.filter(({ area }) => area === "observability"),
];

export const observabilityCases: readonly Case[] = [
  ...ownCases,
  inDatabase(
    {
      id: "observability.in-database",
      area: "observability",
      title: "Keeps and tells its request log the same where it is in a database",
      why: "what serves is a database, and what is looked at in every test is a list in memory",
      modes: ["byok"],
    },
    [...recordCases, ...queryCases, ...exportCases, ...logCases, ...tenantCases, ...bodyCases],
  ),
];
