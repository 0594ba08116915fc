/**
 * The price by the place of the call (CST-10): the region that its URL names, whatever the deployment is called.
 * @module
 */
import type { Endpoint } from "../endpoint.ts";
import { type CompiledModifier, modifiedTier } from "./modifiers/compile.ts";
import type { CompiledTier } from "./tiers.ts";

/**
 * The endpoint with the prices of a place, which it keeps from then on. A place that nothing is declared about has the
 * prices of the list.
 * @param region as in the URL; nothing changes where the call has no place of its own
 * @throws RangeError where the regional price is no whole number of pico-USD, which the lint finds before
 */
export function placed(endpoint: Endpoint, region: string | undefined): Endpoint {
  const { modifiers = [] } = endpoint;
  const here = modifiers.filter(({ word, matches }) => word === "region" && matches(region ?? ""));
  if (region === undefined) return endpoint;
  if (here.length === 0) return { ...endpoint, place: region };
  const at = (tiers: readonly CompiledTier[], until?: string): CompiledTier[] =>
    tiers.map((tier) => tierAt(tier, here, until, endpoint.id));
  const hours = (windows: Endpoint["windows"]) =>
    windows && { windows: windows.map((window) => ({ ...window, tiers: at(window.tiers) })) };
  return {
    ...endpoint,
    tiers: at(endpoint.tiers),
    earlier: endpoint.earlier.map((period) => ({
      ...period,
      ...hours(period.windows),
      tiers: at(period.tiers, period.until),
    })),
    ...hours(endpoint.windows),
    place: region,
    modifiers: modifiers.filter(({ word }) => word !== "region"),
  };
}

function tierAt(
  tier: CompiledTier,
  here: readonly CompiledModifier[],
  until: string | undefined,
  id: string,
): CompiledTier {
  // A rise that began after a period ended was never paid in it.
  const holding = here.filter(({ from }) => from === undefined || until === undefined || from < until);
  const changed = modifiedTier(tier, holding);
  if (changed === null) throw new RangeError(`the prices of ${id} in its region are no whole numbers`);
  return changed;
}
