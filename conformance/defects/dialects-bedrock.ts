/**
 * Bedrock's Converse, as gateways were seen to break it.
 * @module
 */
import type { StreamEvent } from "../../registry/apis/codec.ts";
import { isObject, type Json, type JsonObject, objectsIn } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { defectsOf } from "./dialect-plants.ts";
import { withBody, withCodec, withProvider } from "./plants.ts";
import { overheard } from "./stream-plants.ts";

const bedrock = defectsOf("bedrock", ["bedrock"]);

/** The events of a stream, seen together with what the wire said so far. */
const hearing = (
  change: (event: StreamEvent, wire: string, state: Set<string>) => StreamEvent | null,
): Plant =>
  withCodec((dialect) => ({
    decodeStream: async function* (bytes, context) {
      const wire = overheard(bytes);
      const state = new Set<string>();
      for await (const event of dialect.decodeStream(wire.bytes, context)) {
        const changed = change(event, wire.text(), state);
        if (changed) yield changed;
        if (changed?.type === "broken") return;
      }
    },
  }));

const without = (json: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(json).filter(([name]) => name !== key));

/** A value with every list changed, however deep. */
function listsIn(value: Json, change: (list: Json[]) => Json[]): Json {
  if (Array.isArray(value)) return change(value.map((each) => listsIn(each, change)));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, listsIn(inner ?? null, change)]),
  );
}

const isPoint = (value: Json): value is JsonObject => isObject(value) && "cachePoint" in value;

/** Cache points joined to the element before them. */
const joined = (list: Json[]): Json[] => {
  const out: Json[] = [];
  for (const each of list) {
    const before = out.at(-1);
    if (isPoint(each) && isObject(before)) out.splice(-1, 1, { ...before, ...each });
    else out.push(each);
  }
  return out;
};

export const bedrockDefects: readonly Defect[] = [
  bedrock("streaming", "unknown-frame-fatal", "A frame of an unknown type ends the stream", {
    seenIn: "vercel/ai#11410, pydantic/pydantic-ai#5818",
    breaks: ["STR-05"],
    plant: hearing((event, wire) =>
      event.type === "keep-alive" && wire.includes("weatherReport")
        ? { type: "broken", problem: "no such event" }
        : event,
    ),
  }),
  bedrock("streaming", "end-turn-is-stop", "The host's word decides alone whether tools are called", {
    seenIn: "envoyproxy/ai-gateway#1486",
    breaks: ["STR-04"],
    plant: hearing((event, wire) => {
      if (event.type === "chunk" && wire.includes('"stopReason":"end_turn"'))
        for (const choice of event.chunk.choices)
          if (choice.finish_reason === "tool_calls") choice.finish_reason = "stop";
      return event;
    }),
  }),
  bedrock(
    "streaming",
    "exceptions-unread",
    "Frames that are exceptions are passed over like unknown events",
    {
      seenIn: "vercel/ai#19039, vercel/ai#18996",
      breaks: ["STR-03"],
      plant: hearing((event) => (event.type === "error" ? { type: "end" } : event)),
    },
  ),
  bedrock("streaming", "cut-frame-accepted", "Bytes that are left over at the end are no error", {
    seenIn: "vercel/ai#19040",
    breaks: ["STR-03"],
    plant: hearing((event) =>
      event.type === "broken" && /inside a frame|before the answer/.test(event.problem)
        ? { type: "end" }
        : event,
    ),
  }),
  bedrock("streaming", "empty-arguments", "A call without arguments has an empty string", {
    seenIn: "vercel/ai#10859",
    breaks: ["STR-04"],
    plant: hearing((event) => {
      if (event.type !== "chunk") return event;
      for (const { delta } of event.chunk.choices)
        for (const call of delta.tool_calls ?? [])
          if (call.function?.arguments === "{}") call.function.arguments = "";
      return event;
    }),
  }),
  bedrock("usage", "only-behind-the-finish", "Usage that comes before the finish is overlooked", {
    seenIn: "envoyproxy/ai-gateway#1503",
    breaks: ["STR-05"],
    plant: hearing((event, _wire, state) => {
      if (event.type === "chunk" && event.chunk.choices.some((choice) => choice.finish_reason))
        state.add("finished");
      return event.type === "usage" && !state.has("finished") ? null : event;
    }),
  }),
  bedrock("mapping", "tool-config-omitted", "Without tools now, those of the history are not declared", {
    seenIn: "vercel/ai#7537",
    breaks: ["MAP-06"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        return request.tools?.length ? built : { ...built, body: without(built.body, "toolConfig") };
      },
    })),
  }),
  bedrock("mapping", "points-inside", "Cache points stand inside of the element that they follow", {
    seenIn: "envoyproxy/ai-gateway#2478",
    breaks: ["MAP-12"],
    plant: withBody((body) => listsIn(body, joined) as JsonObject),
  }),
  bedrock("mapping", "points-lost", "Cache points behind results and tools are lost", {
    seenIn: "envoyproxy/ai-gateway#2358, Portkey-AI/gateway#1360",
    breaks: ["MAP-12"],
    plant: withBody((body) => ({
      ...body,
      messages: objectsIn(body.messages).map((message) => ({
        ...message,
        content: objectsIn(message.content).filter((block) => !isPoint(block)),
      })),
    })),
  }),
  bedrock("mapping", "version-cut", "A model's version behind the colon is cut off", {
    seenIn: "mozilla-ai/any-llm#348",
    breaks: ["MAP-02"],
    plant: withProvider((original) => ({
      buildUrl: (context) => original.buildUrl(context).replace(/%3A\d+/i, ""),
    })),
  }),
  bedrock("mapping", "maker-lost", "A model's id goes out without the maker's name in it", {
    seenIn: "own",
    breaks: ["MAP-15"],
    plant: withProvider((original) => ({
      buildUrl: (context) =>
        original.buildUrl(context).replace(/(\/model\/(?:[a-z]+\.(?=[a-z0-9]+\.))?)[a-z0-9]+\./, "$1"),
    })),
  }),
  bedrock("mapping", "signature-lost", "Thinking is replayed without its signature", {
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withBody((body) => JSON.parse(JSON.stringify(body).replaceAll(/,"signature":"[^"]*"/g, ""))),
  }),
  bedrock("errors", "type-header-unread", "The exception's name in the header is not read", {
    seenIn: "Portkey-AI/gateway 559f1644",
    breaks: ["ERR-02"],
    plant: withProvider((original) => ({
      normalizeError: (failure) => {
        const headers = new Headers(failure.headers);
        headers.delete("x-amzn-errortype");
        return original.normalizeError({ ...failure, headers });
      },
    })),
  }),
];
