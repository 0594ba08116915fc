/**
 * What a target can show of itself and be given, in the suite's own words: no gateway's types stand here, so that any
 * gateway can be a target.
 * @module
 */
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { AttemptSummary } from "../../registry/errors/api-error.ts";
import type { Charge } from "../../registry/pricing/charge.ts";
import type { PicoUsd } from "../../registry/pricing/money.ts";
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { Mode } from "../engine/case.ts";

/** A tenant's money, in pico-USD. */
export interface WalletSeen {
  /** Deposits − charges − reservations. */
  available: PicoUsd;
  reserved: PicoUsd;
  charged: PicoUsd;
  deposited: PicoUsd;
}

export interface LedgerEntrySeen {
  reservationId: string;
  requestId: string;
  amount: PicoUsd;
}

/** Who answered a request. */
export interface ServedSeen {
  provider: string;
  /** The model of the registry. */
  model: string;
  endpoint: string;
  deployment: string;
  /** The API that the provider was called on. */
  api: string;
  mode: Mode;
  upstreamRequestId: string | null;
}

/** The record that a request left. */
export interface RecordSeen {
  id: string;
  tenantId: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** The path of the route, or `passthrough`. */
  route: string;
  api: string | null;
  targetHost: string | null;
  model: string;
  stream: boolean;
  labels: {
    userId: string | null;
    session: { id: string; path: string | null; name: string | null } | null;
    properties: Readonly<Record<string, string>>;
  };
  outcome: "success" | "failed" | "cancelled";
  /** What the caller got. */
  status: number;
  error: { type: string; code: string | null; message: string } | null;
  served: ServedSeen | null;
  attempts: AttemptSummary[];
  dropped: string[];
  usage: UsageReading;
  cost: Charge | null;
  latencyMs: number;
  firstTokenMs: number | null;
  cached: boolean;
}

/** How many requests are under way at once, how many wait for how long, and what their bodies may take. */
interface PlacesSetting {
  concurrent: number;
  perTenant: number;
  queued: number;
  queuedPerTenant: number;
  queueMs: number;
  bodyBytes: number;
  bodyBytesPerTenant: number;
}

/** Limits that a case may want lower than a gateway has them; times in milliseconds. */
export interface LimitSettings {
  admission: PlacesSetting;
  /** The same of the routes beside those that call a model. */
  beside: PlacesSetting;
  maxBodyBytes: number;
  maxDepth: number;
  maxElements: number;
  maxKeys: number;
  maxAnswerBytes: number;
  headersTimeoutMs: number;
  idleTimeoutMs: number;
  totalTimeoutMs: number;
  /** The same of answers that are streams. */
  streamTimeoutMs: number;
  openingBytes: number;
  openingMs: number;
  writeStallMs: number;
  drainBytes: number;
  drainMs: number;
  /** Longest user id, session field, property name or value, in characters, and most properties of one request. */
  maxLabelChars: number;
  maxProperties: number;
  /** Wrong gateway keys of one address in a minute, after which further unknown ones are not looked at. */
  wrongKeysPerMinute: number;
  /** A wallet that falls below this is told in the log, in pico-USD; 0 is never. */
  walletAlertBelow: PicoUsd;
}

/** The way to the provider's side without a network, for targets in process. */
export interface Way {
  /** Rejects with the network's own error, or with the signal's reason when aborted. */
  send(request: OutboundRequest, signal: AbortSignal): Promise<WayAnswer>;
}

export interface WayAnswer {
  status: number;
  headers: Pick<Headers, "get" | "has"> & Iterable<[string, string]>;
  /** Decoded of any content-encoding. */
  body: AsyncIterable<Uint8Array>;
}

/** One span, as a collector of telemetry gets it. */
export interface SpanSeen {
  name: string;
  /** The version of the conventions that it names. */
  schema: string | null;
  attributes: Readonly<Record<string, unknown>>;
  /** Is it told as one that failed? */
  failed: boolean;
}

/** One series of a histogram. */
export interface HistogramSeen {
  name: string;
  unit: string;
  count: number;
  sum: number;
  attributes: Readonly<Record<string, unknown>>;
}

/** What a gateway told a collector so far. */
export interface TelemetrySeen {
  spans: readonly SpanSeen[];
  histograms: readonly HistogramSeen[];
}
