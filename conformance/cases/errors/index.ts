/** Cases of the area ERR. @module */
import type { Case } from "../../engine/case.ts";
import { attemptCases } from "./attempts.ts";
import { bodyCases } from "./bodies.ts";
import { faultCases } from "./faults.ts";
import { inSuccessCases } from "./in-200.ts";
import { inputCases } from "./input.ts";
import { leakCases } from "./leaks.ts";
import { matrixCases } from "./matrix.ts";
import { midStreamCases } from "./mid-stream.ts";
import { networkCases } from "./network.ts";
import { ownWordsCases } from "./own-words.ts";
import { recordedErrors } from "./recorded.ts";
import { retryAfterCases } from "./retry-after.ts";
import { googleRetryCases } from "./retry-after-google.ts";
import { statusCases } from "./statuses.ts";
import { storageCases } from "./storage.ts";

export const errorsCases: readonly Case[] = [
  ...recordedErrors,
  ...statusCases,
  ...bodyCases,
  ...matrixCases,
  ...inSuccessCases,
  ...midStreamCases,
  ...networkCases,
  ...faultCases,
  ...retryAfterCases,
  ...googleRetryCases,
  ...leakCases,
  ...attemptCases,
  ...inputCases,
  ...ownWordsCases,
  ...storageCases,
];
