/**
 * Which tokens of a request pay which tier. Under a whole tier all of them pay that tier. Under a marginal one, token n
 * of the basis, counted in `FILL_ORDER`, pays the tier that a prompt of n tokens reaches; what does not count toward the
 * threshold stays with the whole tier below.
 * @module
 */
import type { Usage, UsageClass } from "../canonical/usage.ts";
import { type CompiledTier, chooseTier, FILL_ORDER } from "./tiers.ts";

/** A part of the usage and the tier that prices it. */
export interface Band {
  tier: CompiledTier;
  usage: Usage;
}

/** How many tokens of the basis lie below a tier. */
const roomBelow = ({ from, boundary }: CompiledTier): number => (boundary === "above" ? from : from - 1);

/** Splits the counted tokens over the bands, in order: the room of each but the last is bounded. */
function fill(bands: readonly Band[], usage: Usage, basis: readonly UsageClass[]): void {
  let taken = 0;
  let i = 0;
  for (const name of FILL_ORDER.filter((known) => basis.includes(known))) {
    let left = usage[name] ?? 0;
    while (left > 0) {
      const next = bands[i + 1];
      const room = next ? roomBelow(next.tier) - taken : left;
      const share = Math.min(left, room);
      const band = bands[i];
      // Stryker disable next-line ConditionalExpression,LogicalOperator,EqualityOperator: a share of 0 has no line on the bill, and each step has its band
      if (band && share > 0) band.usage[name] = share;
      taken += share;
      left -= share;
      if (left > 0) i++;
    }
  }
}

/** The bands of a request, lowest first; never empty. @throws RangeError when there are no tiers */
export function bandsOf(tiers: readonly CompiledTier[], usage: Usage): Band[] {
  const chosen = chooseTier(tiers, usage);
  // Stryker disable next-line ConditionalExpression,StringLiteral: a short cut: the general way makes the same one band of a whole tier
  if (chosen.shape === "whole") return [{ tier: chosen, usage }];
  const reached = tiers.slice(0, tiers.indexOf(chosen) + 1);
  const lowest = reached.findLastIndex(({ shape }) => shape === "whole");
  const bands = reached.slice(lowest).map((tier): Band => ({ tier, usage: {} }));
  const { basis } = chosen;
  const [flat] = bands;
  for (const [name, count] of Object.entries(usage) as [UsageClass, number][]) {
    if (flat && !basis.includes(name)) flat.usage[name] = count;
  }
  fill(bands, usage, basis);
  return bands;
}
