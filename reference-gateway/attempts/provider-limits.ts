/**
 * Limits that providers set for the platform's own keys: kept by the gateway itself, so that one tenant's burst is no
 * refusal for all the others. Counted exactly, across processes that share the store of counters.
 * @module
 */
import type { UsageReading } from "../../registry/canonical/usage.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { ProviderClaim } from "../../registry/limits/provider-limits.ts";
import { tokenCounts } from "../../registry/telemetry/gen-ai.ts";
import { type Claim, counterKey, type Taken } from "../stores/counters/counter-store.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { within } from "../upstream/timeout.ts";
import { type AnyReady, AttemptFailed } from "./job.ts";

/** A store that takes longer counts as down. */
const STORE_MS = 2000;

/** One limit as it was counted. */
interface Counted extends Claim {
  limitName: ProviderClaim["limit"];
  until: number;
}

const NAMES: Readonly<Record<ProviderClaim["limit"], string>> = {
  rpm: "requests a minute",
  tpm: "tokens a minute",
  tpd: "tokens a day",
};

async function take(claims: readonly Claim[], { job, provider }: AnyReady): Promise<Taken | null> {
  const { counters, clock, rateLimits, log } = job.parts;
  try {
    const tooLong = () => new Error("the store of counters took too long");
    return await within(counters.take(claims), STORE_MS, clock, tooLong);
  } catch (thrown) {
    const policy = rateLimits.whenDown;
    log("error", "rate-limit.store-failed", { requestId: job.requestId, policy, ...describeError(thrown) });
    if (policy === "allow") return null;
    throw new AttemptFailed(
      gatewayError("overloaded", "Rate limits cannot be checked at the moment", {
        code: "rate_limits_unavailable",
        provider: provider.slug,
        retryAfter: 1,
      }),
    );
  }
}

/** Counts an attempt. @throws AttemptFailed where one of the limits is used up: the next attempt may still pass */
async function count(ready: AnyReady, claims: readonly ProviderClaim[]): Promise<Counted[]> {
  const { attempt, provider, job } = ready;
  const { endpoint, mode } = attempt;
  // A caller's own key has the caller's own limits.
  if (mode === "byok" || claims.length === 0) return [];
  const asked = claims.map(({ limit, amount, most, windowMs }) => ({
    key: counterKey("provider-limit", [endpoint.provider, endpoint.id, endpoint.deployment, limit]),
    amount,
    limit: most,
    windowMs,
    limitName: limit,
  }));
  const taken = await take(asked, ready);
  if (taken === null) return [];
  if (taken.ok) return asked.map((claim, i) => ({ ...claim, until: taken.counts[i]?.until ?? 0 }));
  const wait = Math.max(1, Math.ceil((taken.count.until - job.parts.clock.now()) / 1000));
  const limit = asked[taken.refused];
  const message = `The gateway has used up what ${provider.displayName} allows it: ${limit?.limit} ${limit && NAMES[limit.limitName]}`;
  throw new AttemptFailed(
    gatewayError("rate_limit", message, {
      code: "provider_rate_limit",
      provider: provider.slug,
      retryAfter: wait,
    }),
  );
}

/** Corrects what was counted; one that fails leaves too much counted, until the window is over. */
async function correct(
  counted: readonly Counted[],
  used: (claim: Counted) => bigint,
  { job: { parts, requestId } }: AnyReady,
): Promise<void> {
  for (const claim of counted) {
    const delta = used(claim) - claim.amount;
    if (delta === 0n) continue;
    try {
      await parts.counters.adjust(claim.key, claim.until, delta);
    } catch (thrown) {
      parts.log("error", "rate-limit.not-corrected", { requestId, ...describeError(thrown) });
    }
  }
}

/** Requests count as they were sent; tokens as the answer says, and where it says nothing as many as there might be. */
function usedBy(usage: UsageReading): (claim: Counted) => bigint {
  const counts = tokenCounts(usage);
  return ({ limitName, amount }) =>
    counts === null || limitName === "rpm" ? amount : BigInt(counts.input + counts.output);
}

/**
 * Makes an attempt within its provider's limits, and counts afterwards what it used indeed.
 * @param claims what it may use at most
 * @param work calls `sent` before the provider is asked: until then nothing counts
 * @throws AttemptFailed, and what `work` throws
 */
export async function withinProviderLimits<A>(
  ready: AnyReady,
  claims: readonly ProviderClaim[],
  work: (sent: () => void) => Promise<A>,
): Promise<A> {
  const counted = await count(ready, claims);
  const { parts, completion } = ready.job;
  let isSent = false;
  try {
    const answer = await work(() => {
      isSent = true;
    });
    if (counted.length > 0)
      void completion.ended.then(({ usage }) => parts.background.run(correct(counted, usedBy(usage), ready)));
    return answer;
  } catch (thrown) {
    await correct(counted, ({ limitName, amount }) => (limitName === "rpm" && isSent ? amount : 0n), ready);
    throw thrown;
  }
}
