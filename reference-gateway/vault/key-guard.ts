/**
 * Slows those who guess gateway keys (AUT-08): after too many wrong keys from one address, further keys from there are not
 * even looked up for the rest of the minute. Keys that were right within the last minutes pass, so that nobody is locked
 * out by a neighbour; they are looked up as always, so that a revoked one is refused at once.
 * @module
 */
import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import type { Clock, Log } from "../parts.ts";
import { type CounterStore, counterKey } from "../stores/counters/counter-store.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { hashOf } from "./gateway-key.ts";

export const WINDOW_MS = 60_000;
/** How long a key counts as known after it was right. */
const KNOWN_MS = 10 * 60_000;
const MAX_KNOWN = 10_000;

export interface KeyGuard {
  /** Seconds to wait before a key of this address is looked up; `null` where it may be now. */
  wait(key: string, address: string | null): Promise<number | null>;
  /** Tells what the look-up said. */
  judged(key: string, address: string | null, isRight: boolean): Promise<void>;
}

interface GuardParts {
  counters: CounterStore;
  clock: Pick<Clock, "now">;
  log: Log;
  /** Wrong keys of one address in a window. */
  limit: number;
}

/** One counter for whoever holds an address: of IPv6 a whole /64, which is what one customer gets. */
export function addressKey(address: string): string {
  // `process` makes a plain IPv4 address of one that IPv6 carries. Whatever else names a caller counts as it is.
  const plain = ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
  const isV6 = ipaddr.IPv6.isValid(plain);
  return counterKey("wrong-key", [
    isV6 ? ipaddr.IPv6.networkAddressFromCIDR(`${plain}/64`).toString() : plain,
  ]);
}

/** Guards the keys of one process; the counts are those of every process that shares the store. */
export function createKeyGuard({ counters, clock, log, limit }: GuardParts): KeyGuard {
  // Bounded by size, which grows as needed: with `max` room for all of them is set aside in every gateway that starts.
  const known = new LRUCache<string, number>({ maxSize: MAX_KNOWN, sizeCalculation: () => 1 });
  const isKnown = (key: string) => (known.get(hashOf(key)) ?? Number.NEGATIVE_INFINITY) > clock.now();
  /** Guessing is slowed only while somebody counts: without a store keys are looked up as always, and it is told. */
  const counted = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (thrown) {
      log("warn", "keys.not-counted", { ...describeError(thrown) });
      return null;
    }
  };
  return {
    wait: async (key, address) => {
      if (address === null || isKnown(key)) return null;
      const count = await counted(() => counters.read(addressKey(address), WINDOW_MS));
      if (count === null || count.used < BigInt(limit)) return null;
      return Math.max(1, Math.ceil((count.until - clock.now()) / 1000));
    },
    judged: async (key, address, isRight) => {
      if (isRight) known.set(hashOf(key), clock.now() + KNOWN_MS);
      else known.delete(hashOf(key));
      if (isRight || address === null) return;
      const claim = { key: addressKey(address), amount: 1n, limit: BigInt(limit), windowMs: WINDOW_MS };
      const taken = await counted(() => counters.take([claim]));
      if (taken?.ok && taken.counts[0]?.used === claim.limit)
        log("warn", "keys.address-slowed", { wrongKeys: limit, windowMs: WINDOW_MS });
    },
  };
}
