/**
 * Broken streams: how streams end and flow (STR-07…10).
 * @module
 */
import type { ChatChunk } from "../../registry/chat.ts";
import type { Defect } from "./defect.ts";
import { withAnswer, withParts, withRegistry } from "./plants.ts";
import { withEvents } from "./stream-plants.ts";

export const streamingFlowDefects: readonly Defect[] = [
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
    breaks: ["STR-09"],
    plant: (parts) => ({
      ...parts,
      transport: {
        send: async (request) => {
          const answer = await parts.transport.send(request, new AbortController().signal);
          // An iterator without `return` cannot be told to stop.
          const source = answer.body[Symbol.asyncIterator]();
          return { ...answer, body: { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) } };
        },
      },
    }),
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
      const headers = new Headers(answer.headers);
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
