/**
 * Reasoning that goes to others than its author, or does not come home.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { everywhere, withCodec, withProvider } from "./plants.ts";

/** What a history says about reasoning, in the fields that clients carry. */
const FIELDS = ["reasoning_content", "reasoning_details"];

/** Bodies whose messages hold the caller's own reasoning fields again. */
const rawReasoning = withProvider((original) => ({
  buildBody: (request, endpoint) => {
    const built = original.buildBody(request, endpoint);
    const { messages } = built.body;
    if (!Array.isArray(messages)) return built;
    const given = request.messages as readonly JsonObject[];
    const raw = messages.map((message, at): Json => {
      if (!isObject(message) || message.role !== "assistant") return message;
      const own = Object.entries(given[at] ?? {}).filter(([name]) => FIELDS.includes(name));
      return { ...message, ...Object.fromEntries(own) };
    });
    return { ...built, body: { ...built.body, messages: raw } };
  },
}));

/** Where a writer that thinks of a turn as thinking, text and calls puts each block. */
const PLACES = ["thinking", "redacted_thinking", "text", "tool_use"];

const sorted = (message: Json): Json =>
  isObject(message) && message.role === "assistant" && Array.isArray(message.content)
    ? {
        ...message,
        content: message.content
          .filter(isObject)
          .sort((a, b) => PLACES.indexOf(String(a.type)) - PLACES.indexOf(String(b.type))),
      }
    : message;

const SIGNATURES = ["thought_signature", "thoughtSignature", "signature"];

export const reasoningDefects: readonly Defect[] = [
  {
    id: "mapping.reasoning-of-another-author",
    title: "The signed reasoning of one maker is sent to another",
    seenIn: "own",
    breaks: ["MAP-17"],
    plant: rawReasoning,
  },
  {
    id: "mapping.reasoning-moved",
    providers: ["anthropic"],
    title: "All thinking of a turn is put before its first sentence",
    seenIn: "own",
    breaks: ["MAP-17"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        const { messages } = built.body;
        if (endpoint.api !== "anthropic-messages" || !Array.isArray(messages)) return built;
        return { ...built, body: { ...built.body, messages: messages.map(sorted) } };
      },
    })),
  },
  {
    id: "mapping.reasoning-lost-at-home",
    title: "Signatures do not come back to the provider that gave them",
    seenIn: "own",
    breaks: ["MAP-17"],
    plant: withCodec((original) => ({
      encodeRequest: (request, context) => {
        const { body, dropped } = original.encodeRequest(request, context);
        const bare = everywhere(body, (value, key) => (SIGNATURES.includes(key) ? undefined : value));
        return { body: isObject(bare) ? bare : body, dropped };
      },
    })),
  },
];
