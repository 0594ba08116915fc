/**
 * Rate limits that callers set for their own users, and that the operator sets for tenants (LIM-01). Both are counted for
 * every request that no earlier stage answered, in one step, before any attempt; a limit in money reserves the most that
 * the request can cost and is corrected when its cost is known.
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import { isObject, parseJson } from "../../registry/json.ts";
import { LIMIT_HEADERS, POLICY_HEADER } from "../../registry/limits/header-names.ts";
import {
  formatQuota,
  parsePolicy,
  type RateLimitPolicy,
  segmentParts,
} from "../../registry/limits/policy.ts";
import { BODY_JSON } from "../../registry/limits/structure.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { GatewayParts } from "../parts.ts";
import { Refused } from "../routes/http.ts";
import {
  type Claim,
  type Count,
  counterKey,
  MAX_COUNT,
  type Taken,
} from "../stores/counters/counter-store.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { within } from "../upstream/timeout.ts";
import type { Inbound, Stage } from "./stage.ts";

/** A store that takes longer counts as down. */
const STORE_MS = 2000;

/** A policy that holds for a request, and who set it. */
interface Held {
  by: "caller" | "operator";
  policy: RateLimitPolicy;
}

/** What was counted for a request, to be corrected. */
interface Counted {
  claim: Claim;
  until: number;
  unit: RateLimitPolicy["unit"];
}

/** The caller's own policy. @throws Refused with 400 naming what is wrong */
function callerPolicy(headers: HeaderLookup): Held[] {
  const text = headers.get(POLICY_HEADER);
  if (text === null) return [];
  const parsed = parsePolicy(text);
  if (parsed.ok) return [{ by: "caller", policy: parsed.policy }];
  throw new Refused(
    gatewayError("invalid_request", `${POLICY_HEADER}: ${parsed.problem}`, {
      code: "invalid_header",
      param: POLICY_HEADER,
    }),
  );
}

/** The user of a request: the header's, else the body's. */
function userOf({ labels, body }: Inbound): string | null {
  if (labels.userId !== null) return labels.userId;
  try {
    const parsed = parseJson(Buffer.from(body).toString(), BODY_JSON);
    return isObject(parsed) && typeof parsed.user === "string" && parsed.user !== "" ? parsed.user : null;
  } catch {
    // Not JSON: a passthrough body of any kind names no user.
    return null;
  }
}

async function claimOf({ by, policy }: Held, inbound: Inbound): Promise<Claim> {
  const userId = policy.segment.kind === "user" ? userOf(inbound) : inbound.labels.userId;
  const parts = segmentParts(policy, { userId, properties: inbound.labels.properties });
  const own = inbound.limitsOf === null ? [] : ["of", inbound.limitsOf];
  return {
    // Counting tokens is free and comes before every message: it must not use up what is meant for messages.
    key: counterKey("rate-limit", [inbound.tenant.id, by, ...parts, ...own]),
    amount: policy.unit === "request" ? 1n : await costAtMost(inbound),
    limit: policy.quota,
    windowMs: policy.windowSeconds * 1000,
  };
}

/** What the request may cost. Where nothing tells, something must be left of the quota at least. */
async function costAtMost({ worstCost }: Inbound): Promise<bigint> {
  const cost = (await worstCost?.()) ?? 1n;
  return cost > MAX_COUNT ? MAX_COUNT : cost;
}

const secondsUntil = (until: number, now: number): number => Math.max(1, Math.ceil((until - now) / 1000));

function tell(
  inbound: Inbound,
  { quota, unit, text }: RateLimitPolicy,
  { used, until }: Count,
  now: number,
): void {
  const left = quota > used ? quota - used : 0n;
  inbound.answerHeaders.set(LIMIT_HEADERS.limit, formatQuota(quota, unit));
  inbound.answerHeaders.set(LIMIT_HEADERS.remaining, formatQuota(left, unit));
  inbound.answerHeaders.set(LIMIT_HEADERS.reset, String(secondsUntil(until, now)));
  inbound.answerHeaders.set(LIMIT_HEADERS.policy, text);
}

function limited({ by, policy }: Held, until: number, now: number): Refused {
  const whose = by === "caller" ? POLICY_HEADER : "the limit that this gateway sets for the tenant";
  return new Refused(
    gatewayError("rate_limit", `Rate limit reached: ${policy.text} (${whose})`, {
      code: "rate_limited",
      retryAfter: secondsUntil(until, now),
    }),
  );
}

const unavailable = (): Refused =>
  new Refused(
    gatewayError("overloaded", "Rate limits cannot be checked at the moment", {
      code: "rate_limits_unavailable",
      retryAfter: 1,
    }),
  );

/** Counts, or says that the store is down: then it is the configuration that decides. */
async function take(claims: readonly Claim[], { id }: Inbound, parts: GatewayParts): Promise<Taken | null> {
  try {
    const tooLong = () => new Error("the store of counters took too long");
    return await within(parts.counters.take(claims), STORE_MS, parts.clock, tooLong);
  } catch (thrown) {
    const { whenDown } = parts.rateLimits;
    parts.log("error", "rate-limit.store-failed", {
      requestId: id,
      policy: whenDown,
      ...describeError(thrown),
    });
    if (whenDown === "allow") return null;
    throw unavailable();
  }
}

/** Sums of money are what a limit in cents ends up counting; requests count as requests, whatever became of them. */
async function correct(
  { claim, until, unit }: Counted,
  cost: bigint,
  { counters }: GatewayParts,
): Promise<void> {
  if (unit === "cents" && cost !== claim.amount) await counters.adjust(claim.key, until, cost - claim.amount);
}

async function correctAll(all: readonly Counted[], cost: bigint, parts: GatewayParts): Promise<void> {
  for (const each of all) await correct(each, cost, parts);
}

/**
 * Reading comes before the cache, so that a wrong policy is refused whatever is stored; counting after it, so that stored
 * answers are not counted.
 */
export function rateLimits(): { readPolicy: Stage; count: Stage } {
  const held = new WeakMap<Inbound, Held[]>();
  const counted = new WeakMap<Inbound, Counted[]>();
  const countAll = async (
    policies: readonly [Held, ...Held[]],
    inbound: Inbound,
    parts: GatewayParts,
  ): Promise<null> => {
    const [told] = policies;
    const claims: Claim[] = [];
    for (const each of policies) claims.push(await claimOf(each, inbound));
    const taken = await take(claims, inbound, parts);
    if (taken === null) return null;
    const now = parts.clock.now();
    if (!taken.ok) {
      const refused = policies[taken.refused] ?? told;
      tell(inbound, refused.policy, taken.count, now);
      throw limited(refused, taken.count.until, now);
    }
    const [count] = taken.counts;
    if (count) tell(inbound, told.policy, count, now);
    counted.set(
      inbound,
      claims.map((claim, i) => ({
        claim,
        until: taken.counts[i]?.until ?? 0,
        unit: policies[i]?.policy.unit ?? "request",
      })),
    );
    return null;
  };
  return {
    readPolicy: {
      name: "rate-limit-policy",
      before: (inbound, { rateLimits: { tenants } }) => {
        const own = tenants.get(inbound.tenant.id) ?? tenants.get("*");
        const all = [
          ...callerPolicy(inbound.headers),
          ...(own ? [{ by: "operator" as const, policy: own }] : []),
        ];
        if (all.length > 0) held.set(inbound, all);
        return null;
      },
    },
    count: {
      name: "rate-limits",
      before: (inbound, parts) => {
        const [told, ...more] = held.get(inbound) ?? [];
        return told === undefined ? null : countAll([told, ...more], inbound, parts);
      },
      after: (inbound, { record }, parts) => {
        const all = counted.get(inbound);
        return all && correctAll(all, record.cost?.amount ?? 0n, parts);
      },
    },
  };
}
