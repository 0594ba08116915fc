/**
 * What providers allow the platform's own keys: requests and tokens a minute, tokens a day, as the registry lists them.
 * @module
 */
import type { Endpoint } from "../endpoint.ts";
import type { WorstCase } from "../pricing/cost.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** One of an endpoint's limits, and what a request may use of it. */
export interface ProviderClaim {
  limit: "rpm" | "tpm" | "tpd";
  /** Requests or tokens. A request that alone may use more than the limit is counted as the whole of it. */
  amount: bigint;
  most: bigint;
  windowMs: number;
}

/**
 * What an attempt may use at most of each limit that the endpoint has; none where the registry lists none.
 * @param calls requests that the attempt takes
 */
export function providerClaims(
  { rateLimits = {} }: Pick<Endpoint, "rateLimits">,
  bounds: WorstCase,
  calls = 1,
): ProviderClaim[] {
  const tokens = BigInt(bounds.promptTokens + bounds.completionTokens + bounds.extraReasoningTokens);
  const rows = [
    { limit: "rpm", asked: BigInt(calls), most: rateLimits.rpm, windowMs: MINUTE_MS },
    { limit: "tpm", asked: tokens, most: rateLimits.tpm, windowMs: MINUTE_MS },
    { limit: "tpd", asked: tokens, most: rateLimits.tpd, windowMs: DAY_MS },
  ] as const;
  return rows.flatMap(({ limit, asked, most, windowMs }) => {
    if (most === undefined) return [];
    const allowed = BigInt(most);
    return [{ limit, amount: asked > allowed ? allowed : asked, most: allowed, windowMs }];
  });
}
