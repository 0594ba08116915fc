/**
 * Cases of routing.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { apiCases } from "./apis.ts";
import { severalKeysCases } from "./keys.ts";
import { orderCases } from "./order.ts";
import { refusedCases } from "./refused.ts";
import { retiredCases } from "./retired.ts";
import { stringCases } from "./strings.ts";

export const routingCases: readonly Case[] = [
  ...stringCases,
  ...orderCases,
  ...severalKeysCases,
  ...refusedCases,
  ...retiredCases,
  ...apiCases,
];
