/**
 * Time limits on upstream calls, by the injected clock.
 * @module
 */
import type { Clock } from "../parts.ts";
import type { StopSignal } from "../stop.ts";

/** Rejects with `onTime()` when the promise takes longer than `ms`; the timer never outlives the call. */
export async function within<T>(
  promise: Promise<T>,
  ms: number,
  clock: Clock,
  onTime: () => Error,
): Promise<T> {
  let cancel = () => {};
  const limit = new Promise<never>((_, reject) => {
    cancel = clock.after(ms, () => reject(onTime()));
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    cancel();
  }
}

/** Rejects when the signal aborts, with its reason; for sources that do not listen to it themselves. */
export function untilAborted<T>(promise: Promise<T>, signal: StopSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    // Stryker disable next-line ObjectLiteral,BooleanLiteral: a signal aborts once, and the listener is removed as soon as the promise ends
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** Resolves after `ms`, or as soon as the signal aborts; the timer never outlives the wait. */
export async function pause(ms: number, clock: Pick<Clock, "after">, signal: StopSignal): Promise<void> {
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  await untilAborted(over, signal).catch(() => {}); // Whoever waits looks at the signal itself.
  cancel();
}

const UTF8 = new TextDecoder();

/** All bytes as text, or `null` when there are more than `maxBytes`. */
export async function readText(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string | null> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    kept.push(chunk);
  }
  const [first] = kept;
  return UTF8.decode(first !== undefined && kept.length === 1 ? first : Buffer.concat(kept));
}

/** Reads up to `maxBytes` as text. What came is there at any time, also when the rest never comes. */
export function readBeginning(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): { end: Promise<void>; text: () => string } {
  const kept: Uint8Array[] = [];
  const read = async () => {
    let bytes = 0;
    for await (const chunk of chunks) {
      kept.push(chunk.subarray(0, maxBytes - bytes));
      bytes += chunk.byteLength;
      if (bytes >= maxBytes) return;
    }
  };
  return { end: read(), text: () => new TextDecoder().decode(Buffer.concat(kept)) };
}
