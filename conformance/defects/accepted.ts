/**
 * Values that the model does not have, sent as the caller wrote them.
 * @module
 */
import { isObject, type JsonObject, without } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { withProvider } from "./plants.ts";

/** Bodies with something of the caller's own request in the place of what the endpoint takes. */
const raw = (change: (body: JsonObject, asked: JsonObject) => JsonObject) =>
  withProvider((original) => ({
    buildBody: (request, endpoint) => {
      const built = original.buildBody(request, endpoint);
      return { ...built, body: change(built.body, request as JsonObject) };
    },
  }));

export const acceptedDefects: readonly Defect[] = [
  {
    id: "mapping.effort-raw",
    title: "The word of the effort goes out as the caller wrote it, whatever words the model has",
    seenIn: "own",
    breaks: ["MAP-15"],
    plant: raw((body, { reasoning_effort: effort }) =>
      body.reasoning_effort === undefined || effort === undefined
        ? body
        : { ...body, reasoning_effort: effort },
    ),
  },
  {
    id: "mapping.output-limit-raw",
    title: "A limit above what the model can give is sent on",
    seenIn: "own",
    breaks: ["MAP-15"],
    providers: ["anthropic"],
    plant: raw((body, { max_tokens: limit }) =>
      limit === undefined ? body : { ...body, max_tokens: limit },
    ),
  },
  {
    id: "mapping.thinking-of-others",
    title: "The thinking of another host's turn is sent to one that refuses the field",
    seenIn: "own",
    breaks: ["MAP-15"],
    providers: ["groq"],
    plant: raw((body, { messages }) => (messages === undefined ? body : { ...body, messages })),
  },
  {
    id: "mapping.tool-switches-raw",
    title: "What Anthropic's clients set beside a tool's function is sent to hosts that do not know it",
    seenIn: "own",
    breaks: ["MAP-15"],
    providers: ["deepinfra"],
    plant: raw((body, { tools }) => {
      const [asked] = Array.isArray(tools) ? tools : [];
      if (!isObject(asked) || !Array.isArray(body.tools)) return body;
      const switches = without(asked, ["type", "function", "cache_control"]);
      return { ...body, tools: body.tools.map((tool) => (isObject(tool) ? { ...switches, ...tool } : tool)) };
    }),
  },
  {
    id: "mapping.silent-turn-null",
    title: "A turn that only thought goes out with null in the place of its words",
    seenIn: "own",
    breaks: ["MAP-15"],
    providers: ["azure"],
    plant: raw((body) =>
      Array.isArray(body.messages)
        ? {
            ...body,
            messages: body.messages.map((message) =>
              isObject(message) && message.content === "" ? { ...message, content: null } : message,
            ),
          }
        : body,
    ),
  },
];
