/**
 * When prices have to be looked at again, and which are past that day (REG-12). Time passing breaks nothing, so this is a list
 * for whoever keeps the prices and no finding of the lint.
 * @module
 */
import type { RegistrySource } from "../registry.ts";
import { subjectsOf } from "./subject.ts";

/** How long a fact is trusted after it was read. */
export const VALID_DAYS = 90;
const DAY_MS = 86_400_000;

/** When a fact of a day has to be looked at again. @example reverifyDay("2026-08-21") // "2026-11-19" */
export const reverifyDay = (date: string): string =>
  new Date(Date.parse(date) + VALID_DAYS * DAY_MS).toISOString().slice(0, 10);

/** A price that is to be looked at again. */
export interface Stale {
  /** `model:provider`. */
  id: string;
  provider: string;
  source: string;
  /** The day that has passed; ISO date. */
  since: string;
}

/** The prices whose day has passed, in the order of the data. @param today ISO date */
export const stalePrices = (source: RegistrySource, today: string): Stale[] =>
  subjectsOf(source).flatMap(({ id, provider, config: { evidence } }) =>
    evidence.reverifyAfter < today
      ? [{ id, provider, source: evidence.source, since: evidence.reverifyAfter }]
      : [],
  );
