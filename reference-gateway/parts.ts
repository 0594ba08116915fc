/**
 * Everything that the gateway does to the world, as interfaces. `createGateway(parts)` gets each of them handed in, so a
 * test steps the clock, a server persists the wallet, and a planted defect wraps one part.
 * @module
 */

import type { UsageReading } from "../registry/canonical/usage.ts";
import type { Registry } from "../registry/index.ts";
import type { RateLimitPolicy } from "../registry/limits/policy.ts";
import { BODY_JSON } from "../registry/limits/structure.ts";
import type { Charge } from "../registry/pricing/charge.ts";
import type { PicoUsd } from "../registry/pricing/money.ts";
import type { Credential, OutboundRequest } from "../registry/providers/_shared/base.ts";
import type { KeyView, Mode } from "../registry/routing/plan.ts";
import type { StatementEntry, StatementPlace } from "./accounting/statement.ts";
import type { ProviderHealth } from "./attempts/health.ts";
import type { BodyPolicy, BodyStore } from "./bodies/body-store.ts";
import type { ClaimSource } from "./dashboard/claims.ts";
import type { HeaderLookup } from "./header-lookup.ts";
import type { PassthroughParts } from "./passthrough/parts.ts";
import type { RoomLimits } from "./passthrough/room.ts";
import type { Readiness } from "./readiness.ts";
import type { RequestLog } from "./records/log.ts";
import type { RecordQueue } from "./records/queue.ts";
import type { AdmissionLimits } from "./stages/queue.ts";
import type { Stage } from "./stages/stage.ts";
import type { StopSignal } from "./stop.ts";
import type { AnswerStore } from "./stores/answers/answer-store.ts";
import type { CounterStore } from "./stores/counters/counter-store.ts";
import type { Metrics } from "./telemetry/prometheus.ts";
import type { RequestRecord } from "./telemetry/record.ts";
import type { Telemetry } from "./telemetry/tracing.ts";
import type { Tokens } from "./upstream/tokens.ts";
import type { KeyGuard } from "./vault/key-guard.ts";
import type { GatewayKeyStore, ProviderKeyStore } from "./vault/keys.ts";
import type { Scope } from "./vault/scopes.ts";
import type { Webhooks } from "./webhooks/config.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}

export interface Ids {
  /** A fresh UUID; never taken from the caller. */
  uuid(): string;
}

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Structured log; fields never hold a body or a secret (OBS-02). */
export interface Log {
  (level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>): void;
  /** Is a line of this level written? For fields that cost something to find; absent: all may be. */
  writes?(level: LogLevel): boolean;
}

export interface UpstreamResponse {
  status: number;
  headers: HeaderLookup;
  /** Decoded of any content-encoding. */
  body: AsyncIterable<Uint8Array>;
}

export interface Transport {
  /** Sends one request. Rejects with the network's own error, or with the signal's reason when aborted. */
  send(request: OutboundRequest, signal: StopSignal): Promise<UpstreamResponse>;
}

export interface Tenant {
  id: string;
}

/** A tenant, by one of its keys. */
export interface Caller extends Tenant {
  /** What that key may do. */
  scopes: readonly Scope[];
}

export interface TenantStore {
  /** Whose gateway key this is and what it may do; `null` when it is unknown, revoked or expired. */
  findByKey(key: string): Promise<Caller | null>;
}

/** The management of keys, and what slows those who guess them. */
export interface KeyParts {
  provider: ProviderKeyStore;
  gateway: GatewayKeyStore;
  guard: KeyGuard;
}

export interface Vault {
  /** The tenant's provider keys, without secrets. */
  list(tenantId: string): Promise<KeyView[]>;
  /** The credential of one key of this tenant; `null` when it is gone, disabled or another tenant's. */
  open(tenantId: string, keyId: string): Promise<Credential | null>;
}

/** The gateway's own provider keys, for PTB. */
export interface PlatformKeys {
  providers(): ReadonlySet<string>;
  open(provider: string): Credential | null;
}

export interface WalletView {
  /** Deposits − charges − reservations. */
  available: PicoUsd;
  reserved: PicoUsd;
  charged: PicoUsd;
  deposited: PicoUsd;
}

export interface LedgerEntry {
  reservationId: string;
  requestId: string;
  amount: PicoUsd;
}

/** Amounts that are negative, no whole number or beyond `MAX_AMOUNT` are a RangeError in every method. */
export interface Wallet {
  view(tenantId: string): Promise<WalletView>;
  /**
   * Sets money aside if there is enough, atomically. `null` when there is not.
   * @param reservationId the gateway's own id for one attempt, never the caller's; asked for again under the same id, the
   * same reservation is given and nothing more is set aside. A fresh one where absent.
   */
  reserve(
    tenantId: string,
    requestId: string,
    amount: PicoUsd,
    reservationId?: string,
  ): Promise<string | null>;
  /**
   * Charges a reservation once and frees the rest; a second call changes nothing. One that was freed because its process was
   * thought dead is charged all the same. After a RangeError nothing was charged: the reservation is open still, or there is
   * none (NothingReserved); after any other failure the wallet itself tries again.
   */
  settle(tenantId: string, reservationId: string, amount: PicoUsd): Promise<void>;
  /** Frees a reservation without a charge; after `settle` it changes nothing. */
  release(tenantId: string, reservationId: string): Promise<void>;
  ledger(tenantId: string): Promise<LedgerEntry[]>;
  /**
   * Credits a payment once: `false`, and nothing changed, where it was credited before.
   * @throws PaymentConflict where it was credited with another amount
   */
  deposit(tenantId: string, paymentId: string, amount: PicoUsd): Promise<boolean>;
  /** Charges and deposits behind a place, or from the newest on; at most `limit`. */
  statement(tenantId: string, after: StatementPlace | null, limit: number): Promise<StatementEntry[]>;
  /** Nothing is reserved from a suspended wallet; what was reserved before is settled. */
  isSuspended(tenantId: string): Promise<boolean>;
  suspend(tenantId: string, suspended: boolean): Promise<void>;
  /** Whether deposits less charges went from at least `threshold` to below it since the last look, of any process. */
  fellBelow(tenantId: string, threshold: PicoUsd): Promise<boolean>;
}

export interface RecordStore {
  /** Keeps a record; `false`, and nothing changed, where the tenant has one of this id (OBS-01). */
  put(record: RequestRecord): Promise<boolean>;
  get(tenantId: string, id: string): Promise<RequestRecord | null>;
  /**
   * Gives a record the price that it was kept without (PRX-07).
   * @returns false, and nothing changed, where it has a price or is not there
   */
  price(tenantId: string, id: string, found: { charge: Charge; usage: UsageReading }): Promise<boolean>;
}

/** A wallet and a log that share a database. */
export interface Books {
  /**
   * Charges a reservation as {@link Wallet.settle} does, and keeps the record of its request in the same transaction: either
   * both are there or neither. What the wallet tries again by itself has its record with it.
   * @returns the record as it was kept: under an id of its own where the tenant has another request of this id; `null` where
   * the log did not take it, which is no reason not to charge
   */
  settle(
    tenantId: string,
    reservationId: string,
    amount: PicoUsd,
    record: RequestRecord,
  ): Promise<RequestRecord | null>;
}

/** Work that outlives its response: draining a stream whose caller left, settling it, recording it. */
export interface Background {
  run(task: Promise<void>): void;
  /** Tasks that are not done. */
  count(): number;
  /**
   * Calls back when nobody has time for it any more: at a shutdown, once every caller is gone; at once where that is over.
   * @returns takes it back
   */
  onCut(callback: () => void): () => void;
  /** Tells everything that waits for a provider to end with what it has: a record and a charge need what is left of the time. */
  cut(): void;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
}

export interface Limits {
  /** How many requests and bytes of bodies are under way at once, and how many wait for that (LIM-02). */
  admission: AdmissionLimits;
  /** The same of the routes beside those that call a model: the log, keys, wallets, pages. */
  beside: AdmissionLimits;
  /** How many readings of the log are under way at once, and how many wait for that. */
  reading: AdmissionLimits;
  /** What is kept at once of calls that pass by, for their usage and for the cache (PRX-01). */
  passing: RoomLimits;
  /** Largest request body, in bytes (SEC-03). */
  maxBodyBytes: number;
  /** Deepest nesting of a request body (SEC-03). */
  maxDepth: number;
  /** Most commas and opening brackets of a request body: what it costs once parsed (SEC-03). */
  maxElements: number;
  /** Most keys of one object of a request body (SEC-03). */
  maxKeys: number;
  /** Where addresses in a body may lead that somebody is asked to fetch: public hosts alone, or anywhere (PRX-05). */
  mediaHosts: "public" | "any";
  /** Largest upstream error or JSON answer that is read, in bytes. */
  maxAnswerBytes: number;
  /** From sending to response headers. */
  headersTimeoutMs: number;
  /** Between two chunks of an answer. */
  idleTimeoutMs: number;
  /** From sending to the last byte of a whole answer, however it drips. */
  totalTimeoutMs: number;
  /** From sending to the last byte of a stream: far longer, since one that goes on is healthy and may take hours. */
  streamTimeoutMs: number;
  /** How much of a stream is held back before its first content, in bytes and in time from its headers. */
  openingBytes: number;
  openingMs: number;
  /** How long a caller may leave a stream unread before it is cut like one who left. */
  writeStallMs: number;
  /** How long a request's headers and body may take to arrive. */
  arrivalMs: number;
  /** How long a connection may be silent in both directions before it is closed: longer than any wait for a provider. */
  socketIdleMs: number;
  /** How long a shutdown waits for requests that are under way. */
  shutdownMs: number;
  /** How much of a PTB stream is read on for its usage after the caller left (STR-09). */
  drainBytes: number;
  drainMs: number;
  /** Longest user id, session field, property name or value, in characters. */
  maxLabelChars: number;
  /** Most `Helicone-Property-*` headers of one request. */
  maxProperties: number;
  /** Wrong gateway keys of one address in a minute, after which further unknown keys are not looked at (AUT-08). */
  wrongKeysPerMinute: number;
  /** A wallet with less than this, in pico-USD, is told in the log; 0 is never. */
  walletAlertBelow: PicoUsd;
}

/** Generous to slow reasoning models, bounded all the same. */
export const DEFAULT_LIMITS: Limits = {
  admission: {
    concurrent: 1000,
    perTenant: 500,
    queued: 1000,
    queuedPerTenant: 500,
    queueMs: 10_000,
    bodyBytes: 256 * 1024 * 1024,
    bodyBytesPerTenant: 128 * 1024 * 1024,
  },
  beside: {
    concurrent: 200,
    perTenant: 100,
    queued: 200,
    queuedPerTenant: 100,
    queueMs: 10_000,
    bodyBytes: 128 * 1024 * 1024,
    bodyBytesPerTenant: 64 * 1024 * 1024,
  },
  reading: {
    concurrent: 2,
    perTenant: 2,
    queued: 200,
    queuedPerTenant: 100,
    queueMs: 30_000,
    bodyBytes: 0,
    bodyBytesPerTenant: 0,
  },
  passing: { bytes: 128 * 1024 * 1024, bytesPerTenant: 64 * 1024 * 1024 },
  maxBodyBytes: 10 * 1024 * 1024,
  maxDepth: BODY_JSON.depth,
  maxElements: BODY_JSON.elements,
  maxKeys: BODY_JSON.keys,
  mediaHosts: "public",
  maxAnswerBytes: 32 * 1024 * 1024,
  headersTimeoutMs: 120_000,
  idleTimeoutMs: 120_000,
  totalTimeoutMs: 30 * 60_000,
  streamTimeoutMs: 24 * 60 * 60_000,
  openingBytes: 1024 * 1024,
  openingMs: 10 * 60_000,
  writeStallMs: 120_000,
  arrivalMs: 120_000,
  socketIdleMs: 11 * 60_000,
  shutdownMs: 30_000,
  drainBytes: 4 * 1024 * 1024,
  drainMs: 60_000,
  maxLabelChars: 1024,
  maxProperties: 64,
  wrongKeysPerMinute: 100,
  walletAlertBelow: 0n,
};

/** Limits that the operator sets. */
export interface RateLimits {
  /** By tenant; `*`: every tenant that has none of its own. */
  tenants: ReadonlyMap<string, RateLimitPolicy>;
  /** What becomes of requests under a limit while the store of counters is down. */
  whenDown: "refuse" | "allow";
}

export const NO_RATE_LIMITS: RateLimits = { tenants: new Map(), whenDown: "refuse" };

export interface GatewayParts {
  registry: Registry;
  transport: Transport;
  tenants: TenantStore;
  vault: Vault;
  keys: KeyParts;
  platformKeys: PlatformKeys;
  /** What credentials were traded for, where a provider wants that. */
  tokens: Tokens;
  wallet: Wallet;
  records: RecordStore;
  /** `null` where a charge and its record cannot be kept together: the record follows its charge then. */
  books: Books | null;
  /** Records that are being written, beside their answers. */
  recordQueue: RecordQueue;
  /** Bodies of requests and answers, where a tenant asks for it. */
  bodies: { policy: BodyPolicy; store: BodyStore };
  /** What readers of the records see. */
  requestLog: RequestLog;
  /** Of every process that shares the store: rate limits and the like. */
  counters: CounterStore;
  /** What the cache keeps. */
  answers: AnswerStore;
  rateLimits: RateLimits;
  /** How providers have done lately: it puts those that keep failing back in the order. */
  health: ProviderHealth;
  /** By tenant: where it is told of its requests. */
  webhooks: Webhooks;
  /** What every request passes, in order: `stages/index.ts`. */
  stages: readonly Stage[];
  /** What tells whether the gateway can serve. */
  readiness: Readiness;
  /** Calls to targets of the caller's choice. */
  passthrough: PassthroughParts;
  /** Told of requests while they run. */
  telemetry: Telemetry;
  /** What `GET /metrics` shows; `null` where it is off. */
  metrics: Metrics | null;
  /** What the pages of the dashboard need beside the rest; `null` where they are not served. */
  dashboard: { claims: ClaimSource } | null;
  background: Background;
  clock: Clock;
  ids: Ids;
  /** From 0 to 1, 1 excluded: which answer of a bucket is given, how long a retry waits. */
  random: () => number;
  log: Log;
  limits: Limits;
}

export type { Credential, Mode };
