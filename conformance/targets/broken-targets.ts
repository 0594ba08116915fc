/**
 * Two gateways that are no good, to see that the suite says so: one does nothing, one is always wrong. A requirement
 * that either of them satisfies is not checked by anything.
 * @module
 */
import { type ServerType, serve } from "@hono/node-server";
import { createRegistry, type Registry } from "../../registry/index.ts";
import { MODES } from "../engine/case.ts";
import { canaries } from "../secrets/canaries.ts";
import { ManualClock } from "./manual-clock.ts";
import { ARRANGEMENTS, everything, type Gateway, OBSERVABLES, type Target } from "./target.ts";
import type { LedgerEntrySeen, WalletSeen } from "./views.ts";

interface Behaviour {
  answer(): Response;
  wallet: WalletSeen;
  ledger: LedgerEntrySeen[];
  logs: string[];
  registry: Registry;
}

function broken(name: string, behaviour: () => Behaviour): Target {
  return {
    describe: {
      name,
      identity: {},
      policies: {},
      modes: MODES,
      observes: everything(OBSERVABLES),
      arranges: everything(ARRANGEMENTS),
    },
    close: async () => {},
    start: async (): Promise<Gateway> => {
      const { answer, wallet, ledger, logs, registry } = behaviour();
      let server: ServerType | null = null;
      return {
        send: async () => answer(),
        listen: () =>
          new Promise((resolve) => {
            server = serve(
              { overrideGlobalObjects: false, fetch: answer, port: 0, hostname: "127.0.0.1" },
              ({ port }) => resolve(`http://127.0.0.1:${port}`),
            );
          }),
        wallet: async () => wallet,
        ledger: async () => ledger,
        records: async () => [],
        logs: async () => logs,
        telemetry: async () => ({ spans: [], histograms: [] }),
        registry,
        clock: new ManualClock(),
        disableKey: async () => {},
        failStore: async () => {},
        runMapper: async () => {},
        daily: async () => {},
        idle: async () => {},
        stop: async () => {
          if (server) await new Promise<void>((resolve) => server?.close(() => resolve()));
        },
      };
    },
  };
}

const nothing: WalletSeen = { available: 0n, reserved: 0n, charged: 0n, deposited: 0n };
const empty = createRegistry({ authors: {}, models: {}, endpoints: {}, providers: {} });

/** Answers every request with an empty success, calls nobody, charges nothing, knows nothing. */
export const doNothing = broken("do-nothing", () => ({
  answer: () => new Response(null, { status: 204 }),
  wallet: nothing,
  ledger: [],
  logs: [],
  registry: empty,
}));

/** Answers every request with the same wrong JSON, and leaks. */
export const alwaysWrong = broken("always-wrong", () => ({
  answer: () =>
    Response.json(
      {
        id: 7,
        object: "wrong",
        created: "yesterday",
        choices: [{ index: "one", message: canaries.gatewayKey.a }],
      },
      { status: 200, headers: { "x-leak": canaries.platform("deepinfra"), "content-encoding": "identity" } },
    ),
  wallet: { available: -1n, reserved: 5n, charged: 3n, deposited: 1n },
  ledger: [{ reservationId: "r", requestId: "q", amount: -2n }],
  logs: [`starting with ${canaries.vault("a", "deepinfra")}`],
  registry: empty,
}));
