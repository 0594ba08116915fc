/** Cases of the area FLB. @module */
import type { Case } from "../../engine/case.ts";
import { attemptCases } from "./attempts.ts";
import { dialectCases } from "./dialects.ts";
import { healthCases } from "./health.ts";
import { retryCases } from "./retries.ts";
import { ruleCases } from "./rules.ts";
import { sequenceCases } from "./sequences.ts";
import { streamCases } from "./streams.ts";

export const fallbackCases: readonly Case[] = [
  ...ruleCases,
  ...streamCases,
  ...attemptCases,
  ...dialectCases,
  ...sequenceCases,
  ...retryCases,
  ...healthCases,
];
