/**
 * A target as cases see it: what it cannot show or set up ends the case with an outcome of its own, whatever the case
 * makes of the error. What a case needs is so derived from what it uses.
 * @module
 */
import {
  type Arrangement,
  type Gateway,
  type Observable,
  type Setup,
  type TargetDescription,
  Unavailable,
} from "../targets/target.ts";

/** Told of everything that was wanted and is not there. */
export type Missing = (unavailable: Unavailable) => void;

const SHOWN: Record<Observable, string> = {
  clock: "its clock cannot be stepped",
  wallet: "its wallets cannot be seen",
  records: "its records cannot be seen",
  logs: "its log cannot be seen",
  data: "the registry that it runs can be neither seen nor replaced",
  telemetry: "what it tells collectors cannot be seen",
};

const ARRANGED: Record<Arrangement, string> = {
  keys: "it cannot be given provider keys other than the usual ones",
  deposit: "its wallets cannot be given an amount",
  limits: "its limits cannot be set",
  suspension: "its wallets cannot be suspended",
  reservations: "its wallets cannot be made to lose what they had set aside",
  log: "its log cannot be made to take no record",
  database: "its books and its log cannot be put into a database",
  network: "the network that callers' targets are on cannot be replaced",
  origin: "its requests to providers cannot be led to another server",
  bodies: "its tenants cannot ask for their bodies to be kept",
  webhooks: "its tenants cannot be told of their requests",
  quotas: "its operator cannot set rate limits for its tenants",
  storage: "its stores cannot be made to fail",
  sockets: "it is asked through a client that completes requests, not on bare sockets",
};

/** What a world needs of a target beside the usual. @param usual the deposit of cases that do not care */
export function neededFor(setup: Setup, usual: { keys: boolean; deposit: bigint }): Arrangement[] {
  const needed: [Arrangement, boolean][] = [
    ["keys", !usual.keys || setup.platformCredentials !== undefined],
    ["deposit", setup.deposit !== usual.deposit],
    ["limits", setup.limits !== undefined],
    ["suspension", setup.suspended === true],
    ["reservations", setup.losesReservations === true],
    ["log", setup.standingLog === true],
    ["database", setup.stored === true],
    ["network", setup.network !== undefined],
    ["bodies", setup.storesBodies !== undefined],
    ["webhooks", setup.webhook !== undefined],
    ["quotas", setup.quotas !== undefined],
    ["storage", setup.failingStores === true],
  ];
  return needed.filter(([, isNeeded]) => isNeeded).map(([name]) => name);
}

/** Refuses what a target cannot do, once told. */
export class Guard {
  private readonly description: TargetDescription;
  private readonly missing: Missing;

  constructor(description: TargetDescription, missing: Missing) {
    this.description = description;
    this.missing = missing;
  }

  /** @throws Unavailable, always */
  refuse(unavailable: Unavailable): never {
    this.missing(unavailable);
    throw unavailable;
  }

  /** @throws Unavailable where the target does not show this */
  sees(what: Observable): void {
    const { name, observes } = this.description;
    if (!observes[what]) this.refuse(new Unavailable("not-observable", `${name}: ${SHOWN[what]}`));
  }

  /** @throws Unavailable where the target cannot be given this */
  arranges(what: Arrangement): void {
    const { name, arranges } = this.description;
    if (!arranges[what]) this.refuse(new Unavailable("not-observable", `${name}: ${ARRANGED[what]}`));
  }

  /** Work of the target's own that may end in {@link Unavailable}: told as well. */
  async watch<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      if (thrown instanceof Unavailable) this.missing(thrown);
      throw thrown;
    }
  }
}

/** The gateway, with each look at it checked against what its target declares. */
export function guarded(gateway: Gateway, guard: Guard): Gateway {
  const looking = async <T>(what: Observable, look: () => Promise<T>): Promise<T> => {
    guard.sees(what);
    return guard.watch(look());
  };
  return {
    send: (path, init) => guard.watch(gateway.send(path, init)),
    listen: async () => {
      guard.arranges("sockets");
      return gateway.listen();
    },
    wallet: (tenant) => looking("wallet", () => gateway.wallet(tenant)),
    ledger: (tenant) => looking("wallet", () => gateway.ledger(tenant)),
    records: () => looking("records", () => gateway.records()),
    logs: () => looking("logs", () => gateway.logs()),
    telemetry: () => looking("telemetry", () => gateway.telemetry()),
    get clock() {
      guard.sees("clock");
      return gateway.clock;
    },
    get registry() {
      guard.sees("data");
      return gateway.registry;
    },
    disableKey: async (tenant, provider) => {
      guard.arranges("keys");
      await guard.watch(gateway.disableKey(tenant, provider));
    },
    failStore: async (failure) => {
      guard.arranges("storage");
      await guard.watch(gateway.failStore(failure));
    },
    runMapper: (catalogue) => looking("data", () => gateway.runMapper(catalogue)),
    daily: () => looking("clock", () => gateway.daily()),
    idle: () => gateway.idle(),
    stop: () => gateway.stop(),
  };
}
