/**
 * Broken streams: how streams end and flow (STR-07…10).
 * @module
 */
import type { ChatChunk } from "../../registry/canonical/chat.ts";
import type { Defect } from "./defect.ts";
import { withAnswer, withParts, withRegistry } from "./plants.ts";
import { deaf, mapEvents, withEvents } from "./stream-plants.ts";

/** Reads ahead without end, and keeps everything until somebody asks. */
async function* pumped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const kept: Uint8Array[] = [];
  let wake = () => {};
  let ended = false;
  const pump = (async () => {
    for await (const chunk of source) {
      kept.push(chunk);
      wake();
    }
  })().finally(() => {
    ended = true;
    wake();
  });
  pump.catch(() => {});
  while (!ended || kept.length > 0) {
    yield* kept.splice(0);
    if (!ended && kept.length === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  await pump;
}

/** A body that is read on when its reader has had enough. */
function readToItsEnd(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = body[Symbol.asyncIterator]();
  const readOn = async (): Promise<void> => {
    while (!(await source.next()).done);
  };
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => source.next(),
      return: async () => {
        readOn().catch(() => {});
        return { done: true, value: undefined };
      },
    }),
  };
}

/** Each comment in one piece with what follows it. */
async function* withoutLoneComments(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = null;
  for await (const piece of body) {
    const whole: Uint8Array = held === null ? piece : Buffer.concat([held, piece]);
    held = piece[0] === ":".charCodeAt(0) ? whole : null;
    if (held === null) yield whole;
  }
  if (held !== null) yield held;
}

export const streamingFlowDefects: readonly Defect[] = [
  {
    id: "streaming.drained-for-minutes",
    title: "For a caller who left a silent provider is waited for a hundred times as long as is allowed",
    seenIn: "own",
    breaks: ["STR-09"],
    plant: withParts(({ limits }) => ({ limits: { ...limits, drainMs: limits.drainMs * 100 } })),
  },
  {
    id: "streaming.end-waited-on",
    title: "What may follow the end of a stream is waited for as long as for the stream itself",
    seenIn: "own",
    breaks: ["STR-08"],
    plant: withParts(({ clock }) => ({
      clock: {
        now: () => clock.now(),
        // The one short time that is waited with.
        after: (ms, run) => clock.after(ms === 1_000 ? 1_800_000 : ms, run),
      },
    })),
  },
  {
    id: "streaming.read-behind-the-end",
    title: "Streams are read to the end of their connection, whatever their last word was",
    seenIn: "own",
    breaks: ["STR-08"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request) => {
          const answer = await transport.send(request, new AbortController().signal);
          return { ...answer, body: readToItsEnd(answer.body) };
        },
      },
    })),
  },
  {
    id: "streaming.comments-with-the-next-piece",
    title: "A comment is held back until the next piece comes",
    seenIn: "envoyproxy/ai-gateway#2549",
    breaks: ["STR-08"],
    plant: withAnswer((answer) => ({ ...answer, body: withoutLoneComments(answer.body) })),
  },
  {
    id: "streaming.refusal-read-for-nobody",
    title: "The text of a refusal is read on although its caller has left",
    seenIn: "own",
    breaks: ["STR-09"],
    plant: withParts(({ transport }) => ({
      transport: {
        send: async (request, signal) => {
          const own = new AbortController();
          const follow = () => own.abort(signal.reason);
          if (signal.aborted) follow();
          else signal.addEventListener("abort", follow, { once: true });
          const answer = await transport.send(request, own.signal);
          if (answer.status < 400) return answer;
          signal.removeEventListener("abort", follow);
          return { ...answer, body: readToItsEnd(answer.body) };
        },
      },
    })),
  },
  {
    id: "streaming.clean-end-forged",
    title: "A stream that breaks off is finished with stop and [DONE]",
    seenIn: "maximhq/bifrost#5546, vercel/ai#19169",
    breaks: ["STR-07"],
    plant: withEvents(async function* (events) {
      let last: ChatChunk | null = null;
      try {
        for await (const event of events) {
          if (event.type === "chunk") last = event.chunk;
          if (event.type !== "broken") yield event;
          else break;
        }
      } catch {
        // The defect: whatever went wrong is hidden.
      }
      if (last)
        yield {
          type: "chunk",
          content: true,
          chunk: { ...last, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
        };
      yield { type: "end" };
    }),
  },
  {
    id: "streaming.idle-limit-off",
    title: "A stalled stream is never given up",
    seenIn: "vercel/ai#14943",
    breaks: ["STR-07"],
    plant: withParts((parts) => ({
      clock: {
        now: () => parts.clock.now(),
        // The defect: timers fire, and nothing happens.
        after: (ms) => parts.clock.after(ms, () => {}),
      },
    })),
  },
  {
    id: "streaming.buffered",
    title: "The whole stream is read before the first byte is passed on",
    seenIn: "Kong/kong#14425, onyx-dot-app/onyx#11447",
    breaks: ["STR-08"],
    plant: withAnswer((answer) => ({
      ...answer,
      body: (async function* () {
        const chunks: Uint8Array[] = [];
        for await (const chunk of answer.body) chunks.push(chunk);
        yield* chunks;
      })(),
    })),
  },
  {
    id: "streaming.cancel-not-passed-on",
    title: "The upstream call goes on when the caller has left",
    seenIn: "BerriAI/litellm#17364, sgl-project/sglang#19524",
    breaks: ["STR-07", "STR-09", "ERR-07"],
    plant: deaf,
  },
  {
    id: "streaming.keep-alive-swallowed",
    title: "The provider's keep-alives are dropped, and nothing moves while it thinks",
    seenIn: "envoyproxy/ai-gateway#2549",
    breaks: ["STR-08"],
    plant: mapEvents((event) => (event.type === "keep-alive" ? null : event)),
  },
  {
    id: "streaming.pumped",
    title: "The provider is read as fast as it sends, whatever the caller does",
    seenIn: "envoyproxy/ai-gateway#1213",
    breaks: ["STR-08"],
    plant: withAnswer((answer) => ({ ...answer, body: pumped(answer.body) })),
  },
  {
    id: "streaming.ptb-not-drained",
    title: "A PTB stream whose caller leaves is dropped with its usage",
    seenIn: "BerriAI/litellm#36008",
    breaks: ["STR-09"],
    plant: withParts((parts) => ({ limits: { ...parts.limits, drainBytes: 0 } })),
  },
  {
    id: "streaming.json-passed-for-stream",
    title: "Content types are not looked at",
    seenIn: "envoyproxy/ai-gateway#1370",
    breaks: ["STR-10"],
    plant: withAnswer((answer) => {
      const headers = new Headers([...answer.headers]);
      headers.set("content-type", "application/json");
      return { ...answer, headers };
    }),
  },
  {
    id: "streaming.flag-cleared",
    title: "The translation clears the caller's stream flag, and the answer is plain JSON",
    seenIn: "envoyproxy/ai-gateway#1370",
    breaks: ["STR-10"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        input.request.stream = false;
        return registry.plan(input);
      },
    })),
  },
  {
    id: "streaming.flag-set",
    title: "A provider configuration switches streaming on for callers who did not ask",
    seenIn: "mozilla-ai/any-llm#845",
    breaks: ["STR-10"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        input.request.stream = true;
        return registry.plan(input);
      },
    })),
  },
];
