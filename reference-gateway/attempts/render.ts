/**
 * Answers in the caller's dialect, or in the provider's own where the caller asked for that (MAP-14).
 * @module
 */
import type { Passage, RenderContext, StreamEncoder, StreamTap } from "../../registry/apis/codec.ts";
import { clientCodecOf } from "../../registry/apis/index.ts";
import { usageExtras } from "../../registry/apis/openai-chat/response.ts";
import type { ReadAnswer } from "./answer.ts";
import { answersOf, decodeContext, passageOf, type Ready } from "./job.ts";
import type { WrittenAnew } from "./opening.ts";

const renderContext = ({ job, api }: Ready): RenderContext => ({
  request: job.request,
  body: job.body,
  now: () => Math.floor(job.parts.clock.now() / 1000),
  requestId: job.requestId,
  usageExtras: (raw) => usageExtras(raw, api.traits),
});

/** The text of a whole answer. */
export function renderAnswer(answer: ReadAnswer, ready: Ready): string {
  if (ready.job.native || passageOf(ready)) return answer.text;
  const { text, body } = answer;
  const render = renderContext(ready);
  const passed = answersOf(ready)?.whole({ text, body, decoded: answer }, decodeContext(ready), render);
  return passed ?? JSON.stringify(ready.job.caller.encodeResponse(answer.completion, answer.usage, render));
}

/** The provider's own bytes as they came; only what the gateway itself has to say about a break is added. */
function nativeEncoder(ready: Ready, { unsent }: WrittenAnew): StreamEncoder {
  const own = (clientCodecOf(ready.api.id) ?? ready.job.caller).encodeStream(renderContext(ready));
  const flush = (): Uint8Array[] => unsent.splice(0);
  return {
    chunk: flush,
    keepAlive: flush,
    end: flush,
    error: (error) => [...flush(), ...own.error(error)],
  };
}

/** The provider's own events, one after the other, and the gateway's only where they break off (MAP-16). */
function passingEncoder({ stream }: Passage, { unsent }: WrittenAnew, requestId: string): StreamEncoder {
  const passed = stream(requestId);
  const pass = (): Uint8Array[] => passed.pass(unsent.splice(0));
  return {
    chunk: pass,
    keepAlive: pass,
    end: () => [...pass(), ...passed.rest()],
    error: (error) => [...pass(), ...passed.failed(error)],
  };
}

/** What passes a provider's stream on to a caller of its own API; `null` where it is written anew. */
export const tapFor = (ready: Ready): StreamTap | null =>
  answersOf(ready)?.stream(decodeContext(ready), renderContext(ready)) ?? null;

/** What writes the frames of a stream. */
export function encoderFor(ready: Ready, stream: WrittenAnew): StreamEncoder {
  const passage = passageOf(ready);
  if (passage) return passingEncoder(passage, stream, ready.job.requestId);
  return ready.job.native
    ? nativeEncoder(ready, stream)
    : ready.job.caller.encodeStream(renderContext(ready));
}

/** The content type of a stream for this caller. */
export function streamTypeOf({ job, api }: Ready): string {
  const { streamType } = job.native ? api.codec : job.caller;
  return streamType === "text/event-stream" ? `${streamType}; charset=utf-8` : streamType;
}
