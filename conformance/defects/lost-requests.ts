/**
 * What requests lose on their way although what is left of them is well formed.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { everywhere, withBody, withProvider } from "./plants.ts";

/** The same message with its texts before the results of tools. */
function textsFirst(message: Json): Json {
  if (!isObject(message) || message.role !== "user" || !Array.isArray(message.content)) return message;
  const isResult = (block: Json) => isObject(block) && block.type === "tool_result";
  const results = message.content.filter(isResult);
  const others = message.content.filter((block) => !isResult(block));
  return { ...message, content: [...others, ...results] };
}

function reread(text: Json): Json {
  try {
    return typeof text === "string" ? JSON.stringify(JSON.parse(text)) : text;
  } catch {
    return text; // Not JSON: as it was.
  }
}

export const lostRequestDefects: readonly Defect[] = [
  {
    id: "mapping.arguments-reserialised",
    title: "The arguments of earlier calls are read and written again",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withBody((body) =>
      isObject(body) && Array.isArray(body.messages)
        ? {
            ...body,
            messages: everywhere(body.messages, (value, key) =>
              key === "arguments" ? reread(value) : value,
            ),
          }
        : body,
    ),
  },
  {
    id: "mapping.anthropic.results-behind-texts",
    title: "The results of tools stand behind the words of the user who sent them",
    seenIn: "own",
    breaks: ["MAP-06"],
    providers: ["anthropic", "vertex", "azure"],
    plant: withBody((body) =>
      Array.isArray(body.messages) ? { ...body, messages: body.messages.map(textsFirst) } : body,
    ),
  },
  {
    id: "mapping.failure-of-a-tool-lost",
    title: "That a tool failed is not passed on",
    seenIn: "own",
    breaks: ["MAP-06"],
    providers: ["anthropic", "bedrock", "vertex", "azure"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) =>
        original.buildBody(
          {
            ...request,
            messages: everywhere(request.messages as Json, (value, key) =>
              key === "is_error" ? undefined : value,
            ) as unknown as typeof request.messages,
          },
          endpoint,
        ),
    })),
  },
  {
    id: "mapping.fifth-stop-cut",
    title: "Stop sequences beyond the fourth are left out, and nobody is told",
    seenIn: "own",
    breaks: ["MAP-09", "MAP-10"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const { stop } = request;
        const few = Array.isArray(stop) ? stop.slice(0, 4) : stop;
        const built = original.buildBody({ ...request, stop: few }, endpoint);
        return { ...built, dropped: built.dropped.filter((name) => name !== "stop") };
      },
    })),
  },
  {
    id: "mapping.seed-32-bits",
    title: "A seed is cut to 32 bits",
    seenIn: "own",
    breaks: ["MAP-10"],
    plant: withBody(
      (body) =>
        everywhere(body, (value, key) =>
          /^(?:random_)?seed$/.test(key) && typeof value === "number" ? value | 0 : value,
        ) as JsonObject,
    ),
  },
];
