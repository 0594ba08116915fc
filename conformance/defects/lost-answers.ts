/**
 * What answers lose on their way although every part of them has the right shape: a field, a number, an order.
 * @module
 */
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import type { StreamEvent } from "../../registry/apis/codec.ts";
import type { ChatChoice, ChunkChoice } from "../../registry/canonical/chat.ts";
import { at, isObject } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withUsage } from "./dialect-plants.ts";
import { withAnswer, withCodec, withParts } from "./plants.ts";
import { eachDelta, mapChunks, withEvents } from "./stream-plants.ts";

const withChoices = (change: (choice: ChatChoice) => ChatChoice): Plant =>
  withCodec((original) => ({
    decodeResponse: (body, context) => {
      const decoded = original.decodeResponse(body, context);
      if (!decoded.ok) return decoded;
      const { completion } = decoded;
      return { ...decoded, completion: { ...completion, choices: completion.choices.map(change) } };
    },
  }));

const both =
  (first: Plant, second: Plant): Plant =>
  (parts) =>
    second(first(parts));

/** Numbers beyond what a double holds are rounded, blanks and odd escapes go. */
function again(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text; // Cut at the limit.
  }
}

/** Records changed as they are kept. */
const withRecord = (change: (record: RequestRecord) => RequestRecord): Plant =>
  withParts(({ records }) => ({ records: { ...records, put: (record) => records.put(change(record)) } }));

const eachChunkChoice = (change: (choice: ChunkChoice) => ChunkChoice): Plant =>
  mapChunks((chunk) => ({ ...chunk, choices: chunk.choices.map(change) }));

/** Streams whose usage is told once, as their very last event. */
const usageAtTheEnd: Plant = withEvents(async function* (events) {
  let held: StreamEvent | null = null;
  for await (const event of events) {
    if (event.type === "usage") held = event;
    else {
      if (event.type === "end" && held) yield held;
      yield event;
    }
  }
});

let lastLength: string | null = null;

export const lostAnswerDefects: readonly Defect[] = [
  {
    id: "response.empty-as-null",
    title: "An empty text of an answer is told as null",
    seenIn: "own",
    breaks: ["RES-01"],
    plant: withChoices((choice) => ({
      ...choice,
      message: { ...choice.message, content: choice.message.content || null },
    })),
  },
  {
    id: "response.null-as-empty",
    title: "An answer without a text is told as an empty one",
    seenIn: "own",
    breaks: ["RES-01"],
    plant: withChoices((choice) => ({
      ...choice,
      message: { ...choice.message, content: choice.message.content ?? "" },
    })),
  },
  {
    id: "response.index-by-place",
    title: "Choices are numbered as they are listed, whatever the provider calls them",
    seenIn: "own",
    breaks: ["RES-03"],
    providers: ["deepinfra", "google-ai-studio"],
    plant: withCodec((original) => ({
      decodeResponse: (body, context) => {
        const decoded = original.decodeResponse(body, context);
        if (!decoded.ok) return decoded;
        const { completion } = decoded;
        const choices = completion.choices.map((choice, index) => ({ ...choice, index }));
        return { ...decoded, completion: { ...completion, choices } };
      },
    })),
  },
  {
    id: "streaming.text-beside-finish-lost",
    title: "The text in the chunk that says the finish is lost",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: mapChunks((chunk) =>
      chunk.choices.some(({ finish_reason: finish }) => finish !== null)
        ? eachDelta(chunk, ({ content: _lost, ...delta }) => delta)
        : chunk,
    ),
  },
  {
    id: "response.cut-call-is-tool-calls",
    title: "An answer whose call was cut at the limit finishes with tool_calls",
    seenIn: "own",
    breaks: ["RES-02"],
    plant: both(
      withChoices((choice) =>
        choice.message.tool_calls && choice.finish_reason === "length"
          ? { ...choice, finish_reason: "tool_calls" }
          : choice,
      ),
      (parts) => {
        const calling = new Set<number>();
        return eachChunkChoice((choice) => {
          if (choice.delta.tool_calls) calling.add(choice.index);
          const isCut = choice.finish_reason === "length" && calling.has(choice.index);
          return isCut ? { ...choice, finish_reason: "tool_calls" } : choice;
        })(parts);
      },
    ),
  },
  {
    id: "response.arguments-reserialised",
    title: "Arguments are read and written again, so that long numbers are rounded",
    seenIn: "own",
    breaks: ["RES-03"],
    plant: withChoices((choice) => {
      const { tool_calls: calls, ...message } = choice.message;
      if (!calls) return choice;
      const written = calls.map((call) => ({
        ...call,
        function: { ...call.function, arguments: again(call.function.arguments) },
      }));
      return { ...choice, message: { ...message, tool_calls: written } as typeof choice.message };
    }),
  },
  {
    id: "streaming.length-copied",
    title: "The provider's content-length is copied onto the stream that is written anew",
    seenIn: "own",
    breaks: ["RES-06"],
    plant: withAnswer((answer) => {
      lastLength = answer.headers.get("content-length");
      return answer;
    }),
    around: (send) => async (path, init) => {
      lastLength = null;
      const response = await send(path, init);
      if (lastLength === null || !response.headers.get("content-type")?.startsWith("text/event-stream"))
        return response;
      const headers = new Headers(response.headers);
      headers.set("content-length", lastLength);
      return new Response(response.body, { status: response.status, headers });
    },
  },
  {
    id: "streaming.empty-is-success",
    title: "A stream that holds nothing at all is an empty answer, and a success",
    seenIn: "own",
    breaks: ["RES-05", "STR-07"],
    plant: (parts) =>
      withCodec((original) => ({
        decodeStream: async function* (bytes, context) {
          let begun = false;
          for await (const event of original.decodeStream(bytes, context)) {
            if (event.type === "chunk" || event.type === "error") begun = true;
            if (event.type !== "broken" || begun) {
              yield event;
              continue;
            }
            const identity = { id: context.fallbackId, created: context.nowSeconds };
            const choice = { index: 0, delta: { role: "assistant" as const, content: "" } };
            yield {
              type: "chunk",
              content: true,
              chunk: {
                ...identity,
                object: "chat.completion.chunk",
                model: context.endpoint.providerModelId,
                choices: [{ ...choice, finish_reason: "stop" }],
              },
            };
            yield { type: "end" };
          }
        },
      }))(parts),
  },
  {
    id: "streaming.respelt-names-kept",
    title: "Tool names that had to be respelt come back respelt in streams",
    seenIn: "own",
    breaks: ["MAP-11"],
    plant: withCodec((original) => ({
      decodeStream: (bytes, context) =>
        original.decodeStream(bytes, {
          ...context,
          request: { ...context.request, tools: [], tool_choice: null, messages: [] },
        }),
    })),
  },
  {
    id: "usage.anthropic.writes-without-breakdown",
    title: "Cache writes that come without their lifetimes are read as none",
    seenIn: "own",
    breaks: ["USE-01"],
    providers: ["anthropic", "vertex", "azure"],
    plant: withUsage((usage, raw) =>
      isObject(raw.cache_creation) || !("cache_creation_input_tokens" in raw)
        ? usage
        : { ...usage, cacheWrite5m: 0 },
    ),
  },
  {
    id: "usage.predictions-twice",
    title: "Accepted predictions are added to the completion that holds them already",
    seenIn: "own",
    breaks: ["USE-01"],
    plant: withUsage((usage, raw) => {
      const accepted = at(raw, ["completion_tokens_details", "accepted_prediction_tokens"]);
      return typeof accepted === "number" ? { ...usage, output: (usage.output ?? 0) + accepted } : usage;
    }),
  },
  {
    id: "cost.first-report-kept",
    title: "Of two prices that a stream reports the first one is kept",
    seenIn: "own",
    breaks: ["CST-06"],
    plant: withEvents(async function* (events) {
      let first: unknown = null;
      for await (const event of events) {
        if (event.type !== "usage") {
          yield event;
          continue;
        }
        first ??= event.reportedCost;
        yield { ...event, reportedCost: first };
      }
    }),
  },
  {
    id: "billing.broken-recorded-as-success",
    title: "A stream that broke behind its first content is recorded as a success",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withRecord((record) => (record.stream ? { ...record, outcome: "success", error: null } : record)),
  },
  {
    id: "usage.first-token-unrecorded",
    title: "The time to the first token is not recorded",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withRecord((record) => ({ ...record, firstTokenMs: null })),
  },
  {
    id: "usage.shared-under-one-id",
    title: "Two requests under one id share the usage of whichever ended first",
    seenIn: "own",
    breaks: ["OBS-01"],
    plant: withParts(({ records, ids, stages }) => {
      const first = new Map<string, RequestRecord>();
      return {
        stages: stages.filter(({ name }) => name !== "request-id"),
        records: {
          ...records,
          put: (record) => {
            const known = first.get(record.id);
            if (!known) {
              first.set(record.id, record);
              return records.put(record);
            }
            const { usage, cost } = known;
            return records.put({ ...record, id: ids.uuid(), usage, cost });
          },
        },
      };
    }),
  },
  {
    id: "billing.failure-is-free",
    title: "The usage in the event that says that the host failed is not read",
    seenIn: "own",
    breaks: ["BIL-07"],
    providers: ["deepinfra", "openai", "google-ai-studio", "cohere"],
    plant: withEvents(async function* (events) {
      let held: StreamEvent | null = null;
      for await (const event of events) {
        if (held !== null && event.type !== "error") yield held;
        held = event.type === "usage" ? event : null;
        if (event.type !== "usage") yield event;
      }
      if (held !== null) yield held;
    }),
  },
  {
    id: "billing.cut-is-free",
    title: "A stream that breaks is free, whatever it had told of its usage",
    seenIn: "own",
    breaks: ["BIL-07"],
    plant: usageAtTheEnd,
  },
];
