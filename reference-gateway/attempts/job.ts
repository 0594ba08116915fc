/**
 * One caller's request on its way, and one attempt at it.
 * @module
 */

import type { AnswerPassage, ClientCodec, DecodeContext, Passage } from "../../registry/apis/codec.ts";
import type { ChatRequest } from "../../registry/canonical/chat.ts";
import { type ApiError, gatewayError } from "../../registry/errors/api-error.ts";
import type { JsonObject } from "../../registry/json.ts";
import type { ChatApi } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider, Credential } from "../../registry/providers/_shared/base.ts";
import type { Attempt, Beyond, Native } from "../../registry/routing/plan.ts";
import type { RetryPolicy } from "../../registry/routing/retry.ts";
import type { Completion } from "../accounting/completion.ts";
import type { GatewayParts, Tenant } from "../parts.ts";
import type { Keep } from "../stages/stage.ts";
import type { StopSignal } from "../stop.ts";
import type { AttemptTrace } from "../telemetry/tracing.ts";

/** A request for whatever operation. */
export interface AnyJob {
  parts: GatewayParts;
  /** The books of the request: ended by whatever ends the answer. */
  completion: Completion;
  tenant: Tenant;
  /** Headers that some provider wants passed on, lower case. */
  callerHeaders: Readonly<Record<string, string>>;
  requestId: string;
  /** Does an attempt that failed get another try? `null`: none was asked for (FLB-06). */
  retries: RetryPolicy | null;
  /** Aborts when the caller goes away before the answer began. */
  callerSignal: StopSignal;
}

/** A chat. */
export interface Job extends AnyJob {
  /** In canonical form, whatever the caller's API. */
  request: ChatRequest;
  /** The API that the caller speaks and is answered in. */
  caller: ClientCodec;
  /** The body as the caller wrote it. */
  body: JsonObject;
  /** The caller's body in the provider's own API, to be sent as it is (MAP-14). */
  native: (Native & { body: JsonObject }) | null;
  /** When the request came, in milliseconds since 1970. */
  startedAt: number;
  /** What the body says that only endpoints of the caller's own API understand; `null` where there is nothing such. */
  beyond: Beyond | null;
  /** Who wants the whole answer in canonical form; `null`: nobody. */
  keep: Keep | null;
}

/** The caller has gone: nobody reads this, but the record says it. */
export const callerGone = (): ApiError =>
  gatewayError("timeout", "the caller went away", {
    status: 499,
    type: "request_cancelled",
    code: "request_cancelled",
  });

/** Ends a request whose books could not be closed: its answer is there, and no other attempt may follow. */
export class NotAccounted extends Error {
  readonly error: ApiError;
  constructor(error: ApiError) {
    super(error.message);
    this.name = "NotAccounted";
    this.error = error;
  }
}

/** What an attempt works with once its credential is at hand. */
export interface ReadyFor<J extends AnyJob> {
  job: J;
  attempt: Attempt;
  provider: BaseProvider;
  credential: Credential;
  /** Tokens that the credential was traded for on the way: as secret as itself. */
  tokens: Set<string>;
  /** Tells those who trace what becomes of the attempt. */
  trace: AttemptTrace;
}
export type AnyReady = ReadyFor<AnyJob>;

/** The same for a chat. */
export interface Ready extends ReadyFor<Job> {
  /** The provider's API that the attempt uses. */
  api: ChatApi;
}

/** Ends an attempt with an error that the caller may see. */
export class AttemptFailed extends Error {
  readonly error: ApiError;
  constructor(error: ApiError) {
    super(error.message);
    // Stryker disable next-line StringLiteral: the name is for whoever debugs
    this.name = "AttemptFailed";
    this.error = error;
  }
}

/** How the caller's body and the answer go through unchanged at this attempt; `null` where they are translated (MAP-16). */
export function passageOf({ job: { caller, native }, attempt }: Ready): Passage | null {
  return native === null && attempt.endpoint.api === caller.id ? (caller.passage ?? null) : null;
}

/** How the answer passes to a caller of the API that it comes in; `null` where it is translated (MAP-16). */
export function answersOf({ job: { caller, native }, attempt, api }: Ready): AnswerPassage | null {
  const isSame = native === null && attempt.endpoint.api === caller.id;
  return isSame && caller.passage === undefined ? (api.codec.answers ?? null) : null;
}

export function decodeContext({ job, attempt, api }: Ready): DecodeContext {
  return {
    endpoint: attempt.endpoint,
    traits: api.traits,
    convention: attempt.endpoint.usage,
    request: job.request,
    nowSeconds: Math.floor(job.parts.clock.now() / 1000),
    fallbackId: `chatcmpl-${job.requestId}`,
  };
}
