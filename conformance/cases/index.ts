/**
 * Every case, in the order of the areas.
 * @module
 */
import type { Case } from "../case.ts";
import { mappingCases } from "./mapping/index.ts";

export const allCases: readonly Case[] = [...mappingCases];
