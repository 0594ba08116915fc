/**
 * Answers of Cohere's chat, version 2, as they stand on the wire: whole ones, and the events of a stream put together.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import {
  callNumbers,
  type Heard,
  type HeardCall,
  joined,
  objectOf,
  objects,
  type Pieces,
  words,
} from "./heard.ts";

/** What was told, one after the other; a plan of what to call has no place in it. */
interface Told {
  message: JsonObject;
  calls: readonly HeardCall[];
  order: Pieces;
}

const partsOf = ({ content }: JsonObject): JsonObject[] =>
  typeof content === "string" ? [{ text: content }] : objects(content);

const piecesOf = (part: JsonObject): Pieces => [
  ["reasoning", words(part.thinking)],
  ["text", words(part.text)],
];

function understood(id: unknown, { message, calls, order }: Told, finish: unknown): Heard {
  const { tool_plan: plan } = message;
  const parts = partsOf(message);
  return {
    id: words(id),
    model: "",
    fingerprint: "",
    created: [],
    usage: null,
    choices: [
      {
        text: parts.map(({ text }) => words(text)).join(""),
        reasoning: parts.map((part) => words("thinking" in part ? part.thinking : "")).join(""),
        plan: words(plan),
        signatures: [],
        refusal: "",
        stopSequence: null,
        tokens: [],
        sources: [],
        calls,
        order: joined(order),
        finish: typeof finish === "string" ? [finish] : [],
      },
    ],
  };
}

const callOf = (call: JsonObject): HeardCall => {
  const { name, arguments: args } = objectOf(call.function);
  return { id: words(call.id), name: words(name), arguments: args ?? "" };
};

/** A piece of a call, which some versions put into a list of one. */
const pieceOf = (calls: unknown): HeardCall => callOf(objects(calls)[0] ?? objectOf(calls));

/** What a whole answer said. */
export function hearCohere({ id, message, finish_reason: finish }: JsonObject): Heard {
  const said = objectOf(message);
  const calls = objects(said.tool_calls).map(callOf);
  const order = [...partsOf(said).flatMap(piecesOf), ...calls.map(callNumbers())];
  return understood(id, { message: said, calls, order }, finish);
}

/** What the events of a stream said. */
export function hearCohereStream(events: readonly JsonObject[]): Heard {
  const calls = new Map<unknown, HeardCall>();
  const said = { text: "", thinking: "", plan: "" };
  const order: (readonly [kind: string, text: string])[] = [];
  const next = callNumbers();
  let id: unknown;
  let finish: unknown;
  for (const event of events) {
    const delta = objectOf(event.delta);
    const message = objectOf(delta.message);
    // Events of other types come and go, and say nothing.
    const isContent = event.type === "content-start" || event.type === "content-delta";
    const content = isContent ? objectOf(message.content) : {};
    said.text += words(content.text);
    said.thinking += words(content.thinking);
    said.plan += words(message.tool_plan);
    order.push(...piecesOf(content));
    if (event.type === "message-start") id = event.id;
    if (event.type === "message-end") finish = delta.finish_reason;
    if (event.type === "tool-call-start") {
      calls.set(event.index, pieceOf(message.tool_calls));
      order.push(next());
    }
    const open = event.type === "tool-call-delta" ? calls.get(event.index) : undefined;
    if (open) open.arguments = words(open.arguments) + words(pieceOf(message.tool_calls).arguments);
  }
  const content = [{ text: said.text }, { thinking: said.thinking }];
  const told = { message: { content, tool_plan: said.plan }, calls: [...calls.values()], order };
  return understood(id, told, finish);
}
