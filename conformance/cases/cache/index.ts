/** Cases of the area CAC. @module */
import type { Case } from "../../engine/case.ts";
import { inDatabase } from "../_shared/in-database.ts";
import { hitCases } from "./hits.ts";
import { repeatedMeaning } from "./meaning.ts";
import { passedCacheCases } from "./passed.ts";
import { storedCases } from "./stored.ts";
import { toldCases } from "./told.ts";
import { cachedTurns } from "./turns.ts";

export const cacheCases: readonly Case[] = [
  ...hitCases,
  ...storedCases,
  ...toldCases,
  ...repeatedMeaning,
  ...cachedTurns,
  ...passedCacheCases,
  inDatabase(
    {
      id: "cache.in-database",
      area: "cache",
      title: "Keeps and gives answers the same where they are in a database",
      why: "a key that loses a byte on its way to a column gives one tenant another's answer",
      modes: ["byok"],
    },
    [...hitCases, ...storedCases, ...toldCases],
  ),
];
