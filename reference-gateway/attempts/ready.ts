/**
 * What every attempt begins with: its credential, and in PTB the money for its worst case.
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { PicoUsd } from "../../registry/pricing/money.ts";
import { configProblem } from "../../registry/providers/_shared/config.ts";
import type { Attempt } from "../../registry/routing/plan.ts";
import type { AttemptTrace } from "../telemetry/tracing.ts";
import { type AnyJob, type AnyReady, AttemptFailed, type ReadyFor } from "./job.ts";

/** Gets the credential of an attempt. @throws AttemptFailed where it is gone, or its settings are no good (AUT-09) */
export async function openReady<J extends AnyJob>(
  job: J,
  attempt: Attempt,
  trace: AttemptTrace,
): Promise<ReadyFor<J>> {
  const { registry, vault, platformKeys } = job.parts;
  const provider = registry.provider(attempt.endpoint.provider);
  const credential =
    attempt.keyId === null
      ? platformKeys.open(attempt.endpoint.provider)
      : await vault.open(job.tenant.id, attempt.keyId);
  if (!provider || !credential) {
    const message = `the ${attempt.endpoint.provider} key is no longer available`;
    throw new AttemptFailed(
      gatewayError("authentication", message, {
        code: "provider_key_unavailable",
        provider: attempt.endpoint.provider,
      }),
    );
  }
  const problem = configProblem(provider, credential, attempt.endpoint);
  if (problem) {
    throw new AttemptFailed(
      gatewayError("misconfigured", problem.message, {
        code: "missing_provider_config",
        param: problem.field,
        provider: provider.slug,
      }),
    );
  }
  for (const secret of provider.secretsOf(credential)) job.completion.secrets.add(secret);
  // The price follows the place of the call, which only the credential settles.
  const placed = { ...attempt, endpoint: registry.placed(attempt.endpoint, credential) };
  return { job, attempt: placed, provider, credential, tokens: new Set(), trace };
}

/** Sets the worst case of a PTB attempt aside. @throws AttemptFailed where the wallet does not cover it (BIL-05) */
export async function reserve(
  { job, attempt: { mode, endpoint } }: AnyReady,
  amount: PicoUsd,
): Promise<void> {
  // BYOK never touches the wallet (BIL-04).
  if (mode === "byok") return;
  const { parts, completion } = job;
  if (await completion.reserve(amount)) return;
  if (await parts.wallet.isSuspended(job.tenant.id)) {
    const message = "The wallet is suspended; provider keys of your own are used as before";
    throw new AttemptFailed(gatewayError("quota", message, { code: "wallet_suspended" }));
  }
  const message = `The wallet does not cover the most that this request can cost at ${endpoint.id}`;
  throw new AttemptFailed(gatewayError("quota", message, { code: "insufficient_credits" }));
}
