/** Cases of the area SEC. @module */
import type { Case } from "../../engine/case.ts";
import { bodyCases } from "./bodies.ts";
import { crowdCases } from "./crowd.ts";
import { echoCases } from "./echoes.ts";
import { headerCases } from "./headers.ts";
import { injectionCases } from "./injection.ts";
import { socketCases } from "./sockets.ts";
import { tenantCases } from "./tenants.ts";

export const securityCases: readonly Case[] = [
  ...headerCases,
  ...injectionCases,
  ...bodyCases,
  ...tenantCases,
  ...crowdCases,
  ...echoCases,
  ...socketCases,
];
