/**
 * CST: what an answer costs.
 * @module
 */
import { cacheWriteCases } from "./cache-writes.ts";
import { declaredCases } from "./declared.ts";
import { exactCases } from "./exact.ts";
import { generatedCostCases } from "./generated.ts";
import { identityCases } from "./identity.ts";
import { lawCases } from "./laws.ts";
import { madeUpCases } from "./made-up.ts";
import { modifiedCases } from "./modified.ts";
import { reportedCases } from "./reported.ts";
import { searchCases } from "./searches.ts";
import { stackedCases } from "./stacked.ts";
import { tierCases } from "./tiers.ts";
import { timelineCases } from "./timeline.ts";
import { toldToolCases } from "./tools-told.ts";
import { wordCases } from "./words.ts";

export const costCases = [
  ...exactCases,
  ...cacheWriteCases,
  ...tierCases,
  ...madeUpCases,
  ...lawCases,
  ...reportedCases,
  ...identityCases,
  ...declaredCases,
  ...wordCases,
  ...searchCases,
  ...toldToolCases,
  ...modifiedCases,
  ...stackedCases,
  ...generatedCostCases,
  ...timelineCases,
];
