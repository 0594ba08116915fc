/**
 * Gateways that take a store that fails for one that says no, or that forget what they owe it (ERR, BIL, OBS).
 * @module
 */
import type { Books, GatewayParts, RecordStore, TenantStore, Wallet } from "../../reference-gateway/parts.ts";
import { Refused } from "../../reference-gateway/routes/http.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { without } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withParts } from "./plants.ts";

type Find = TenantStore["findByKey"];

/** A look-up of gateway keys that does something else where the store fails. */
const whereKeysFail = (instead: (thrown: Error) => ReturnType<Find>): Plant =>
  withParts(({ tenants }) => ({
    tenants: {
      findByKey: async (key) => {
        try {
          return await tenants.findByKey(key);
        } catch (thrown) {
          return instead(thrown instanceof Error ? thrown : new Error("something was thrown"));
        }
      },
    },
  }));

/** A reservation that becomes something else where the store fails. */
const whereReserveFails = (
  instead: (
    wallet: Wallet,
    args: Parameters<Wallet["reserve"]>,
    parts: GatewayParts,
  ) => Promise<string | null>,
): Plant =>
  withParts((parts) => ({
    wallet: {
      ...parts.wallet,
      reserve: async (...args) => {
        try {
          return await parts.wallet.reserve(...args);
        } catch (thrown) {
          const id = await instead(parts.wallet, args, parts);
          if (id === "") throw thrown;
          return id;
        }
      },
    },
  }));

/** A settlement that goes another way. */
const withSettle = (change: (settle: Books["settle"], parts: GatewayParts) => Books["settle"]): Plant =>
  withParts((parts) => ({ books: parts.books && { settle: change(parts.books.settle, parts) } }));

/** Does something where a settlement fails, before its failure goes on. */
const whereSettleFails = (
  then: (args: Parameters<Books["settle"]>, parts: GatewayParts) => Promise<void>,
): Plant =>
  withSettle((settle, parts) => async (...args) => {
    try {
      return await settle(...args);
    } catch (thrown) {
      await then(args, parts);
      throw thrown;
    }
  });

/** When stores are asked again, in milliseconds. */
const LATER = 5_000;

/** A log that keeps nothing that it cannot write at once. */
const forgetful =
  ({ put, get }: RecordStore): RecordStore["put"] =>
  async (record) => {
    try {
      await get(record.tenantId, record.id);
    } catch {
      return true;
    }
    return put(record);
  };

export const storageDefects: readonly Defect[] = [
  {
    id: "errors.storage-as-wrong-key",
    title: "While gateway keys cannot be looked up every key is a wrong one",
    seenIn: "own",
    breaks: ["ERR-02"],
    plant: whereKeysFail(async () => null),
  },
  {
    id: "errors.storage-as-own-fault",
    title: "A store that fails is a fault of the gateway's own, which nobody comes again after",
    seenIn: "own",
    breaks: ["ERR-02"],
    plant: whereKeysFail(async () => {
      throw new Error("no store");
    }),
  },
  {
    id: "errors.storage-words-shown",
    title: "Callers are told in the driver's words why a store failed, with its address and password",
    seenIn: "own",
    breaks: ["ERR-06", "SEC-01"],
    plant: whereKeysFail(async ({ message }) => {
      const more = { code: "storage_unavailable", retryAfter: 5 };
      throw new Refused(gatewayError("overloaded", message, more));
    }),
  },
  {
    id: "errors.storage-never-back",
    title: "Once a look-up of a key has failed no key is looked up any more",
    seenIn: "own",
    breaks: ["ERR-08"],
    plant: withParts(({ tenants }) => {
      let failure: { thrown: unknown } | null = null;
      return {
        tenants: {
          findByKey: async (key) => {
            if (failure) throw failure.thrown;
            try {
              return await tenants.findByKey(key);
            } catch (thrown) {
              failure = { thrown };
              throw thrown;
            }
          },
        },
      };
    }),
  },
  {
    id: "errors.storage-as-no-keys",
    title:
      "While provider keys cannot be read a tenant has none, and its requests go out with the platform's",
    seenIn: "own",
    breaks: ["BIL-01", "ERR-02"],
    plant: withParts(({ vault }) => ({
      vault: { ...vault, list: (tenantId) => vault.list(tenantId).catch(() => []) },
    })),
  },
  {
    id: "errors.storage-no-retry-after",
    title: "A refusal for a store that fails does not say when to come again",
    seenIn: "own",
    breaks: ["ERR-05"],
    plant: unchanged,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      response.headers.delete("retry-after");
      return response;
    },
  },
  {
    id: "errors.storage-fault-not-logged",
    title: "The log tells that a store failed, and not what is wrong with it",
    seenIn: "own",
    breaks: ["ERR-06"],
    plant: withParts(({ log }) => ({
      log: (level, event, fields) => log(level, event, without(fields, ["fault"])),
    })),
  },
  {
    id: "errors.ready-without-stores",
    title: "/ready says that all is well as long as the process lives",
    seenIn: "own",
    breaks: ["ERR-02"],
    plant: withParts(({ readiness }) => ({ readiness: { ...readiness, stores: [] } })),
  },
  {
    id: "errors.health-asks-stores",
    title: "/health fails where a store does, so that a process that is well is restarted",
    seenIn: "own",
    breaks: ["ERR-02"],
    plant: unchanged,
    around: (send) => (path, init) => send(path === "/health" ? "/ready" : path, init),
  },
  {
    id: "billing.storage-serves-unreserved",
    title: "While nothing can be reserved requests are served without a reservation",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: whereReserveFails(async () => "nothing-reserved"),
  },
  {
    id: "billing.storage-as-no-credit",
    title: "While nothing can be reserved every wallet is an empty one",
    seenIn: "own",
    breaks: ["ERR-02"],
    plant: whereReserveFails(async () => null),
  },
  {
    id: "billing.storage-reserved-later",
    title: "A reservation that failed is made once the store works again, for a request that was refused",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: whereReserveFails(async ({ reserve }, [tenant, request, amount], { clock }) => {
      clock.after(LATER, () => void reserve(tenant, request, amount).catch(() => {}));
      return "";
    }),
  },
  {
    id: "billing.storage-charge-dropped",
    title: "A charge that cannot be booked is given up, and its reservation freed",
    seenIn: "own",
    breaks: ["BIL-03"],
    plant: whereSettleFails(([tenant, reservation], { wallet }) =>
      wallet.release(tenant, reservation).catch(() => {}),
    ),
  },
  {
    id: "billing.storage-charged-twice",
    title: "Two try a charge again that could not be booked, and both book it",
    seenIn: "own",
    breaks: ["BIL-03"],
    plant: whereSettleFails(async ([tenant, , amount, record], { wallet, clock }) => {
      clock.after(LATER, () => {
        const again = async (): Promise<void> => {
          const id = await wallet.reserve(tenant, record.id, amount);
          if (id !== null) await wallet.settle(tenant, id, amount);
        };
        void again().catch(() => {});
      });
    }),
  },
  {
    id: "billing.storage-reservation-kept",
    title: "A charge that cannot be booked is not tried again, and its reservation stays",
    seenIn: "own",
    breaks: ["BIL-01"],
    // Where nothing can be closed, what was never reserved cannot either.
    plant: withSettle((settle, { wallet }) => async (tenant, reservation, amount, record) => {
      await wallet.release(tenant, `${reservation}-none`);
      return settle(tenant, reservation, amount, record);
    }),
  },
  {
    id: "billing.storage-answer-withheld",
    title: "An answer whose charge cannot be booked is not given to the caller who pays for it",
    seenIn: "own",
    breaks: ["BIL-10"],
    plant: withSettle((settle) => async (...args) => {
      try {
        return await settle(...args);
      } catch {
        throw new Error("the ledger is away");
      }
    }),
  },
  {
    id: "observability.storage-record-dropped",
    title: "A record that cannot be written at once is not written at all",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withParts(({ records }) => ({ records: { ...records, put: forgetful(records) } })),
  },
];
