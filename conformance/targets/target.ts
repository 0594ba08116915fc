/**
 * A gateway under test. The cases know only this.
 * @module
 */

import type { LedgerEntry, Limits, Transport, WalletView } from "../../reference-gateway/parts.ts";
import type { Network } from "../../reference-gateway/passthrough/network.ts";
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import type { Registry, RegistrySource } from "../../registry/index.ts";
import type { Credential } from "../../registry/providers/_shared/base.ts";
import type { Mode } from "../engine/case.ts";
import type { SeenRequest } from "../recordings/match.ts";
import type { UpstreamAnswer } from "../upstream/server.ts";
import type { ManualClock } from "./manual-clock.ts";

/** A provider key in a tenant's vault. */
export interface KeySetup {
  provider: string;
  tenant?: "a" | "b";
  enabled?: boolean;
  byokOnly?: boolean;
  /** In place of the usual one of the provider's kind. */
  credential?: Credential;
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
  limits?: Partial<Limits>;
  /** Tenant a's wallet is suspended. */
  suspended?: true;
  /** Where provider requests really go; the provider's own address where absent. */
  upstreamOrigin?: string;
  /** The way to the provider, in place of the network; see `upstream/direct.ts`. */
  transport?: Transport;
  /** Answers requests for tokens apart from the provider's side; without it they go to the provider's side too. */
  tokenDesk?: (request: SeenRequest) => UpstreamAnswer | null;
  /** The network of calls to targets that the caller names, in place of that of this machine. */
  network?: Network;
  /** Data that the gateway runs in place of the checked-in registry: price lists that no provider has yet. */
  data?: RegistrySource;
}

export interface Gateway {
  /** Sends a caller's request to a path of the gateway. */
  send(path: string, init: RequestInit): Promise<Response>;
  /** A real address of this gateway, for clients that open sockets. */
  listen(): Promise<string>;
  wallet(tenant: "a" | "b"): Promise<WalletView>;
  ledger(tenant: "a" | "b"): Promise<LedgerEntry[]>;
  records(): RequestRecord[];
  /** Everything logged so far, one line each. */
  logs(): string[];
  clock: ManualClock;
  /** The registry that this gateway runs, where it can be looked at. */
  registry?: Registry;
  /** Turns a vault key off while the gateway runs. */
  disableKey(tenant: "a" | "b", provider: string): void;
  /** Prices pending calls by a catalogue in models.dev's format, where the gateway has a mapper. */
  runMapper?(catalogue: unknown): Promise<void>;
  /** Resolves when no work is left behind. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export interface Target {
  name: string;
  start(setup: Setup): Gateway;
}
