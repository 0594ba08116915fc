/**
 * Relaying a stream to the caller: pulled, never pushed, so that a slow caller slows the provider (STR-08), with the
 * usage tapped for the bill and the error shown in the stream when it breaks (STR-07).
 * @module
 */
import { markedChunk } from "../../registry/canonical/origin.ts";
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { ApiError } from "../../registry/errors/api-error.ts";
import type { Ending } from "../accounting/completion.ts";
import type { GatewayParts } from "../parts.ts";
import { CallerGone } from "../upstream/failure.ts";
import { unusable } from "./answer.ts";
import type { Served } from "./attempt.ts";
import { toAttemptFailed, upstreamError } from "./exchange.ts";
import { AttemptFailed, callerGone, type Ready } from "./job.ts";
import { Keeper } from "./keep.ts";
import type { OpenStream, RelayedEvent } from "./opening.ts";
import { encoderFor } from "./render.ts";
import { Together } from "./together.ts";

interface Relay {
  ready: Ready;
  stream: OpenStream;
  served: Served;
}

async function nextOf(events: AsyncIterator<RelayedEvent>): Promise<RelayedEvent | null> {
  const next = await events.next();
  return next.done ? null : next.value;
}

/** What the stream has come to so far, and the one way to end the request with it. */
class Tally {
  usage: UsageReading = { kind: "unknown" };
  reportedCost: unknown = null;
  private firstTokenMs: number | null = null;
  private readonly relay: Relay;

  constructor(relay: Relay) {
    this.relay = relay;
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
function streamError(thrown: unknown, ready: Ready): ApiError | null {
  const failed = toAttemptFailed(thrown, ready);
  return failed instanceof AttemptFailed ? failed.error : null;
}

/** What may follow the end of a stream: the end of its body, and little else. In bytes and milliseconds. */
const AFTER_END = { bytes: 64 * 1024, ms: 1_000 };

/** Reads what follows the natural end of a stream, so that its connection can serve the next call. */
async function readOut({ sent }: OpenStream, { clock }: Pick<GatewayParts, "clock">): Promise<void> {
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
 * The caller's bytes, in the caller's dialect: whole to its natural end, or with an error and nothing after it.
 * @param flush hands over what came before a step that may take its time
 */
async function* render(relay: Relay, flush: () => void): AsyncGenerator<Uint8Array> {
  const { ready, stream } = relay;
  const encoder = encoderFor(ready, stream);
  const tally = new Tally(relay);
  const { keep } = ready.job;
  const keeper = keep && new Keeper(keep);
  let isWhole = false;
  const fail = async function* (error: ApiError): AsyncGenerator<Uint8Array> {
    await tally.end("failed", error);
    yield* encoder.error(error);
  };
  const { held, rest } = stream;
  try {
    for (;;) {
      const event = held.shift() ?? (await nextOf(rest));
      if (event === null) break;
      if (event.type === "bytes") {
        if (event.tells) tally.begin();
        if (keeper) for (const chunk of event.chunks) keeper.add(chunk);
        yield* event.bytes;
      } else if (event.type === "keep-alive") yield* encoder.keepAlive();
      else if (event.type === "usage") {
        Object.assign(tally, { usage: event.usage, reportedCost: event.reportedCost });
        yield* encoder.counted?.(event.usage) ?? [];
      } else if (event.type === "chunk") {
        tally.begin();
        const chunk = markedChunk(event.chunk, ready.attempt.endpoint);
        keeper?.add(chunk);
        yield* encoder.chunk(chunk);
      } else if (event.type === "end") {
        flush();
        isWhole = true;
        const fault = await tally.end("success", null);
        if (!fault) keeper?.finish();
        yield* fault ? encoder.error(fault) : encoder.end(tally.usage);
      } else if (event.type === "error") {
        const { status, headers } = stream.sent;
        // Stryker disable next-line StringLiteral: where an event was read already nobody reads the text
        yield* fail(upstreamError(ready, { status, headers, text: "", body: event.body }));
      } else yield* fail(unusable(ready, event.problem, stream.sent).error);
    }
  } catch (thrown) {
    const error = streamError(thrown, ready);
    if (error) yield* fail(error);
    else await tally.end("cancelled", null);
  } finally {
    await tally.end("cancelled", null);
    if (isWhole) ready.job.parts.background.run(readOut(stream, ready.job.parts));
    else stream.sent.abort(new CallerGone());
  }
}

/** Reads on after the caller left, so that the usage at the end is known; bounded in bytes and time (STR-09). */
async function drain(bytes: AsyncGenerator<Uint8Array>, { ready, stream }: Relay): Promise<void> {
  const { limits, clock } = ready.job.parts;
  const stop = () => stream.sent.abort(new CallerGone());
  if (ready.attempt.mode === "byok") stop();
  const cancelTimer = clock.after(limits.drainMs, stop);
  let read = 0;
  try {
    for await (const chunk of bytes) {
      read += chunk.byteLength;
      // Stryker disable next-line EqualityOperator: the bound is a round number; at exactly it either is right
      if (read > limits.drainBytes) stop();
    }
  } finally {
    cancelTimer();
  }
}

/** The response body. Nothing is read from the provider before the caller asks for more. */
export function relay(options: Relay): ReadableStream<Uint8Array> {
  const bytes = render(options, () => together.flush());
  const together = new Together(bytes);
  options.stream.reading.dry = () => together.dry();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = await together.take();
        if (piece === null) controller.close();
        else controller.enqueue(piece);
      },
      cancel: () => {
        together.leave();
        options.ready.job.parts.background.run(drain(bytes, options));
      },
    },
    { highWaterMark: 0 },
  );
}
