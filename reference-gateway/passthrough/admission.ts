/**
 * Which targets a call may reach: approved ones without a limit, unknown ones at most once a second and 10,000 times a day
 * for each organisation and domain (PRX-04), and none whose name leads to an unsafe address (PRX-05).
 * @module
 */
import type { ApprovedDomain } from "../../registry/domains/approved.ts";
import type { Domains, Target } from "../../registry/domains/index.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { unsafeAddresses } from "../../registry/safety/index.ts";
import type { Clock } from "../parts.ts";
import { Refused } from "../routes/http.ts";
import { type Claim, type CounterStore, counterKey } from "../stores/counters/counter-store.ts";
import { UpstreamTimeout } from "../upstream/failure.ts";
import { within } from "../upstream/timeout.ts";
import type { ApprovalStore } from "./approvals.ts";
import type { Resolver } from "./network.ts";

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
export const PER_SECOND = 1n;
export const PER_DAY = 10_000n;

/** Longest look-up of a name. */
const RESOLVE_MS = 10_000;
/** Addresses that are looked at. */
const MAX_ADDRESSES = 64;

const limitsOf = (tenantId: string, host: string): Claim[] => [
  {
    key: counterKey("passthrough-second", [tenantId, host]),
    amount: 1n,
    limit: PER_SECOND,
    windowMs: SECOND_MS,
  },
  {
    key: counterKey("passthrough-day", [tenantId, host]),
    amount: 1n,
    limit: PER_DAY,
    windowMs: DAY_MS,
  },
];

/**
 * Counts a call to a target that is not approved.
 * @throws Refused with 429 and the seconds after which a call may pass again
 */
export async function admit(
  { target, domain, tenantId }: { target: Target; domain: ApprovedDomain | null; tenantId: string },
  parts: {
    counters: CounterStore;
    approvals: ApprovalStore;
    clock: Pick<Clock, "now">;
    registry: { domains: Pick<Domains, "registered"> };
  },
): Promise<void> {
  if (domain !== null || target.isLocal) return;
  if ((await parts.approvals.get(target.host)) !== null) return;
  const taken = await parts.counters.take(limitsOf(tenantId, parts.registry.domains.registered(target.host)));
  if (taken.ok) return;
  const retryAfter = Math.max(1, Math.ceil((taken.count.until - parts.clock.now()) / 1_000));
  const limit = taken.refused === 0 ? "1 request per second" : "10,000 requests a day";
  throw new Refused(
    gatewayError("rate_limit", `${target.host} is not an approved domain: at most ${limit} pass`, {
      code: "domain_rate_limited",
      param: "Helicone-Target-Url",
      retryAfter,
    }),
  );
}

const unresolved = (): Refused =>
  new Refused(
    gatewayError("api", "The name of the target could not be resolved", {
      code: "upstream_unreachable",
      param: "Helicone-Target-Url",
    }),
  );

/**
 * The addresses to connect to, looked up once; all of them are safe.
 * @throws Refused with 400 where one of them is not, with 502 where there is none, with 504 where the look-up takes too long
 */
export async function checkedAddresses(
  target: Target,
  { resolver, clock }: { resolver: Pick<Resolver, "addresses">; clock: Clock },
): Promise<string[]> {
  if (target.isAddress) return [target.host];
  const found = await within(
    resolver.addresses(target.host),
    RESOLVE_MS,
    clock,
    () => new UpstreamTimeout("headers"),
  ).catch((thrown: unknown) => {
    if (thrown instanceof UpstreamTimeout) throw thrown;
    throw unresolved();
  });
  const addresses = found.slice(0, MAX_ADDRESSES);
  if (addresses.length === 0) throw unresolved();
  const unsafe = target.isLocal ? null : unsafeAddresses(addresses);
  if (unsafe === null) return addresses;
  throw new Refused(
    gatewayError(
      "invalid_request",
      "Helicone-Target-Url cannot be called: its name leads to an address that is not public",
      {
        code: "unsafe_target",
        param: "Helicone-Target-Url",
      },
    ),
  );
}
