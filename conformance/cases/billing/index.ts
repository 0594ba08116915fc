/**
 * BIL: who pays, how much, and when.
 * @module
 */
import { inDatabase } from "../_shared/in-database.ts";
import { walletCases } from "../wallet/index.ts";
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

const ownCases = [
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

const isPaid = ({ free }: { free: boolean }): boolean => !free;

export const billingCases = [
  ...ownCases,
  inDatabase(
    {
      id: "billing.in-database",
      area: "billing",
      title: "Keeps its books the same where they are in a database",
      why: "a wallet in memory has no row that two processes can read, and no column that can be the wrong one",
      modes: ["ptb"],
      needs: { endpoints: { that: "is not free", where: isPaid } },
    },
    [...creditCases, ...onceCases, ...lowWalletCases, ...alarmCases, ...walletCases],
  ),
  inDatabase(
    {
      id: "billing.exits-in-database",
      area: "billing",
      title: "Closes a reservation at every exit where it is a row in a database",
      why: "a row that stays is money that is gone, and a restart finds it again",
      modes: ["ptb"],
    },
    exitCases,
  ),
];
