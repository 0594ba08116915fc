/**
 * One call to a provider: sent, limited in time from its headers to its last byte, and ended when the caller leaves. The
 * one place for all of that, for attempts and for passthrough.
 * @module
 */
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { Background, Clock, Limits, Transport } from "../parts.ts";
import { CallerGone, UpstreamFailed, UpstreamTimeout } from "./failure.ts";
import { untilAborted, within } from "./timeout.ts";
import { watchdog } from "./watchdog.ts";

export interface CallOptions {
  transport: Transport;
  clock: Clock;
  limits: Pick<Limits, "headersTimeoutMs" | "idleTimeoutMs" | "totalTimeoutMs" | "drainMs">;
  /** Aborts when the caller goes away before the answer began. */
  callerSignal: AbortSignal;
  /** What the caller's departure does: end the call at once, or after the time in which its usage may still come (STR-09). */
  departure: "cancel" | "drain";
  /** Ends the call at a shutdown, whatever its caller's departure does. */
  background: Pick<Background, "onCut">;
  /** Called once, when the call is over; with what ended it before its natural end, else `null`. */
  onOver?: (thrown: unknown) => void;
}

export interface UpstreamCall {
  status: number;
  headers: Headers;
  /**
   * The body, decoded of any content-encoding. Rejects with {@link UpstreamFailed}, {@link UpstreamTimeout}, or the
   * reason of {@link abort}.
   */
  chunks: AsyncGenerator<Uint8Array>;
  /** Ends the call. */
  abort(reason: Error): void;
}

/** Ends the call when the caller leaves, or the process ends. @returns stops watching */
function followCaller(
  { callerSignal, departure, clock, limits, background }: CallOptions,
  leave: () => void,
): () => void {
  let cancel = () => {};
  const gone = () => {
    if (departure === "cancel") leave();
    else cancel = clock.after(limits.drainMs, leave);
  };
  const stay = background.onCut(leave);
  if (callerSignal.aborted) gone();
  else callerSignal.addEventListener("abort", gone, { once: true });
  return () => {
    callerSignal.removeEventListener("abort", gone);
    stay();
    cancel();
  };
}

/** The next chunk, or the signal's reason, with one listener for all of them. */
function untilAbortedEach(
  iterator: AsyncIterator<Uint8Array>,
  signal: AbortSignal,
): { next(): Promise<IteratorResult<Uint8Array>>; stop(): void } {
  let fail: (reason: unknown) => void = () => {};
  const onAbort = () => fail(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        fail = reject;
        iterator.next().then(resolve, reject);
      }),
    stop: () => signal.removeEventListener("abort", onAbort),
  };
}

/** The network's own errors as what they are; what ended the call on purpose stays itself. */
const failure = (thrown: unknown, signal: AbortSignal): unknown =>
  signal.aborted ? signal.reason : new UpstreamFailed(thrown);

export interface BodyLimit {
  clock: Clock;
  /** Between two chunks, while one is waited for. */
  idleTimeoutMs: number;
  /** Called once, when nothing more is read; with what broke it off, else `null`. */
  onEnd?: (thrown: unknown) => void;
}

/** A body with a limit on each wait, until the call is ended. @throws UpstreamFailed, UpstreamTimeout, or the reason of the end */
export async function* readBody(
  body: AsyncIterable<Uint8Array>,
  controller: AbortController,
  { clock, idleTimeoutMs, onEnd }: BodyLimit,
): AsyncGenerator<Uint8Array> {
  const { signal } = controller;
  const iterator = body[Symbol.asyncIterator]();
  const source = untilAbortedEach(iterator, signal);
  const idle = watchdog(idleTimeoutMs, clock, () => controller.abort(new UpstreamTimeout("idle")));
  let finished = false;
  let broken: unknown = null;
  try {
    for (;;) {
      idle.wait();
      const next = await source.next();
      idle.rest();
      finished = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } catch (thrown) {
    broken = failure(thrown, signal);
    throw broken;
  } finally {
    idle.stop();
    source.stop();
    onEnd?.(broken);
    // Not awaited: a stalled source would never answer.
    if (!finished) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

/**
 * Sends a request and waits for the headers of its answer.
 * @throws UpstreamFailed for failures of the network, UpstreamTimeout at a limit, CallerGone when the caller left
 */
export async function callUpstream(outbound: OutboundRequest, options: CallOptions): Promise<UpstreamCall> {
  const { transport, clock, limits } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const unfollow = followCaller(options, () => controller.abort(new CallerGone()));
  const expire = (phase: UpstreamTimeout["phase"]) => () => {
    const timeout = new UpstreamTimeout(phase);
    controller.abort(timeout);
    return timeout;
  };
  const cancelTotal = clock.after(limits.totalTimeoutMs, expire("total"));
  let isOver = false;
  const over = (thrown: unknown) => {
    unfollow();
    cancelTotal();
    if (!isOver) options.onOver?.(thrown);
    isOver = true;
  };
  try {
    const sent = untilAborted(transport.send(outbound, signal), signal);
    const response = await within(sent, limits.headersTimeoutMs, clock, expire("headers"));
    return {
      status: response.status,
      headers: response.headers,
      chunks: readBody(response.body, controller, {
        clock,
        idleTimeoutMs: limits.idleTimeoutMs,
        onEnd: over,
      }),
      abort: (reason) => {
        over(reason);
        controller.abort(reason);
      },
    };
  } catch (thrown) {
    const failed = failure(thrown, signal);
    over(failed);
    throw failed;
  }
}
