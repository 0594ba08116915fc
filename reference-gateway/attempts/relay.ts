/**
 * Relaying a stream to the caller: pulled, never pushed, so that a slow caller slows the provider (STR-08), with the
 * usage tapped for the bill and the error shown in the stream when it breaks (STR-07).
 * @module
 */
import type { ChatChunk } from "../../registry/chat.ts";
import type { StreamEvent } from "../../registry/dialects/dialect.ts";
import { usageExtras } from "../../registry/dialects/openai-chat/response.ts";
import { sseComment, sseData } from "../../registry/dialects/sse.ts";
import { type ApiError, envelope } from "../../registry/errors/api-error.ts";
import { toOpenAiUsage, type UsageReading } from "../../registry/usage.ts";
import { CallerGone } from "../transport/failure.ts";
import { unusable } from "./answer.ts";
import { toAttemptFailed, upstreamError } from "./exchange.ts";
import { AttemptFailed, type Ready } from "./job.ts";
import type { OpenStream } from "./opening.ts";

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

/** The last data of a good stream: usage with no choices, if the caller asked for it (STR-06). */
function usageChunk(last: ChatChunk | null, usage: UsageReading, ready: Ready): Uint8Array[] {
  const asked = ready.job.request.stream_options?.include_usage === true;
  if (!asked || usage.kind !== "known" || last === null) return [];
  const body = {
    ...toOpenAiUsage(usage.usage),
    ...usageExtras(usage.raw, { traits: ready.provider.traits }),
  };
  const { id, object, created, model } = last;
  return [sseData(JSON.stringify({ id, object, created, model, choices: [], usage: body }))];
}

function streamError(thrown: unknown, ready: Ready): ApiError | null {
  const failed = toAttemptFailed(thrown, ready);
  return failed instanceof AttemptFailed ? failed.error : null;
}

/** The caller's bytes. Ends with `[DONE]`, or with an error frame and no `[DONE]`. */
async function* render({ ready, stream, onFirstToken, onEnd }: Relay): AsyncGenerator<Uint8Array> {
  const asked = ready.job.request.stream_options?.include_usage === true;
  let usage: UsageReading = { kind: "unknown" };
  let reportedCost: unknown = null;
  let last: ChatChunk | null = null;
  let ended = false;
  const end = async (outcome: RelayEnd["outcome"], error: ApiError | null) => {
    ended = true;
    await onEnd({ usage, reportedCost, outcome, error });
  };
  const fail = async function* (error: ApiError): AsyncGenerator<Uint8Array> {
    await end("failed", error);
    yield sseData(JSON.stringify(envelope(error, ready.job.requestId)));
  };
  try {
    for await (const event of allEvents(stream)) {
      if (event.type === "keep-alive") yield sseComment();
      else if (event.type === "usage") ({ usage, reportedCost } = event);
      else if (event.type === "chunk") {
        if (last === null) onFirstToken();
        last = event.chunk;
        yield sseData(JSON.stringify(asked ? { ...event.chunk, usage: null } : event.chunk));
      } else if (event.type === "end") {
        await end("success", null);
        yield* usageChunk(last, usage, ready);
        yield sseData("[DONE]");
      } else {
        const { status, headers } = stream.sent;
        const failure = event.type === "error" ? { status, headers, text: "", body: event.body } : null;
        yield* fail(
          failure
            ? upstreamError(ready, failure)
            : unusable(ready, event.type === "broken" ? event.problem : "", stream.sent).error,
        );
      }
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
