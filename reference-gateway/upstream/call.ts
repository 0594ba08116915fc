/**
 * One call to a provider: sent, limited in time from its headers to its last byte, and ended when the caller leaves. The
 * one place for all of that, for attempts and for passthrough.
 * @module
 */
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { Background, Clock, Limits, Transport, UpstreamResponse } from "../parts.ts";
import { Stop, type StopSignal } from "../stop.ts";
import { Deadlines, type Step } from "./deadlines.ts";
import { CallerGone, UpstreamTimeout } from "./failure.ts";
import { failure, readBody } from "./limited-body.ts";

export interface CallOptions {
  transport: Transport;
  clock: Clock;
  limits: Pick<Limits, "headersTimeoutMs" | "idleTimeoutMs" | "totalTimeoutMs" | "drainMs">;
  /** Aborts when the caller goes away before the answer began. */
  callerSignal: StopSignal;
  /** What the caller's departure does: end the call at once, or after the time in which its usage may still come (STR-09). */
  departure: "cancel" | "drain";
  /** Ends the call at a shutdown, whatever its caller's departure does. */
  background: Pick<Background, "onCut">;
  /** Called once, when the call is over; with what ended it before its natural end, else `null`. */
  onOver?: (thrown: unknown) => void;
}

export interface UpstreamCall {
  status: number;
  headers: UpstreamResponse["headers"];
  /**
   * The body, decoded of any content-encoding. Rejects with UpstreamFailed, {@link UpstreamTimeout}, or the
   * reason of {@link abort}.
   */
  chunks: AsyncIterableIterator<Uint8Array>;
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

/** What a call answers, until the call is ended. */
function answerOf(sent: Promise<UpstreamResponse>, signal: StopSignal): Promise<UpstreamResponse> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    sent.then(
      (response) => {
        signal.removeEventListener("abort", onAbort);
        resolve(response);
      },
      (thrown) => {
        signal.removeEventListener("abort", onAbort);
        reject(thrown);
      },
    );
  });
}

/**
 * Sends a request and waits for the headers of its answer.
 * @throws UpstreamFailed for failures of the network, UpstreamTimeout at a limit, CallerGone when the caller left
 */
export async function callUpstream(outbound: OutboundRequest, options: CallOptions): Promise<UpstreamCall> {
  const { transport, clock, limits } = options;
  const controller = new Stop();
  const { signal } = controller;
  const unfollow = followCaller(options, () => controller.abort(new CallerGone()));
  const expire = (step: Step) => controller.abort(new UpstreamTimeout(step));
  const deadlines = new Deadlines(clock, limits.totalTimeoutMs, expire);
  let isOver = false;
  const over = (thrown: unknown) => {
    unfollow();
    deadlines.stop();
    if (!isOver) options.onOver?.(thrown);
    isOver = true;
  };
  try {
    deadlines.wait("headers", limits.headersTimeoutMs);
    const response = await answerOf(transport.send(outbound, signal), signal);
    deadlines.rest();
    return {
      status: response.status,
      headers: response.headers,
      chunks: readBody(response.body, controller, {
        deadlines,
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
