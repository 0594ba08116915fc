/**
 * What a request passes, in order:
 *
 * 1. its route finds its tenant (`routes/`, `passthrough/`), and `arrive` of each stage below lets it in or refuses it;
 * 2. its route reads it, then `before` of each stage below, from the first to the last: each may refuse the request or answer it;
 * 3. its attempts (`attempts/`), each with its reservation;
 * 4. its completion (`accounting/completion.ts`): settle, record;
 * 5. `after` of each stage below, from the first to the last, once the answer is sent or the caller has left.
 * @module
 */
import { access } from "./access.ts";
import { admission } from "./admission.ts";
import { bodies } from "./bodies.ts";
import { cache } from "./cache.ts";
import { labels } from "./labels.ts";
import { rateLimits } from "./rate-limits.ts";
import { requestIds } from "./request-id.ts";
import { retries } from "./retries.ts";
import type { Stage } from "./stage.ts";
import { webhooks } from "./webhooks.ts";

/** The stages of one gateway. Some keep state, so a gateway has a list of its own. */
export function createStages(): readonly Stage[] {
  const limits = rateLimits();
  return [
    access,
    admission(),
    requestIds(),
    labels,
    retries,
    bodies(),
    webhooks(),
    limits.readPolicy,
    cache(),
    limits.count,
  ];
}
