/**
 * USE: token counts, each in one class.
 * @module
 */
import { callerUsage } from "./caller.ts";
import { conventionCases } from "./conventions.ts";
import { impossibleUsage } from "./impossible.ts";
import { oneIdCases } from "./one-id.ts";
import { recordedUsage } from "./recorded.ts";
import { streamedUsage } from "./streamed.ts";

export const usageCases = [
  ...recordedUsage,
  ...conventionCases,
  ...streamedUsage,
  ...impossibleUsage,
  ...callerUsage,
  ...oneIdCases,
];
