/**
 * What an answer of the gateway's own cache is charged (CST-08).
 * @module
 */
import type { Charge } from "./charge.ts";

/** Nothing: the call was paid for when the answer was made. */
export const CACHED_CHARGE: Charge = {
  amount: 0n,
  counted: "computed",
  computed: { kind: "priced", total: 0n, lines: [], tier: { from: 0, boundary: "above", shape: "whole" } },
  reported: null,
  problem: null,
};
