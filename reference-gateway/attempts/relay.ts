/**
 * Relaying a stream to the caller: pulled, never pushed, so that a slow caller slows the provider (STR-08), with the
 * usage tapped for the bill and the error shown in the stream when it breaks (STR-07).
 * @module
 */
import type { StreamEvent } from "../../registry/apis/codec.ts";
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { ApiError } from "../../registry/errors/api-error.ts";
import { CallerGone } from "../upstream/failure.ts";
import { unusable } from "./answer.ts";
import { toAttemptFailed, upstreamError } from "./exchange.ts";
import { AttemptFailed, type Ready } from "./job.ts";
import type { OpenStream } from "./opening.ts";
import { encoderFor } from "./render.ts";

/** How a relayed stream ended; given once, before the caller sees the end. */
export interface RelayEnd {
  usage: UsageReading;
  reportedCost: unknown;
  outcome: "success" | "failed" | "cancelled";
  error: ApiError | null;
}

interface Relay {
  ready: Ready;
  stream: OpenStream;
  onFirstToken(): void;
  onEnd(end: RelayEnd): Promise<void>;
}

async function* allEvents({ held, rest }: OpenStream): AsyncGenerator<StreamEvent> {
  yield* held;
  for (;;) {
    const next = await rest.next();
    if (next.done) return;
    yield next.value;
  }
}

function streamError(thrown: unknown, ready: Ready): ApiError | null {
  const failed = toAttemptFailed(thrown, ready);
  return failed instanceof AttemptFailed ? failed.error : null;
}

/** The caller's bytes, in the caller's dialect: whole to its natural end, or with an error and nothing after it. */
async function* render({ ready, stream, onFirstToken, onEnd }: Relay): AsyncGenerator<Uint8Array> {
  const encoder = encoderFor(ready, stream);
  let usage: UsageReading = { kind: "unknown" };
  let reportedCost: unknown = null;
  let begun = false;
  let ended = false;
  const end = async (outcome: RelayEnd["outcome"], error: ApiError | null) => {
    ended = true;
    await onEnd({ usage, reportedCost, outcome, error });
  };
  const fail = async function* (error: ApiError): AsyncGenerator<Uint8Array> {
    await end("failed", error);
    yield* encoder.error(error);
  };
  try {
    for await (const event of allEvents(stream)) {
      if (event.type === "keep-alive") yield* encoder.keepAlive();
      else if (event.type === "usage") ({ usage, reportedCost } = event);
      else if (event.type === "chunk") {
        if (!begun) onFirstToken();
        begun = true;
        yield* encoder.chunk(event.chunk);
      } else if (event.type === "end") {
        await end("success", null);
        yield* encoder.end(usage);
      } else if (event.type === "error") {
        const { status, headers } = stream.sent;
        yield* fail(upstreamError(ready, { status, headers, text: "", body: event.body }));
      } else yield* fail(unusable(ready, event.problem, stream.sent).error);
    }
  } catch (thrown) {
    const error = streamError(thrown, ready);
    if (error) yield* fail(error);
    else await end("cancelled", null);
  } finally {
    if (!ended) await end("cancelled", null);
    stream.sent.abort(new CallerGone());
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
      if (read > limits.drainBytes) stop();
    }
  } finally {
    cancelTimer();
  }
}

/** The response body. Nothing is read from the provider before the caller asks for more. */
export function relay(options: Relay): ReadableStream<Uint8Array> {
  const bytes = render(options);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await bytes.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: () => options.ready.job.parts.background.run(drain(bytes, options)),
    },
    { highWaterMark: 0 },
  );
}
