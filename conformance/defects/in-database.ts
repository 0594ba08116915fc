/**
 * Faults of what is kept in a database alone: a gateway that keeps the same in memory does not have them.
 * @module
 */
import type { GatewayParts } from "../../reference-gateway/parts.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";

/** Where charges and records are kept together, something is broken. */
const inDatabase =
  (
    change: (parts: GatewayParts, books: NonNullable<GatewayParts["books"]>) => Partial<GatewayParts>,
  ): Plant =>
  (parts) =>
    parts.books ? { ...parts, ...change(parts, parts.books) } : parts;

export const databaseDefects: readonly Defect[] = [
  {
    id: "billing.record-without-its-charge",
    title: "A charge that is kept together with its record is booked as nothing",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-02", "BIL-03"],
    plant: inDatabase((_parts, books) => ({
      books: { settle: (tenant, id, _amount, record) => books.settle(tenant, id, 0n, record) },
    })),
  },
  {
    id: "billing.record-closes-nothing",
    title: "A reservation whose charge is kept together with its record stays set aside as well",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-02", "BIL-05"],
    plant: inDatabase(({ wallet }, books) => ({
      books: {
        settle: async (tenant, id, amount, record) => {
          const kept = await books.settle(tenant, id, amount, record);
          await wallet.reserve(tenant, record.id, 1n);
          return kept;
        },
      },
    })),
  },
  {
    id: "vault.rows-of-disabled-keys",
    title: "A provider key that is disabled in its row is listed as one that is used",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: inDatabase(({ vault }) => ({
      vault: {
        ...vault,
        list: async (tenant) => (await vault.list(tenant)).map((key) => ({ ...key, enabled: true })),
      },
    })),
  },
  {
    id: "wallet.rows-of-one-moment-lost",
    title: "What was booked in the moment of the last entry of a page, and is of another kind, is on no page",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: inDatabase(({ wallet }) => ({
      wallet: {
        ...wallet,
        statement: async (tenant, after, limit) => {
          const entries = await wallet.statement(tenant, after, limit);
          return entries.filter(({ at, kind }) => at !== after?.at || kind === after.kind);
        },
      },
    })),
  },
  {
    id: "observability.totals-of-the-failed",
    title: "Totals that the database keeps count failed requests twice",
    seenIn: "own",
    breaks: ["OBS-03"],
    plant: inDatabase(({ requestLog }) => ({
      requestLog: {
        ...requestLog,
        totals: async (...asked) => {
          const totals = await requestLog.totals(...asked);
          return { ...totals, failed: totals.failed * 2 };
        },
      },
    })),
  },
  {
    id: "limits.rows-end-early",
    title: "Counters in a database end their windows after half of their length",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: inDatabase(({ counters }) => ({
      counters: {
        ...counters,
        take: (claims) =>
          counters.take(claims.map((claim) => ({ ...claim, windowMs: Math.ceil(claim.windowMs / 2) }))),
      },
    })),
  },
  {
    id: "cache.rows-by-half-a-key",
    title: "Answers in a database are found by the kind of their key alone",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: inDatabase(({ answers }) => {
      const short = (key: string): string => key.slice(0, key.indexOf(":") + 2);
      return {
        answers: {
          ...answers,
          get: (key, slots) => answers.get(short(key), slots),
          put: (key, ...rest) => answers.put(short(key), ...rest),
        },
      };
    }),
  },
];
