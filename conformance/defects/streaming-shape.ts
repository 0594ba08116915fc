/**
 * Broken streams: what chunks look like (STR-04, STR-06).
 * @module
 */
import { isObject } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { withCodec } from "./plants.ts";
import { eachDelta, mapChunks, mapEvents, mapText, overheard, withEvents } from "./stream-plants.ts";

export const streamingShapeDefects: readonly Defect[] = [
  {
    id: "streaming.new-id-per-chunk",
    title: "Every chunk gets an id of its own",
    seenIn: "envoyproxy/ai-gateway#1533",
    breaks: ["STR-04"],
    plant: (parts) => {
      let next = 0;
      return mapChunks((chunk) => ({ ...chunk, id: `chatcmpl-${next++}` }))(parts);
    },
  },
  {
    id: "streaming.role-on-every-chunk",
    title: "Every chunk repeats the role",
    seenIn: "own",
    breaks: ["STR-04", "STR-05"],
    plant: mapChunks((chunk) => eachDelta(chunk, (delta) => ({ role: "assistant", ...delta }))),
  },
  {
    id: "streaming.tool-index-zero",
    title: "Every tool-call delta has index 0",
    seenIn: "mozilla-ai/any-llm#1160, envoyproxy/ai-gateway#1468",
    breaks: ["STR-04"],
    plant: mapChunks((chunk) =>
      eachDelta(chunk, (delta) =>
        delta.tool_calls
          ? { ...delta, tool_calls: delta.tool_calls.map((call) => ({ ...call, index: 0 })) }
          : delta,
      ),
    ),
  },
  {
    id: "streaming.choice-index-zero",
    title: "Every choice of a stream has index 0",
    seenIn: "Portkey-AI/gateway#1290",
    breaks: ["STR-04"],
    plant: mapChunks((chunk) => ({
      ...chunk,
      choices: chunk.choices.map((choice) => ({ ...choice, index: 0 })),
    })),
  },
  {
    id: "streaming.late-tool-fields-passed-on",
    title: "Tool-call deltas are passed on as they come, before their name is known",
    seenIn: "vercel/ai#6687, vercel/ai#5350",
    breaks: ["STR-04"],
    plant: mapText((text) =>
      text
        .replaceAll('"name":"tide","arguments":"1}"', '"arguments":"1}"')
        .replaceAll('"type":"function",', ""),
    ),
  },
  {
    id: "streaming.empty-arguments",
    title: "A streamed tool call without arguments has an empty string",
    seenIn: "vercel/ai#10859, envoyproxy/ai-gateway#1466",
    breaks: ["STR-04"],
    plant: mapChunks((chunk) =>
      eachDelta(chunk, (delta) =>
        delta.tool_calls
          ? {
              ...delta,
              tool_calls: delta.tool_calls.filter(
                (call) => call.function?.arguments !== "{}" || call.id !== undefined,
              ),
            }
          : delta,
      ),
    ),
  },
  {
    id: "streaming.finish-repeated",
    title: "The finish reason is sent twice",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: withEvents(async function* (events) {
      for await (const event of events) {
        yield event;
        if (event.type === "chunk" && event.chunk.choices.some((choice) => choice.finish_reason)) yield event;
      }
    }),
  },
  {
    id: "streaming.finish-always-stop",
    title: "Every stream finishes with stop",
    seenIn: "mozilla-ai/any-llm#1301, theopenco/llmgateway#176",
    breaks: ["RES-02", "STR-04"],
    providers: ["deepinfra", "openai"],
    plant: mapChunks((chunk) => ({
      ...chunk,
      choices: chunk.choices.map((choice) =>
        choice.finish_reason ? { ...choice, finish_reason: "stop" } : choice,
      ),
    })),
  },
  {
    id: "streaming.text-chunk-lost",
    title: "The first text chunk is swallowed with the role",
    seenIn: "own",
    breaks: ["STR-04"],
    providers: ["deepinfra", "groq", "openai"],
    plant: (parts) => {
      const dropped = new WeakSet<object>();
      return withEvents(async function* (events) {
        for await (const event of events) {
          if (event.type === "chunk" && event.content && !dropped.has(events)) {
            dropped.add(events);
            continue;
          }
          yield event;
        }
      })(parts);
    },
  },
  {
    id: "streaming.usage-chunk-dropped",
    title: "The usage chunk is filtered for its empty choices",
    seenIn: "mozilla-ai/any-llm#1249, envoyproxy/ai-gateway#1503",
    breaks: ["STR-06"],
    providers: ["deepinfra", "groq", "openai"],
    plant: mapEvents((event) => (event.type === "usage" ? null : event)),
  },
  {
    id: "streaming.usage-always-sent",
    title: "Callers get usage that they did not ask for",
    seenIn: "own",
    breaks: ["STR-06"],
    providers: ["deepinfra", "groq", "openai"],
    plant: withEvents(async function* (events) {
      for await (const event of events) {
        if (event.type === "chunk")
          yield { ...event, chunk: { ...event.chunk, usage: { prompt_tokens: 1 } as never } };
        else yield event;
      }
    }),
  },
  {
    id: "streaming.refusal-lost",
    title: "Refusal and reasoning deltas are dropped",
    seenIn: "own",
    breaks: ["STR-04", "RES-03"],
    providers: ["deepinfra", "openai"],
    plant: withCodec((codec) => ({
      decodeStream: async function* (bytes, context) {
        for await (const event of codec.decodeStream(bytes, context)) {
          if (event.type !== "chunk") yield event;
          else
            yield {
              ...event,
              chunk: eachDelta(event.chunk, (delta) => {
                const { refusal: _refusal, reasoning_content: _reasoning, ...rest } = delta;
                return isObject(rest) ? rest : delta;
              }),
            };
        }
      },
    })),
  },
  {
    id: "streaming.stop-for-tools",
    title: "An answer that calls tools finishes with stop where the host says stop",
    seenIn: "envoyproxy/ai-gateway#1486, BerriAI/litellm#21041",
    breaks: ["STR-04"],
    plant: withCodec((dialect) => ({
      decodeStream: async function* (bytes, context) {
        const wire = overheard(bytes);
        for await (const event of dialect.decodeStream(wire.bytes, context)) {
          if (event.type === "chunk" && /"finish_reason": ?"stop"/.test(wire.text()))
            for (const choice of event.chunk.choices)
              if (choice.finish_reason === "tool_calls") choice.finish_reason = "stop";
          yield event;
        }
      },
    })),
  },
];
