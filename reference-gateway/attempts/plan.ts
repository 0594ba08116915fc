/**
 * The attempts of a request, and the most that one of them can cost.
 * @module
 */
import type { PicoUsd } from "../../registry/pricing/money.ts";
import { priceMinuteOf } from "../../registry/pricing/periods.ts";
import type { Plan } from "../../registry/routing/plan.ts";
import type { Job } from "./job.ts";

export type Planned = Pick<Job, "parts" | "tenant" | "request" | "native" | "caller" | "beyond">;

/** Plans a request with the keys that are there now. */
export async function planFor({ parts, tenant, request, native, caller, beyond }: Planned): Promise<Plan> {
  const { registry, vault, platformKeys, clock } = parts;
  const keys = await vault.list(tenant.id);
  return registry.plan({
    request,
    keys,
    platform: platformKeys.providers(),
    // One moment for the whole request: a stream that runs past a change of prices pays those of its start.
    on: priceMinuteOf(clock.now()),
    caller: caller.id,
    passes: native === null && caller.passage !== undefined,
    ...(beyond ? { beyond } : {}),
    ...(native ? { native } : {}),
  });
}

/** What the dearest attempt can cost, whoever pays; 0 where no attempt is possible. */
export async function worstCost(planned: Planned): Promise<PicoUsd> {
  const plan = await planFor(planned);
  if (!plan.ok) return 0n;
  const { registry } = planned.parts;
  const amounts = plan.attempts.map(({ endpoint }) => registry.reserve(endpoint, planned.request));
  return amounts.reduce((most, amount) => (amount > most ? amount : most), 0n);
}
