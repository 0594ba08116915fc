/**
 * Turns that keep all that was said, and lose the order in which it was: in answers, in streams, in what goes back.
 * @module
 */
import type { StreamEvent } from "../../registry/apis/codec.ts";
import type { ChatCompletion, ChatRequest } from "../../registry/canonical/chat.ts";
import { isObject, type Json, type JsonObject, parseJson, without } from "../../registry/json.ts";
import type { Around, Plant } from "../targets/reference.ts";
import { atRoute, CHAT } from "./clients.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withCodec } from "./plants.ts";

/** The field in which the canonical message says its order. */
const ORDER = ["item_order"];

const flatAnswer = (completion: ChatCompletion): ChatCompletion => ({
  ...completion,
  choices: completion.choices.map((choice) => ({ ...choice, message: without(choice.message, ORDER) })),
});

const flatAnswers: Plant = withCodec((original) => ({
  decodeResponse: (body, context) => {
    const decoded = original.decodeResponse(body, context);
    return decoded.ok ? { ...decoded, completion: flatAnswer(decoded.completion) } : decoded;
  },
}));

const flatRequest = (request: ChatRequest): ChatRequest => ({
  ...request,
  messages: request.messages.map((message) => without(message, ORDER)),
});

const flatRequests: Plant = withCodec((original) => ({
  encodeRequest: (request, context) => original.encodeRequest(flatRequest(request), context),
}));

type ChunkEvent = Extract<StreamEvent, { type: "chunk" }>;

/** Where one who thinks of an answer as thinking, text and calls puts a chunk of it. */
function rankOf({ chunk }: ChunkEvent): number {
  const [choice] = chunk.choices;
  if (choice === undefined || choice.finish_reason !== null) return 4;
  const { role, content, reasoning_content, reasoning_details } = choice.delta;
  if (role !== undefined) return 0;
  if (reasoning_content !== undefined || reasoning_details !== undefined) return 1;
  return content ? 2 : 3;
}

/** Holds a stream back, and tells it sorted. */
const sortedStreams: Plant = withCodec((original) => ({
  decodeStream: async function* (bytes, context) {
    const held: ChunkEvent[] = [];
    for await (const event of original.decodeStream(bytes, context)) {
      if (event.type === "chunk") held.push(event);
      else {
        if (event.type === "end") yield* held.sort((a, b) => rankOf(a) - rankOf(b));
        yield event;
      }
    }
  },
}));

/** Calls first, in a list of a whole answer. */
function callsFirst(list: Json | undefined, isCall: (item: JsonObject) => boolean): Json[] {
  const items = Array.isArray(list) ? list : [];
  const called = items.filter((item) => isObject(item) && isCall(item));
  return [...called, ...items.filter((item) => !called.includes(item))];
}

/** Changes the whole answers of a route; its streams pass. */
const wholeAnswers = (route: string, change: (body: JsonObject) => JsonObject): Around =>
  atRoute(route, (text) => {
    const body: Json = text.startsWith("{") ? parseJson(text) : null;
    return isObject(body) ? JSON.stringify(change(body)) : text;
  });

/** The events of a stream of chats, those that think behind those that speak. */
const thoughtsBehind: Around = atRoute(CHAT, (text) => {
  if (!text.startsWith("data: {")) return text;
  const events = text.split(/(?<=\n\n)/);
  const first = events.findIndex((event) => event.includes('"reasoning_content":"'));
  const last = events.findLastIndex((event) => event.includes('"content":"'));
  if (first === -1 || last < first) return text;
  const [thinking, others] = [true, false].map((isThought) =>
    events.slice(first, last + 1).filter((event) => event.includes('"reasoning_content":"') === isThought),
  );
  return [...events.slice(0, first), ...(others ?? []), ...(thinking ?? []), ...events.slice(last + 1)].join(
    "",
  );
});

export const itemOrderDefects: readonly Defect[] = [
  {
    id: "mapping.item-order-lost-in-answers",
    title: "Of a whole answer callers read all thinking, then all text, then all calls",
    seenIn: "own",
    breaks: ["RES-03", "MAP-17"],
    providers: ["bedrock"],
    plant: flatAnswers,
  },
  {
    id: "mapping.item-order-lost-between-items",
    title: "The items of a response are read by their kinds, and texts behind calls move before them",
    seenIn: "own",
    breaks: ["RES-03", "MAP-17"],
    providers: ["openai"],
    plant: flatAnswers,
  },
  {
    id: "mapping.item-order-lost-in-streams",
    title: "A stream is held back and told sorted by what it says",
    seenIn: "own",
    breaks: ["STR-04"],
    providers: ["google-ai-studio"],
    plant: sortedStreams,
  },
  {
    id: "mapping.item-order-lost-in-requests",
    title: "What goes back to the model is its thinking, its text and its calls, each together",
    seenIn: "own",
    breaks: ["MAP-17"],
    providers: ["google-ai-studio"],
    plant: flatRequests,
  },
  {
    id: "mapping.item-order-lost-in-signed-streams",
    title: "A stream of thinking, texts and calls is held back and told sorted by what it says",
    seenIn: "own",
    breaks: ["STR-04"],
    providers: ["anthropic"],
    plant: sortedStreams,
  },
  {
    id: "mapping.item-order-lost-between-blocks",
    title: "Thinking between the texts of an answer moves before them",
    seenIn: "own",
    breaks: ["RES-03", "MAP-17"],
    providers: ["cohere"],
    plant: flatAnswers,
  },
  {
    id: "mapping.item-order-lost-in-blocks-that-go-back",
    title: "Thinking between the texts of a turn goes back before them",
    seenIn: "own",
    breaks: ["MAP-17"],
    providers: ["cohere"],
    plant: flatRequests,
  },
  {
    id: "response.order-turned-for-messages",
    title: "Callers of messages get the calls of an answer before its text",
    seenIn: "own",
    breaks: ["RES-03"],
    plant: unchanged,
    around: wholeAnswers("/v1/messages", (body) => ({
      ...body,
      ...(Array.isArray(body.content)
        ? { content: callsFirst(body.content, ({ type }) => type === "tool_use") }
        : {}),
    })),
  },
  {
    id: "response.order-turned-for-responses",
    title: "Callers of Responses get the calls of an answer before its message",
    seenIn: "own",
    breaks: ["RES-03"],
    plant: unchanged,
    around: wholeAnswers("/v1/responses", (body) => ({
      ...body,
      ...(Array.isArray(body.output)
        ? { output: callsFirst(body.output, ({ type }) => type === "function_call") }
        : {}),
    })),
  },
  {
    id: "response.order-turned-in-chats",
    title: "The thinking of a stream of chats is told behind the text",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: unchanged,
    around: thoughtsBehind,
  },
];
