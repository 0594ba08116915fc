/**
 * Schemas, media, values and kinds as the caller wrote them, whatever the endpoint takes.
 * @module
 */
import type { ApiTraits } from "../../registry/apis/codec.ts";
import { isObject, type JsonObject } from "../../registry/json.ts";
import { atRoute, CHAT } from "./clients.ts";
import type { Defect } from "./defect.ts";
import { withApi, withBody, withProvider } from "./plants.ts";

/** Hosts of which something that they refuse is not known. */
const unaware = (forgotten: readonly (keyof ApiTraits)[]) =>
  withProvider((original) => ({
    traitsOf: (endpoint) => {
      const known = Object.entries(original.traitsOf(endpoint));
      return Object.fromEntries(
        known.filter(([name]) => !(forgotten as readonly string[]).includes(name)),
      ) as unknown as ApiTraits;
    },
  }));

/** The parts of a Gemini content. */
const partsOf = (content: unknown): JsonObject[] =>
  isObject(content) && Array.isArray(content.parts) ? content.parts.filter(isObject) : [];

/** Gemini's contents with media inside the results of functions, whatever the model. */
function mediaInResults(body: JsonObject): JsonObject {
  const contents = Array.isArray(body.contents) ? body.contents : [];
  const media = contents.flatMap(partsOf).filter(({ inlineData }) => inlineData !== undefined);
  return {
    ...body,
    contents: contents.map((content) =>
      isObject(content)
        ? {
            ...content,
            parts: partsOf(content).map((part) =>
              isObject(part.functionResponse)
                ? { functionResponse: { ...part.functionResponse, parts: media } }
                : part,
            ),
          }
        : content,
    ),
  };
}

export const formatDefects: readonly Defect[] = [
  {
    id: "mapping.schemas-raw",
    title: "Schemas go out with keywords that the host does not take",
    seenIn: "own",
    breaks: ["MAP-19"],
    providers: ["anthropic", "openai", "cohere", "bedrock"],
    plant: unaware(["schemas"]),
  },
  {
    id: "mapping.format-beside-tools",
    title: "A format goes beside tools to a host that takes only one of them",
    seenIn: "own",
    breaks: ["MAP-19"],
    providers: ["cohere"],
    plant: unaware(["formatAlone"]),
  },
  {
    id: "mapping.media-in-results",
    title: "Images stay in the results of tools, where the model takes none",
    seenIn: "own",
    breaks: ["MAP-18"],
    providers: ["google-ai-studio"],
    plant: withBody(mediaInResults),
  },
  {
    id: "mapping.document-alone",
    title: "A document goes out without the text that has to stand beside it",
    seenIn: "own",
    breaks: ["MAP-18"],
    providers: ["bedrock"],
    plant: withBody((body) => ({
      ...body,
      messages: (Array.isArray(body.messages) ? body.messages : []).map((message) =>
        isObject(message) && Array.isArray(message.content)
          ? {
              ...message,
              content: message.content.some((block) => isObject(block) && block.document !== undefined)
                ? message.content.filter((block) => isObject(block) && block.text === undefined)
                : message.content,
            }
          : message,
      ),
    })),
  },
  {
    id: "mapping.cache-marks-uncounted",
    title: "More cache marks go out than the host takes, long ones behind short ones",
    seenIn: "own",
    breaks: ["MAP-20"],
    providers: ["anthropic"],
    plant: unaware(["cacheMarks"]),
  },
  {
    id: "response.free-text-as-function",
    title: "Calls of free-text tools reach their caller as calls of functions",
    seenIn: "own",
    breaks: ["RES-07"],
    plant: (parts) => parts,
    around: atRoute(CHAT, (text) =>
      text.replaceAll('"type":"custom"', '"type":"function"').replaceAll('"custom":{', '"function":{'),
    ),
  },
  {
    id: "response.unknown-call-is-an-error",
    title: "An answer with a call of an unknown kind is taken for none",
    seenIn: "own",
    breaks: ["RES-07"],
    plant: withApi(({ codec }) => ({
      codec: {
        ...codec,
        decodeResponse: (body, context) =>
          /"type":"(?:custom|dream)"/.test(JSON.stringify(body))
            ? { ok: false, problem: "tool call 0 has no function name" }
            : codec.decodeResponse(body, context),
      },
    })),
  },
  {
    id: "response.first-form-forgotten",
    title: "Callers of functions and function_call are answered with tool_calls",
    seenIn: "own",
    breaks: ["RES-07"],
    plant: (parts) => parts,
    around: atRoute(CHAT, (text) => text.replaceAll('"function_call"', '"tool_calls"')),
  },
  {
    id: "response.all-tools-offered",
    title: "A choice among some tools is forgotten, and all of them are offered",
    seenIn: "own",
    breaks: ["RES-07"],
    plant: (parts) => parts,
    around: (send) => (path, init) => {
      const body = typeof init.body === "string" ? init.body : "";
      const forgotten = body.replace(
        /"tool_choice":\{"type":"allowed_tools".*\}\}\]\}\}/,
        '"tool_choice":"auto"',
      );
      return send(path, forgotten === body ? init : { ...init, body: forgotten });
    },
  },
];
