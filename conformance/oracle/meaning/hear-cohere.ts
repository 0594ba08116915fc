/**
 * Answers of Cohere's chat, version 2, as they stand on the wire: whole ones, and the events of a stream put together.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { type Heard, type HeardCall, objectOf, objects, words } from "./heard.ts";

function understood(id: unknown, message: JsonObject, calls: readonly HeardCall[], finish: unknown): Heard {
  const { content, tool_plan: plan } = message;
  const parts = typeof content === "string" ? [{ text: content }] : objects(content);
  return {
    id: words(id),
    model: "",
    fingerprint: "",
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
  return understood(id, said, objects(said.tool_calls).map(callOf), finish);
}

/** What the events of a stream said. */
export function hearCohereStream(events: readonly JsonObject[]): Heard {
  const calls = new Map<unknown, HeardCall>();
  const said = { text: "", thinking: "", plan: "" };
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
    if (event.type === "message-start") id = event.id;
    if (event.type === "message-end") finish = delta.finish_reason;
    if (event.type === "tool-call-start") calls.set(event.index, pieceOf(message.tool_calls));
    const open = event.type === "tool-call-delta" ? calls.get(event.index) : undefined;
    if (open) open.arguments = words(open.arguments) + words(pieceOf(message.tool_calls).arguments);
  }
  const content = [{ text: said.text }, { thinking: said.thinking }];
  return understood(id, { content, tool_plan: said.plan }, [...calls.values()], finish);
}
