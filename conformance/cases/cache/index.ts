/** Cases of the area CAC. @module */
import type { Case } from "../../engine/case.ts";
import { hitCases } from "./hits.ts";
import { repeatedMeaning } from "./meaning.ts";
import { passedCacheCases } from "./passed.ts";
import { storedCases } from "./stored.ts";
import { toldCases } from "./told.ts";

export const cacheCases: readonly Case[] = [
  ...hitCases,
  ...storedCases,
  ...toldCases,
  ...repeatedMeaning,
  ...passedCacheCases,
];
