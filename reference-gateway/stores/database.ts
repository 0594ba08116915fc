/**
 * The tables, once for both databases. Every number is a 64-bit integer and arrives as `bigint`; money is pico-USD, times
 * are milliseconds since 1970, flags are 0 or 1 (the embedded driver knows no booleans).
 * @module
 */
import type { Kysely } from "kysely";

export interface Tables {
  /** `available` is deposited − charged − reserved; the three are kept equal to the sums of the tables below. */
  wallet: {
    tenant_id: string;
    deposited: bigint;
    reserved: bigint;
    charged: bigint;
    /** How many ledger rows there are: the last `seq`. */
    entries: bigint;
  };
  payment: { tenant_id: string; id: string; amount: bigint; at: bigint };
  /** Open reservations only: closing one takes its row out. */
  reservation: {
    id: string;
    tenant_id: string;
    request_id: string;
    amount: bigint;
    owner: string;
    at: bigint;
  };
  ledger: {
    tenant_id: string;
    seq: bigint;
    reservation_id: string;
    request_id: string;
    amount: bigint;
    at: bigint;
  };
  /** Gateway processes that may hold reservations. */
  owner: { id: string; host: string; pid: bigint; lease_until: bigint };
  provider_key: {
    id: string;
    tenant_id: string;
    provider: string;
    enabled: bigint;
    byok_only: bigint;
    /** The credential, encrypted. */
    sealed: string;
    hint: string;
    /** 1: it is there because the configuration says so, and goes when the configuration no longer does. */
    declared: bigint;
    at: bigint;
  };
  /** Gateway keys, hashed. */
  gateway_key: { hash: string; tenant_id: string; declared: bigint; at: bigint };
  record: { tenant_id: string; id: string; started_at: bigint; body: string };
  /** What is counted in windows of time (`stores/counters`); `until` is the end of the window. */
  counter: { key: string; used: bigint; until: bigint };
}

/** A database, or a transaction in it. */
export type Db = Kysely<Tables>;

/** A database that cannot be opened or used as configured; the message is for the operator and holds no secret. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

/** Why a driver failed, in its own words; a refused connection has only a code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ("code" in error ? String(error.code) : error.name);
}
