/**
 * What a case may ask of its session, and the world that comes of it.
 * @module
 */
import type { ChatApiId } from "../../registry/apis/codec.ts";
import type { Registry, RegistrySource } from "../../registry/index.ts";
import type { BaseProvider, Credential } from "../../registry/providers/_shared/base.ts";
import type { KeySetup, Setup } from "../targets/target.ts";
import type { LimitSettings } from "../targets/views.ts";
import { tokenDesk } from "../upstream/fake-token-endpoint.ts";
import type { Judged } from "../upstream/judged.ts";
import type { Mode } from "./case.ts";
import type { ExchangeLog } from "./exchange.ts";
import type { Side } from "./side.ts";
import type { Witness } from "./witness.ts";

export interface SessionOptions
  extends Pick<Setup, "losesReservations" | "standingLog" | "failingStores" | "stored"> {
  mode?: Mode;
  /** Replaces the mode's usual keys: one byokOnly key in BYOK, none in PTB. Tenant b always has one. */
  keys?: KeySetup[];
  platform?: readonly string[];
  /** Providers for which the case itself adds a key of tenant a while it runs. */
  adds?: readonly string[];
  /** Tenant a's deposit in pico-USD; 1,000 USD unless told. */
  deposit?: bigint;
  /** Tenant a's wallet gives nothing. */
  suspended?: true;
  limits?: Partial<LimitSettings>;
  platformCredentials?: Readonly<Record<string, Credential>>;
  /** Sends requests for tokens to the provider's side, where a case can see and answer them. */
  tokensOnTheWire?: true;
  /** Data for the gateway in place of the checked-in registry. */
  data?: RegistrySource;
  /** The checked-in registry with one API left to each endpoint of the provider. */
  registry?: Registry;
  /** The API under test: what callers of it write passes to the provider as their own words (MAP-16). */
  api?: ChatApiId;
  /** Puts the provider side on a real loopback socket. */
  socket?: true;
  /** Leaves the network out: the same answers, a few times faster, for matrices of thousands of requests. */
  direct?: true;
  /** Hears what goes over the wire. */
  exchanges?: ExchangeLog;
  /** Told of the requests that contracts judge. */
  judged?: Judged;
  /** Looks at what is said and understood. */
  witness?: Witness;
  /** Tenants ask for their bodies to be kept, up to so many bytes each. */
  storesBodies?: Setup["storesBodies"];
  /** The network of calls to targets that the caller names. */
  network?: Setup["network"];
  /** Where tenant a is told of its requests. */
  webhook?: Setup["webhook"];
  /** Rate limits that the operator sets for tenants. */
  quotas?: Setup["quotas"];
  /** Spans and metrics are told. */
  traced?: true;
  /** Where provider requests really go: a server of the case's own, which the session does not watch. */
  origin?: string;
  /** Nothing that other cases left in the gateway may be there: caches, counters, keys. */
  fresh?: true;
}

/** Of tenant a, in pico-USD. */
export const USUAL_DEPOSIT = 1_000_000_000_000_000n;

/** The world of a session. */
export function setupOf(provider: BaseProvider, mode: Mode, options: SessionOptions, side: Side): Setup {
  const own: KeySetup[] = mode === "byok" ? [{ provider: provider.slug, byokOnly: true }] : [];
  const keys = options.keys ?? own;
  const isFresh = options.fresh === true || options.tokensOnTheWire === true;
  return {
    mode,
    keys: [...keys, { provider: provider.slug, tenant: "b" }],
    platform: options.platform ?? [provider.slug],
    deposit: options.deposit ?? USUAL_DEPOSIT,
    ...(options.platformCredentials ? { platformCredentials: options.platformCredentials } : {}),
    ...(options.tokensOnTheWire ? {} : { tokenDesk }),
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.suspended ? { suspended: true as const } : {}),
    ...(options.losesReservations ? { losesReservations: true as const } : {}),
    ...(options.standingLog ? { standingLog: true as const } : {}),
    ...(options.failingStores ? { failingStores: true as const } : {}),
    ...(options.stored ? { stored: true as const } : {}),
    ...(options.data ? { data: options.data } : {}),
    ...(options.registry ? { oneApi: options.registry } : {}),
    ...(options.storesBodies ? { storesBodies: options.storesBodies } : {}),
    ...(options.network ? { network: options.network } : {}),
    ...(options.webhook ? { webhook: options.webhook } : {}),
    ...(options.quotas ? { quotas: options.quotas } : {}),
    ...(options.traced ? { traced: true as const } : {}),
    ...(side.origin === undefined ? {} : { upstreamOrigin: side.origin }),
    ...(side.transport === undefined ? {} : { transport: side.transport }),
    ...(isFresh ? { fresh: true as const } : {}),
  };
}
