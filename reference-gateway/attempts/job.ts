/**
 * One caller's request on its way, and one attempt at it.
 * @module
 */
import type { ChatRequest } from "../../registry/chat.ts";
import type { DecodeContext } from "../../registry/dialects/dialect.ts";
import type { ApiError } from "../../registry/errors/api-error.ts";
import type { BaseProvider, Credential } from "../../registry/providers/base.ts";
import type { Attempt } from "../../registry/routing/plan.ts";
import type { GatewayParts, Tenant } from "../parts.ts";

export interface Job {
  parts: GatewayParts;
  tenant: Tenant;
  request: ChatRequest;
  requestId: string;
  /** Aborts when the caller goes away before the answer began. */
  callerSignal: AbortSignal;
}

/** What an attempt works with once its credential is at hand. */
export interface Ready {
  job: Job;
  attempt: Attempt;
  provider: BaseProvider;
  credential: Credential;
}

/** Ends an attempt with an error that the caller may see. */
export class AttemptFailed extends Error {
  readonly error: ApiError;
  constructor(error: ApiError) {
    super(error.message);
    this.name = "AttemptFailed";
    this.error = error;
  }
}

export function decodeContext({ job, attempt, provider }: Ready): DecodeContext {
  return {
    endpoint: attempt.endpoint,
    traits: provider.traits,
    convention: attempt.endpoint.usage,
    request: job.request,
    nowSeconds: Math.floor(job.parts.clock.now() / 1000),
    fallbackId: `chatcmpl-${job.requestId}`,
  };
}
