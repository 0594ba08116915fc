/**
 * BIL: who pays, how much, and when.
 * @module
 */
import { alarmCases } from "./alarms.ts";
import { creditCases } from "./credit.ts";
import { cutCases } from "./cut.ts";
import { exitCases } from "./exits.ts";
import { longCases } from "./long.ts";
import { lostCases } from "./lost.ts";
import { lowWalletCases } from "./low.ts";
import { modeCases } from "./modes.ts";
import { onceCases } from "./once.ts";
import { reserveCases } from "./reserve.ts";
import { reserveGeneratedCases } from "./reserve-generated.ts";
import { billingStorageCases } from "./storage.ts";
import { toldCases } from "./told.ts";
import { unpricedCases } from "./unpriced.ts";

export const billingCases = [
  ...reserveCases,
  ...reserveGeneratedCases,
  ...longCases,
  ...exitCases,
  ...creditCases,
  ...onceCases,
  ...unpricedCases,
  ...toldCases,
  ...cutCases,
  ...modeCases,
  ...alarmCases,
  ...lowWalletCases,
  ...lostCases,
  ...billingStorageCases,
];
