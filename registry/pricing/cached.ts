/**
 * What costs nothing, which is a price and no lack of one: an answer of the gateway's own cache (CST-08), a count (API-03).
 * @module
 */
import type { Charge } from "./charge.ts";

/** A charge of nothing. */
export const FREE_CHARGE: Charge = {
  amount: 0n,
  counted: "computed",
  computed: { kind: "priced", total: 0n, lines: [], tier: { from: 0, boundary: "above", shape: "whole" } },
  reported: null,
  problem: null,
};

/** Of an answer of the cache: the call was paid for when it was made. */
export const CACHED_CHARGE = FREE_CHARGE;
