/**
 * Relaying a stream to the caller: pulled, never pushed, so that a slow caller slows the provider (STR-08), with the
 * usage tapped for the bill and the error shown in the stream when it breaks (STR-07).
 * @module
 */

import type { StreamEvent } from "../../registry/apis/codec.ts";
import { markedChunk } from "../../registry/canonical/origin.ts";
import type { ApiError } from "../../registry/errors/api-error.ts";
import type { Pieces } from "../stages/pulled.ts";
import { CallerGone } from "../upstream/failure.ts";
import { unusable } from "./answer.ts";
import { upstreamError } from "./exchange.ts";
import { Keeper } from "./keep.ts";
import type { WrittenAnew } from "./opening.ts";
import { PassedOn } from "./pass-on.ts";
import { encoderFor } from "./render.ts";
import { drain, type Relay, readOut, streamError, Tally } from "./tally.ts";
import { Together } from "./together.ts";

type RelayAnew = Relay & { stream: WrittenAnew };

async function nextOf(events: AsyncIterator<StreamEvent>): Promise<StreamEvent | null> {
  const next = await events.next();
  return next.done ? null : next.value;
}

/**
 * The caller's bytes, in the caller's dialect: whole to its natural end, or with an error and nothing after it.
 * @param flush hands over what came before a step that may take its time
 */
async function* render(relay: RelayAnew, flush: () => void): AsyncGenerator<Uint8Array> {
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
      if (event.type === "keep-alive") yield* encoder.keepAlive();
      else if (event.type === "usage") {
        tally.count(event);
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

/** A stream that is written for its caller, frame by frame. */
function writtenAnew(relay: RelayAnew): Pieces {
  const frames = render(relay, () => together.flush());
  const together = new Together(frames);
  relay.stream.reading.dry = () => together.dry();
  const next = async (): Promise<Uint8Array | null> => {
    const frame = await frames.next();
    return frame.done ? null : frame.value;
  };
  return {
    next: () => together.take(),
    cancel: () => {
      together.leave();
      relay.ready.job.parts.background.run(drain(next, relay));
    },
  };
}

/** The body of the answer. Nothing is read from the provider before the caller asks for more. */
export function relay({ ready, stream, served }: Relay): Pieces {
  return stream.kind === "passed"
    ? new PassedOn({ ready, stream, served })
    : writtenAnew({ ready, stream, served });
}
