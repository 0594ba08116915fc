/**
 * The token of an attempt, where its provider trades credentials for tokens (AUT-05).
 * @module
 */

import { errorForMode, gatewayError } from "../../registry/errors/api-error.ts";
import { CredentialProblem, type Token, type TokenExchange } from "../../registry/providers/_shared/token.ts";
import { Stop } from "../stop.ts";
import { UpstreamFailed, UpstreamTimeout } from "../upstream/failure.ts";
import { readText, within } from "../upstream/timeout.ts";
import { type AnyReady, AttemptFailed } from "./job.ts";

/** Larger answers hold no token. */
const MAX_TOKEN_BYTES = 64 * 1024;

/** Tells credentials apart, tenants and projects included; never leaves the process. */
function keyOf({ job, attempt, provider, credential }: AnyReady): string {
  // Stryker disable next-line StringLiteral: no tenant's owner begins so either
  const owner = attempt.mode === "byok" ? `tenant ${job.tenant.id}` : "platform";
  return JSON.stringify([owner, provider.slug, credential.secret, credential.config]);
}

/** A credential that cannot be used, in the words of the mode (ERR-03); the words never hold any of it. */
export function refusedCredential({ provider, attempt }: AnyReady, message: string): AttemptFailed {
  const error = gatewayError("authentication", message, {
    code: "invalid_provider_credential",
    provider: provider.slug,
  });
  return new AttemptFailed(errorForMode(error, attempt.mode));
}

async function fetchToken({ provider, credential, job }: AnyReady, exchange: TokenExchange): Promise<Token> {
  const { clock, limits, transport } = job.parts;
  const controller = new Stop();
  const late = () => {
    const timeout = new UpstreamTimeout("headers");
    controller.abort(timeout);
    return timeout;
  };
  const outbound = await exchange.request(credential, clock.now());
  const answer = async () => {
    const response = await transport.send(outbound, controller.signal);
    return { status: response.status, text: await readText(response.body, MAX_TOKEN_BYTES) };
  };
  const { status, text } = await within(answer(), limits.headersTimeoutMs, clock, late);
  const token = status >= 200 && status < 300 && text !== null ? exchange.read(text) : null;
  if (token) return token;
  // Stryker disable next-line StringLiteral: the caller hears that the host could not be reached, not why
  if (status >= 500) throw new Error(`the token endpoint answered ${status}`);
  throw new CredentialProblem(`${provider.displayName} gave no token for this credential (status ${status})`);
}

/** A usable token, or `null` where the provider needs none. @throws AttemptFailed, UpstreamFailed, UpstreamTimeout */
export async function tokenFor(ready: AnyReady): Promise<string | null> {
  const { tokenExchange } = ready.provider;
  if (!tokenExchange) return null;
  try {
    return await ready.job.parts.tokens.obtain(keyOf(ready), () => fetchToken(ready, tokenExchange));
  } catch (thrown) {
    if (thrown instanceof CredentialProblem) throw refusedCredential(ready, thrown.message);
    throw thrown instanceof UpstreamTimeout ? thrown : new UpstreamFailed(thrown);
  }
}

/** Drops a token that the provider refused. */
export function forgetToken(ready: AnyReady, token: string): void {
  ready.job.parts.tokens.forget(keyOf(ready), token);
}
