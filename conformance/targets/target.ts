/**
 * A gateway under test. The cases know only this, and it knows no gateway: a target says in data what it can show and what
 * world it can be given, and everything that is asked of it is asked asynchronously.
 * @module
 */
import type { Registry, RegistrySource } from "../../registry/index.ts";
import type { Credential } from "../../registry/providers/_shared/base.ts";
import type { Mode } from "../engine/case.ts";
import type { SeenRequest } from "../recordings/match.ts";
import type { StandIn, UpstreamAnswer } from "../upstream/server.ts";
import type { TargetNetwork } from "../upstream/target-side.ts";
import type { ManualClock } from "./manual-clock.ts";
import type { LedgerEntrySeen, LimitSettings, RecordSeen, TelemetrySeen, WalletSeen, Way } from "./views.ts";

/** What may be seen of a gateway beside its answers and its requests to providers. */
export const OBSERVABLES = ["clock", "wallet", "records", "logs", "data", "telemetry"] as const;
/**
 * `clock`: its time is the suite's, which steps it; `wallet`: balances and ledger; `records`: what requests left;
 * `logs`: what it logged; `data`: the registry that it runs, which a case may replace; `telemetry`: what it tells a
 * collector of spans and metrics.
 */
export type Observable = (typeof OBSERVABLES)[number];

/** What of a case's world a target may be unable to set up. */
export const ARRANGEMENTS = [
  "keys",
  "deposit",
  "limits",
  "suspension",
  "reservations",
  "log",
  "database",
  "network",
  "origin",
  "sockets",
  "bodies",
  "webhooks",
  "quotas",
  "storage",
] as const;
/**
 * `keys`: provider keys other than the usual one of the mode; `deposit`: a wallet with this much; `limits`: limits of
 * the case's own; `suspension`: a suspended wallet; `reservations`: a wallet that loses what it had set aside; `log`: a log that takes no
 * record until it is read; `database`: a gateway that keeps what it has in a database; `network`:
 * where targets lead that callers name; `origin`: a provider's side of the case's own; `sockets`: callers on bare sockets, who add nothing that the target needs; `bodies`: tenants
 * who ask for their bodies to be kept; `webhooks`: tenants who are told of their requests;
 * `quotas`: rate limits that the operator sets for tenants; `storage`: stores that a case has fail and work again.
 */
export type Arrangement = (typeof ARRANGEMENTS)[number];

/** A target in data. */
export interface TargetDescription {
  name: string;
  /** What it is, for the report: version, dependencies, where it runs. */
  identity: Readonly<Record<string, string>>;
  /** What it declares of itself, in words, for the report. */
  policies: Readonly<Record<string, string>>;
  modes: readonly Mode[];
  observes: Readonly<Record<Observable, boolean>>;
  arranges: Readonly<Record<Arrangement, boolean>>;
}

/** Everything observed, everything arranged. */
export const everything = <Name extends string>(names: readonly Name[]): Record<Name, boolean> =>
  only(names, names);

/** Of these names only some. */
export const only = <Name extends string>(
  names: readonly Name[],
  some: readonly Name[],
): Record<Name, boolean> =>
  Object.fromEntries(names.map((name) => [name, some.includes(name)])) as Record<Name, boolean>;

/** A provider key in a tenant's vault. */
export interface KeySetup {
  provider: string;
  tenant?: "a" | "b";
  enabled?: boolean;
  byokOnly?: boolean;
  /** In place of the usual one of the provider's kind. */
  credential?: Credential;
}

/** A store that fails: which, by what is asked of it, and how. */
export interface StoreFailure {
  /**
   * `keys`: whose gateway key it is; `vault`: a tenant's provider keys; `reserve` and `settle`: its wallet before and after a
   * call; `log`: the records of requests; `all`: everything.
   */
  at: "keys" | "vault" | "reserve" | "settle" | "log" | "all";
  /** What is read-only or full can still be read. */
  how: "away" | "locked" | "read-only" | "full" | "corrupt";
}

/** The world that a case wants. */
export interface Setup {
  mode: Mode;
  keys: KeySetup[];
  /** Providers with a platform key. */
  platform: readonly string[];
  /** In place of the usual platform credential of a provider. */
  platformCredentials?: Readonly<Record<string, Credential>>;
  /** Tenant a's deposit in pico-USD. */
  deposit: bigint;
  limits?: Partial<LimitSettings>;
  /** Tenant a's wallet is suspended. */
  suspended?: true;
  /** Reservations are gone before they are settled, as where another process took this one for dead. */
  losesReservations?: true;
  /** The log takes no record until records are looked at, as one whose disk stands. */
  standingLog?: true;
  /** Wallets, the log, counters and kept answers are in a database, as those of a gateway that serves are. */
  stored?: true;
  /** Where provider requests really go; the provider's own address where absent. */
  upstreamOrigin?: string;
  /** The way to the provider, in place of the network; see `upstream/direct.ts`. */
  transport?: Way;
  /** Answers requests for tokens apart from the provider's side; without it they go to the provider's side too. */
  tokenDesk?: (request: SeenRequest) => UpstreamAnswer | null;
  /** The network of calls to targets that the caller names, in place of that of this machine. */
  network?: TargetNetwork;
  /**
   * The checked-in registry with the API under test as the only one of the provider's endpoints that are offered on several.
   * A target that brings its own data leaves it.
   */
  oneApi?: Registry;
  /** Data that the gateway runs in place of the checked-in registry: price lists that no provider has yet. */
  data?: RegistrySource;
  /** Both tenants ask for their bodies to be kept, up to so many bytes each. */
  storesBodies?: { maxBytes: number };
  /** Where tenant a is told of its requests, and what signs the messages. */
  webhook?: { url: string; secret: string };
  /** Rate limits that the operator sets: policies by tenant, `*` for every tenant without one of its own. */
  quotas?: Readonly<Record<string, string>>;
  /** Spans and metrics are told. */
  traced?: true;
  /** Keys, wallets and records are where they outlive the process, and fail when they are told to. */
  failingStores?: true;
  /** What requests leave behind matters: nobody else's may be there. */
  fresh?: true;
}

export interface Gateway {
  /** Sends a caller's request to a path of the gateway. */
  send(path: string, init: RequestInit): Promise<Response>;
  /** A real address of this gateway, for clients that open sockets. */
  listen(): Promise<string>;
  wallet(tenant: "a" | "b"): Promise<WalletSeen>;
  ledger(tenant: "a" | "b"): Promise<LedgerEntrySeen[]>;
  records(): Promise<RecordSeen[]>;
  /** Everything logged so far, one line each. */
  logs(): Promise<readonly string[]>;
  /** What was told a collector so far, in a world that is traced. */
  telemetry(): Promise<TelemetrySeen>;
  /** The gateway's time; it moves only when a case moves it. */
  readonly clock: ManualClock;
  /** The registry that this gateway runs. */
  readonly registry: Registry;
  /** Turns a vault key off while the gateway runs. */
  disableKey(tenant: "a" | "b", provider: string): Promise<void>;
  /** Has a store fail from now on, in a world of failing stores; `null`: all of them work again. */
  failStore(failure: StoreFailure | null): Promise<void>;
  /** Prices pending calls by a catalogue in models.dev's format. */
  runMapper(catalogue: unknown): Promise<void>;
  /** What the gateway does once a day: it throws away what is over. */
  daily(): Promise<void>;
  /** Resolves when no work is left behind, where that can be seen. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export interface Target {
  readonly describe: TargetDescription;
  /** The provider's side that this target's requests reach, where it cannot be handed one. */
  readonly standIn?: StandIn;
  /** A gateway in this world. @throws Unavailable for a world that it cannot be given */
  start(setup: Setup): Promise<Gateway>;
  /** Lets go of what outlives a gateway. */
  close(): Promise<void>;
}

/** Ends a case that wants what a target cannot show or does not have: an outcome, never a pass and no failure. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
  readonly outcome: "not-observable" | "not-applicable";
  constructor(outcome: Unavailable["outcome"], reason: string) {
    super(reason);
    this.outcome = outcome;
  }
}
