/**
 * The reference gateway, in process, with every part in hand. The one place of the suite, besides the planted defects,
 * that knows how the gateway is built.
 * @module
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { memoryWallet } from "../../reference-gateway/accounting/memory-wallet.ts";
import { createGateway } from "../../reference-gateway/app.ts";
import { memoryHealth } from "../../reference-gateway/attempts/health.ts";
import {
  type BodyPolicy,
  DEFAULT_BODY_POLICY,
  memoryBodies,
} from "../../reference-gateway/bodies/body-store.ts";
import { createListener } from "../../reference-gateway/listener.ts";
import { dailyRound } from "../../reference-gateway/mapper/daily.ts";
import { runMapper } from "../../reference-gateway/mapper/run.ts";
import {
  DEFAULT_LIMITS,
  type GatewayParts,
  type Ids,
  NO_RATE_LIMITS,
  type Transport,
  type Wallet,
} from "../../reference-gateway/parts.ts";
import { DEFAULT_RULES, memoryPassthrough } from "../../reference-gateway/passthrough/parts.ts";
import { noStores } from "../../reference-gateway/readiness.ts";
import { memoryRequestLog } from "../../reference-gateway/records/memory-log.ts";
import { createRecordQueue } from "../../reference-gateway/records/queue.ts";
import { createStages } from "../../reference-gateway/stages/index.ts";
import { memoryAnswers } from "../../reference-gateway/stores/answers/memory-answers.ts";
import { memoryCounters } from "../../reference-gateway/stores/counters/memory-counters.ts";
import { createBackground } from "../../reference-gateway/telemetry/background.ts";
import { jsonLog } from "../../reference-gateway/telemetry/log.ts";
import { memoryRecords } from "../../reference-gateway/telemetry/record.ts";
import { NO_TELEMETRY } from "../../reference-gateway/telemetry/tracing.ts";
import { fetchTransport } from "../../reference-gateway/upstream/fetch.ts";
import { rerouted } from "../../reference-gateway/upstream/reroute.ts";
import { memoryTokens } from "../../reference-gateway/upstream/tokens.ts";
import { systemDispatcher, undiciTransport } from "../../reference-gateway/upstream/undici.ts";
import { memoryPlatformKeys, type StoredKey } from "../../reference-gateway/vault/memory.ts";
import { memoryKeys } from "../../reference-gateway/vault/memory-keys.ts";
import { webhooksFrom } from "../../reference-gateway/webhooks/config.ts";
import { createRegistry, openRegistry } from "../../registry/index.ts";
import { parsePolicy } from "../../registry/limits/policy.ts";
import { readCatalogue } from "../../registry/mapper/catalogue.ts";
import type { Credential } from "../../registry/providers/_shared/base.ts";
import { MODES } from "../engine/case.ts";
import { canaries } from "../secrets/canaries.ts";
import { credentialOf } from "../secrets/credentials.ts";
import { answeredAside } from "../upstream/direct.ts";
import { referenceIdentity } from "./identity.ts";
import { ManualClock } from "./manual-clock.ts";
import { openFailing, storedParts } from "./reference-databases.ts";
import {
  ARRANGEMENTS,
  everything,
  type Gateway,
  type KeySetup,
  OBSERVABLES,
  type Setup,
  type Target,
} from "./target.ts";
import type { RecordSeen } from "./views.ts";

/** Breaks one part of a gateway; see `conformance/defects`. */
export type Plant = (parts: GatewayParts) => GatewayParts;

/** Breaks what lies between the caller and the routes: a faulty way in and out. */
export type Around = (send: Gateway["send"]) => Gateway["send"];

/** On sockets nothing stands between: what a gateway that serves sends with. */
const sockets = undiciTransport(systemDispatcher());

/** Sends everything to another origin, path and query kept: a provider on a loopback socket. */
const onSockets = (origin: string): Transport => rerouted(sockets, origin);

/** Steps through the interval from 0 to 1, the same in every run. */
function evenly(): () => number {
  let drawn = 0;
  return () => (drawn++ * 0.381_966) % 1;
}

/** Ids that are the same in every run. */
function countingIds(): Ids {
  let next = 0;
  return { uuid: () => `00000000-0000-4000-8000-${String(++next).padStart(12, "0")}` };
}

/** A credential of the provider's kind; of a provider that only a case's own data holds, a plain key. */
function keyFor(slug: string, canary: string): Credential {
  const provider = registry.provider(slug);
  return provider ? credentialOf(provider, canary) : { secret: canary, config: {} };
}

/** Of several keys of one tenant at one provider each has an id of its own. */
function idOf({ provider, tenant = "a" }: KeySetup, before: readonly KeySetup[]): string {
  const same = before.filter((key) => key.provider === provider && (key.tenant ?? "a") === tenant);
  return [`key-${tenant}-${provider}`, ...(same.length > 0 ? [String(same.length + 1)] : [])].join("-");
}

function storedKeys({ keys }: Setup): StoredKey[] {
  return keys.map((key, i) => {
    const { provider, tenant = "a", enabled = true, byokOnly = false, credential } = key;
    const id = idOf(key, keys.slice(0, i));
    const secret = credential ?? keyFor(provider, canaries.vault(tenant, provider));
    return { id, tenantId: tenant, provider, enabled, byokOnly, credential: secret };
  });
}

const registry = openRegistry();

/** The callers of the cases, whose keys can do everything. */
const DECLARED = new Map([
  [canaries.gatewayKey.a, { id: "a" }],
  [canaries.gatewayKey.b, { id: "b" }],
]);

function transportFor({ transport, upstreamOrigin, tokenDesk }: Setup): Transport {
  const way = transport ?? (upstreamOrigin === undefined ? fetchTransport() : onSockets(upstreamOrigin));
  return tokenDesk ? answeredAside(way, tokenDesk) : way;
}

/** Both tenants ask for their bodies where a case wants that. */
const bodyPolicy = ({ storesBodies }: Setup): BodyPolicy => ({
  ...DEFAULT_BODY_POLICY,
  ...(storesBodies ? { tenants: new Set(["a", "b"]), maxBytes: storesBodies.maxBytes } : {}),
});

/** Where tenant a is told of its requests. @throws Error for an address that a gateway would not start with */
function webhooksOf({ webhook }: Setup): GatewayParts["webhooks"] {
  if (!webhook) return new Map();
  const of = (value: string) => new Map([["a", value]]);
  const given = { WEBHOOKS: of(webhook.url), WEBHOOK_SECRETS: of(webhook.secret) };
  const read = webhooksFrom(given, DEFAULT_RULES);
  if (!read.ok) throw new Error(read.problem);
  return read.webhooks;
}

/** The operator's rate limits. @throws Error for a policy that a gateway would not start with */
function quotasOf({ quotas = {} }: Setup): GatewayParts["rateLimits"] {
  const tenants = Object.entries(quotas).map(([tenant, text]) => {
    const parsed = parsePolicy(text);
    if (!parsed.ok) throw new Error(parsed.problem);
    return [tenant, parsed.policy] as const;
  });
  return { ...NO_RATE_LIMITS, tenants: new Map(tenants) };
}

/** The wallet, whose reservations are gone by the time that they are settled where a case wants that. */
function walletFor({ deposit, losesReservations }: Setup, ids: Ids, clock: ManualClock): Wallet {
  const wallet = memoryWallet(new Map([["a", deposit]]), ids, clock);
  if (!losesReservations) return wallet;
  return {
    ...wallet,
    settle: async (tenant, id, amount) => {
      await wallet.release(tenant, id);
      await wallet.settle(tenant, id, amount);
    },
  };
}

/** Opens once; whoever comes before that waits. */
class Gate {
  private readonly opened: Promise<void>;
  open: () => void = () => {};

  constructor() {
    this.opened = new Promise<void>((resolve) => {
      this.open = resolve;
    });
  }

  pass(): Promise<void> {
    return this.opened;
  }
}

/** Lets no record into the log before a gate is open. */
function behind(gate: Gate, parts: GatewayParts): GatewayParts {
  const { records } = parts;
  const put: typeof records.put = async (record) => {
    await gate.pass();
    return records.put(record);
  };
  return { ...parts, records: { ...records, put } };
}

function buildParts(setup: Setup, clock: ManualClock, keys: StoredKey[], lines: string[]): GatewayParts {
  const ids = countingIds();
  const log = jsonLog((line) => lines.push(line), "debug", clock);
  const records = memoryRecords();
  const limits = { ...DEFAULT_LIMITS, ...setup.limits };
  const counters = memoryCounters({ clock });
  const wallet = walletFor(setup, ids, clock);
  // In memory it holds from here on.
  if (setup.suspended) void wallet.suspend("a", true);
  return {
    registry: setup.data ? createRegistry(setup.data) : (setup.oneApi ?? registry),
    transport: transportFor(setup),
    ...memoryKeys({ declared: DECLARED, stored: keys, clock, ids, log, counters, limits }),
    platformKeys: memoryPlatformKeys(
      new Map(
        setup.platform.map((provider) => [
          provider,
          setup.platformCredentials?.[provider] ?? keyFor(provider, canaries.platform(provider)),
        ]),
      ),
    ),
    tokens: memoryTokens(clock),
    wallet,
    records,
    books: null,
    recordQueue: createRecordQueue(log),
    bodies: { policy: bodyPolicy(setup), store: memoryBodies() },
    requestLog: memoryRequestLog(records.all),
    counters,
    answers: memoryAnswers({ clock }),
    rateLimits: quotasOf(setup),
    random: evenly(),
    webhooks: webhooksOf(setup),
    health: memoryHealth(clock),
    stages: createStages(),
    readiness: noStores(),
    passthrough: memoryPassthrough(setup.network ? { network: setup.network } : {}),
    telemetry: NO_TELEMETRY,
    metrics: null,
    dashboard: null,
    background: createBackground(log),
    clock,
    ids,
    log,
    limits,
  };
}

/** Telemetry that is kept to be looked at; its packages are loaded where a case asks for it. */
const openHeard = async (parts: GatewayParts) =>
  (await import("../../reference-gateway/telemetry/testing/heard.ts")).heardTelemetry(parts);

/** Keeps every record that is put, whatever store a defect puts in its place. */
function watchRecords(parts: GatewayParts, seen: RecordSeen[]): GatewayParts {
  const { records } = parts;
  const put: typeof records.put = async (record) => {
    const isNew = await records.put(record);
    // What is kept, not what was meant to be: a store may change it, or hold nothing.
    if (isNew) seen.push((await records.get(record.tenantId, record.id)) ?? record);
    return isNew;
  };
  const price: typeof records.price = async (tenantId, id, found) => {
    const taken = await records.price(tenantId, id, found);
    const at = seen.findIndex((record) => record.tenantId === tenantId && record.id === id);
    const record = seen[at];
    if (taken && record) seen[at] = { ...record, cost: found.charge, usage: found.usage };
    return taken;
  };
  const { books } = parts;
  const settle: NonNullable<typeof books>["settle"] = async (...settled) => {
    const record = (await books?.settle(...settled)) ?? null;
    const kept = record && ((await records.get(record.tenantId, record.id)) ?? record);
    if (kept && !seen.some(({ id, tenantId }) => id === kept.id && tenantId === kept.tenantId))
      seen.push(kept);
    return record;
  };
  return { ...parts, records: { ...records, put, price }, books: books && { settle } };
}

async function closed(server: Server | null): Promise<void> {
  if (!server) return;
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

const REFERENCE: Target["describe"] = {
  name: "reference",
  identity: referenceIdentity(),
  policies: {},
  modes: MODES,
  observes: everything(OBSERVABLES),
  arranges: everything(ARRANGEMENTS),
};

/** A text has its length declared, as every HTTP client does. */
function asSent(init: RequestInit): RequestInit {
  const headers = new Headers(init.headers);
  if (typeof init.body !== "string" || headers.has("content-length") || headers.has("transfer-encoding"))
    return init;
  headers.set("content-length", String(Buffer.byteLength(init.body)));
  return { ...init, headers };
}

/** The reference gateway, healthy or with a defect planted into its parts. */
export function referenceTarget(plant: Plant = (parts) => parts, around: Around = (send) => send): Target {
  return {
    describe: REFERENCE,
    close: async () => {},
    start: async (setup) => {
      const clock = new ManualClock();
      const lines: string[] = [];
      const seen: RecordSeen[] = [];
      const keys = storedKeys(setup);
      const gate = new Gate();
      const inMemory = buildParts(setup, clock, keys, lines);
      const failing = setup.failingStores ? await openFailing(inMemory, setup, keys, DECLARED) : null;
      const database = failing ?? (setup.stored ? await storedParts(inMemory, setup, keys, DECLARED) : null);
      const whole = database?.parts ?? inMemory;
      const built = setup.standingLog ? behind(gate, whole) : whole;
      const heard = setup.traced ? await openHeard(built) : null;
      const parts = watchRecords(plant(heard ? { ...built, telemetry: heard.telemetry } : built), seen);
      const app = createGateway(parts);
      let server: Server | null = null;
      return {
        send: around(async (path, init) => app.request(path, asSent(init))),
        listen: () =>
          new Promise((resolve) => {
            const listening = createListener(parts, (request) => app.fetch(request));
            server = listening;
            listening.listen(0, "127.0.0.1", () => {
              const { port } = listening.address() as AddressInfo;
              resolve(`http://127.0.0.1:${port}`);
            });
          }),
        wallet: (tenant) => parts.wallet.view(tenant),
        ledger: (tenant) => parts.wallet.ledger(tenant),
        records: async () => {
          gate.open();
          await parts.recordQueue.settled();
          return failing ? failing.records() : seen;
        },
        logs: async () => lines,
        telemetry: async () => heard?.seen() ?? { spans: [], histograms: [] },
        clock,
        registry: parts.registry,
        disableKey: async (tenant, provider) => {
          for (const key of keys)
            if (key.tenantId === tenant && key.provider === provider) key.enabled = false;
        },
        failStore: async (failure) => failing?.fail(failure),
        runMapper: async (catalogue) => {
          await runMapper({ ...parts, pending: parts.passthrough.pending }, readCatalogue(catalogue));
        },
        daily: () => dailyRound(parts, null),
        idle: async () => {
          await parts.background.idle();
          // What becomes of a record is seen before its store works again.
          if (failing) {
            await parts.recordQueue.settled();
            await failing.quiet();
          }
        },
        stop: async () => {
          gate.open();
          await heard?.telemetry.close();
          await closed(server);
          await database?.close();
        },
      };
    },
  };
}
