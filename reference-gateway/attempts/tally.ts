/**
 * What every stream on its way to a caller comes to, however its bytes are made: the one end of its request, what may follow
 * its end, and what is still read of it where its caller has left.
 * @module
 */
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { ApiError } from "../../registry/errors/api-error.ts";
import type { Ending } from "../accounting/completion.ts";
import type { GatewayParts } from "../parts.ts";
import { CallerGone } from "../upstream/failure.ts";
import type { Served } from "./attempt.ts";
import { toAttemptFailed } from "./exchange.ts";
import { AttemptFailed, callerGone, type Ready } from "./job.ts";
import type { OpenStream } from "./opening.ts";

export interface Relay {
  ready: Ready;
  stream: OpenStream;
  served: Served;
}

/** What the stream has come to so far, and the one way to end the request with it. */
export class Tally {
  usage: UsageReading = { kind: "unknown" };
  reportedCost: unknown = null;
  private firstTokenMs: number | null = null;
  private readonly relay: Relay;

  constructor(relay: Relay) {
    this.relay = relay;
  }

  /** What the provider has counted by now. */
  count({ usage, reportedCost }: Pick<Tally, "usage" | "reportedCost">): void {
    this.usage = usage;
    this.reportedCost = reportedCost;
  }

  /** The first content goes to the caller, who has waited since the request came, failed attempts included. */
  begin(): void {
    const { parts, startedAt } = this.relay.ready.job;
    this.firstTokenMs ??= parts.clock.now() - startedAt;
  }

  /**
   * Ends the request, before the caller sees the end. A stream that was cut charges what the provider reported by then,
   * and nothing where it reported nothing (BIL-07). Only the first call counts.
   * @returns the error that the caller must see in place of a natural end
   */
  async end(outcome: Ending["outcome"], error: ApiError | null): Promise<ApiError | null> {
    const { ready, served } = this.relay;
    const { registry } = ready.job.parts;
    const { usage, reportedCost, firstTokenMs } = this;
    ready.trace.end({ error: outcome === "cancelled" ? callerGone() : error, usage });
    return ready.job.completion.end({
      outcome,
      status: 200,
      error,
      served: served.by,
      dropped: served.dropped,
      usage,
      price: () => registry.charge(ready.attempt.endpoint, usage, reportedCost),
      firstTokenMs,
    });
  }
}

/** What a break of the stream is to the caller; `null` where the caller is the one who left. */
export function streamError(thrown: unknown, ready: Ready): ApiError | null {
  const failed = toAttemptFailed(thrown, ready);
  return failed instanceof AttemptFailed ? failed.error : null;
}

/** What may follow the end of a stream: the end of its body, and little else. In bytes and milliseconds. */
const AFTER_END = { bytes: 64 * 1024, ms: 1_000 };

/** Reads what follows the natural end of a stream, so that its connection can serve the next call. */
export async function readOut({ sent }: OpenStream, { clock }: Pick<GatewayParts, "clock">): Promise<void> {
  const stop = () => sent.abort(new CallerGone());
  const cancelTimer = clock.after(AFTER_END.ms, stop);
  let read = 0;
  try {
    for await (const chunk of sent.chunks) {
      read += chunk.byteLength;
      if (read > AFTER_END.bytes) break;
    }
  } catch {
    // The answer is complete: how its connection ends is nobody's failure.
  } finally {
    cancelTimer();
  }
}

/**
 * Reads on after the caller left, so that the usage at the end is known; bounded in bytes and time (STR-09).
 * @param next what comes next, `null` at the end
 */
export async function drain(
  next: () => Promise<Uint8Array | null>,
  { ready, stream }: Pick<Relay, "ready" | "stream">,
): Promise<void> {
  const { limits, clock } = ready.job.parts;
  const stop = () => stream.sent.abort(new CallerGone());
  if (ready.attempt.mode === "byok") stop();
  const cancelTimer = clock.after(limits.drainMs, stop);
  let read = 0;
  try {
    for (let piece = await next(); piece !== null; piece = await next()) {
      read += piece.byteLength;
      // Stryker disable next-line EqualityOperator: the bound is a round number; at exactly it either is right
      if (read > limits.drainBytes) stop();
    }
  } finally {
    cancelTimer();
  }
}
