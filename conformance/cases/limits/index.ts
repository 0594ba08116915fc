/** Cases of the area LIM. @module */
import type { Case } from "../../engine/case.ts";
import { inDatabase } from "../_shared/in-database.ts";
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
  inDatabase(
    {
      id: "limits.in-database",
      area: "limits",
      title: "Counts the same where its counters are in a database",
      why: "limits across processes are counted there, and a window that ends a row early is seen by nobody",
      modes: ["ptb"],
      needs: { endpoints: { that: "with a price", where: ({ free, tiers }) => !free && tiers.length > 0 } },
    },
    [...policyCases, ...apartCases, ...quotaCases, ...providerLimitCases],
  ),
];
