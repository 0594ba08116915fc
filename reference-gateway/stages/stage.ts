/**
 * What a stage is: one thing that every request passes before its attempts, after them, or both. Stages serve the AI
 * gateway's routes and the passthrough route alike; the list in their order is `stages/index.ts`.
 * @module
 */

import type { ChatCompletion } from "../../registry/canonical/chat.ts";
import type { PicoUsd } from "../../registry/pricing/money.ts";
import type { RetryPolicy } from "../../registry/routing/retry.ts";
import type { Ending } from "../accounting/completion.ts";
import type { Job } from "../attempts/job.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { GatewayParts, Tenant } from "../parts.ts";
import type { EncodeError } from "../routes/http.ts";
import type { StopSignal } from "../stop.ts";
import type { Labels, RequestRecord } from "../telemetry/record.ts";
import type { Pieces } from "./pulled.ts";

/** Header fields in the order in which they are sent; a name may stand more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** What the caller gets. */
export interface Answer {
  status: number;
  headers: HeaderList;
  body: string | Uint8Array | Pieces | null;
}

/** An answer that is there as one text. */
export interface WholeAnswer extends Answer {
  body: string;
}

/** A request that the gateway reads, in the form in which its attempts work with it. */
export type Translated = Pick<Job, "request" | "native" | "beyond" | "caller" | "body" | "callerHeaders">;

/** Where a whole answer goes in canonical form, once it is complete and paid for. */
export interface Keep {
  /** An answer that is larger is not kept. */
  maxBytes: number;
  keep(completion: ChatCompletion): void;
}

/** A request on its way in, as the stages see it. Its tenant is known and its body is read. */
export interface Inbound {
  /** The id of the request, of its record and of its answer; a stage may give another one before it refuses. */
  id: string;
  /** Did the caller choose the id (`Helicone-Request-Id`)? */
  readonly idGiven: boolean;
  readonly tenant: Tenant;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The path of the route, or `passthrough`. */
  readonly route: string;
  /** The API that the caller speaks; `null` where the gateway does not read it. The body may say another than the path. */
  api: string | null;
  /** Writes errors in that API. */
  encodeError: EncodeError;
  readonly method: string;
  /** Path and query as the caller sent them. */
  readonly target: string;
  readonly headers: HeaderLookup;
  /** Aborts when the caller goes away before the answer began. */
  readonly signal: StopSignal;
  /** The host of a passthrough target; `null` for routes that choose the provider themselves. */
  targetHost: string | null;
  /** How many bytes of the body will be held in memory at most, from what its headers say; 0 where it is not read. */
  readonly heldBytes: number;
  /** The whole body as it came; empty where there is none or it is not read. */
  body: Uint8Array;
  /** The model field as the caller wrote it; empty until the body is read. */
  model: string;
  stream: boolean;
  /** Whose request it is, in the caller's words; set by the stage `labels`. */
  labels: Labels;
  /** Is a call that failed tried again? `null`: nobody asked for it; set by the stage `retries`. */
  retries: RetryPolicy | null;
  /** Limits of this name are counted apart from those of all other requests; `null`: with all others. */
  limitsOf: "counts" | null;
  /** Headers of the gateway's own for the answer, whoever gives it; names in lower case. */
  readonly answerHeaders: Map<string, string>;
  /** `null` where the gateway passes the request on without reading it. */
  translated: Translated | null;
  /** The most that the request can cost, whoever pays; `null` where nothing tells. */
  worstCost: (() => Promise<PicoUsd>) | null;
  /** Set by a stage that wants the answer in canonical form. */
  keepCompletion: Keep | null;
  /** A stage raises this to have as many bytes of the answer's body kept for {@link Completed.body}. */
  captureBytes: number;
}

/** A request that is over: answered and settled. */
export interface Completed {
  readonly record: RequestRecord;
  /** The same once it is kept, under the id that it is kept under. It may take its time: no answer waits for it. */
  readonly stored: Promise<RequestRecord>;
  readonly status: number;
  /** The headers of the answer, those of stages included. */
  readonly headers: HeaderList;
  /** The whole body that the caller got; `null` where none asked for it, it was larger, or the caller left. */
  readonly body: Uint8Array | null;
  /** Did the answer reach its natural end? */
  readonly whole: boolean;
  /** Did the provider echo a key, which was masked? */
  readonly masked: boolean;
}

/** An answer that a stage gives in place of the attempts, and what the record says about it. */
export interface StageAnswer extends Answer {
  ending: Partial<Ending>;
}

/** At once, or later: whoever asks waits only where there is something to wait for. */
export type Waited<T> = T | Promise<T>;

export interface Stage {
  readonly name: string;
  /**
   * As soon as the tenant is known: nothing of the body is read yet.
   * @throws Refused with the error that the caller gets
   */
  arrive?(inbound: Inbound, parts: GatewayParts): Waited<void>;
  /**
   * Before any attempt: lets the request pass (`null`) or answers it.
   * @throws Refused with the error that the caller gets
   */
  before?(inbound: Inbound, parts: GatewayParts): Waited<StageAnswer | null>;
  /**
   * After everything: the answer has been sent, or the caller has left. Stages that were not reached are told too. What
   * is thrown here is logged and changes nothing for the caller.
   */
  after?(inbound: Inbound, completed: Completed, parts: GatewayParts): Waited<void>;
}
