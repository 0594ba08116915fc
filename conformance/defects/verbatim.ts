/**
 * Gateways that mean well: what was written is tidied up on its way (MAP-05, MAP-06, MAP-07).
 * @module
 */
import type { ChatRequest } from "../../registry/canonical/chat.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { everywhere, withBody, withRequest } from "./plants.ts";

const withMessages = (change: (value: Json, key: string) => Json | undefined): Plant =>
  withRequest((request) => ({
    ...request,
    messages: everywhere(request.messages as Json, change) as unknown as ChatRequest["messages"],
  }));

const withTools = (change: (tools: JsonObject[]) => JsonObject[]): Plant =>
  withRequest((request) =>
    request.tools
      ? { ...request, tools: change(request.tools as JsonObject[]) as unknown as ChatRequest["tools"] }
      : request,
  );

const without =
  (...names: string[]) =>
  (value: Json, key: string) =>
    names.includes(key) ? undefined : value;

const ofTexts = (change: (text: string) => string) => (value: Json, key: string) =>
  (key === "content" || key === "text") && typeof value === "string" ? change(value) : value;

export const verbatimDefects: readonly Defect[] = [
  {
    id: "mapping.nothing-as-a-blank",
    title: "A text of nothing is sent as a blank",
    seenIn: "own",
    breaks: ["MAP-05"],
    plant: withMessages(ofTexts((text) => text || " ")),
  },
  {
    id: "mapping.metadata-lost",
    title: "What is said of a request, and not of its answer, is left out",
    seenIn: "own",
    breaks: ["MAP-10"],
    plant: withRequest(
      ({ metadata: _about, prompt_cache_key: _key, service_tier: _tier, ...request }) => request,
    ),
  },
  {
    id: "mapping.store-by-default",
    title: "A caller who wants nothing stored is not heard",
    seenIn: "own",
    breaks: ["MAP-03"],
    plant: withBody(({ store, ...body }) =>
      store === undefined || store === false ? body : { store, ...body },
    ),
  },
  {
    id: "mapping.documents-unnamed",
    title: "Documents are sent without their names",
    seenIn: "own",
    breaks: ["MAP-18"],
    providers: ["anthropic"],
    plant: withBody((body) => {
      const { messages = null } = body;
      return { ...body, messages: everywhere(messages, without("title")) };
    }),
  },
  {
    id: "mapping.no-description-as-empty",
    title: "A tool that has no description gets an empty one",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withBody((body) =>
      Array.isArray(body.tools)
        ? {
            ...body,
            tools: body.tools.map((tool) =>
              isObject(tool) && isObject(tool.function)
                ? { ...tool, function: { description: "", ...tool.function } }
                : tool,
            ),
          }
        : body,
    ),
  },
  {
    id: "mapping.one-at-a-time-where-forced",
    title: "That only one call may be made is said where a call is demanded, and nowhere else",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withRequest((request) =>
      request.tool_choice === "required" ? request : { ...request, parallel_tool_calls: null },
    ),
  },
  {
    id: "mapping.empty-as-null",
    title: "An empty text is sent as null",
    seenIn: "own",
    breaks: ["MAP-05"],
    plant: withBody((body) =>
      Array.isArray(body.messages)
        ? {
            ...body,
            messages: everywhere(body.messages, (value, key) =>
              key === "content" && value === "" ? null : value,
            ),
          }
        : body,
    ),
  },
  {
    id: "mapping.texts-trimmed",
    title: "Blanks and line ends around texts are trimmed",
    seenIn: "own",
    breaks: ["MAP-05"],
    plant: withMessages(ofTexts((text) => text.trim())),
  },
  {
    id: "mapping.texts-composed",
    title: "Texts are brought into one normal form of Unicode",
    seenIn: "own",
    breaks: ["MAP-05"],
    plant: withMessages(ofTexts((text) => text.normalize("NFC"))),
  },
  {
    id: "mapping.line-ends-unified",
    title: "Line ends are all made one kind",
    seenIn: "own",
    breaks: ["MAP-05"],
    plant: withMessages(ofTexts((text) => text.replace(/\r\n?/g, "\n"))),
  },
  {
    id: "mapping.names-lost",
    title: "The names of speakers are not sent",
    seenIn: "own",
    breaks: ["MAP-05"],
    plant: withMessages(without("name")),
  },
  {
    id: "mapping.tools-sorted",
    title: "Tools are sorted by name",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withTools((tools) =>
      tools.toSorted((a, b) => JSON.stringify(a.function).localeCompare(JSON.stringify(b.function))),
    ),
  },
  {
    id: "mapping.enums-lost",
    title: "Schemas lose the keywords that somebody once held for unsupported",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withTools((tools) => everywhere(tools, without("enum")) as JsonObject[]),
  },
  {
    id: "mapping.tools-not-strict",
    title: "The wish for strict arguments is not passed on",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withTools((tools) => everywhere(tools, without("strict")) as JsonObject[]),
  },
  {
    id: "mapping.schemas-opened",
    title: "Closed schemas are opened on the way",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withTools((tools) => everywhere(tools, without("additionalProperties")) as JsonObject[]),
  },
  {
    id: "mapping.parallel-unbound",
    title: "The wish for one call at a time is not passed on",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withRequest(({ parallel_tool_calls: _unheard, ...request }) => request as ChatRequest),
  },
  {
    id: "mapping.image-type-fixed",
    title: "Every image is sent as a PNG",
    seenIn: "own",
    breaks: ["MAP-07"],
    plant: withMessages((value) =>
      typeof value === "string" ? value.replace(/^data:image\/\w+/, "data:image/png") : value,
    ),
  },
  {
    id: "mapping.image-address-cut",
    title: "The addresses of images lose their query",
    seenIn: "own",
    breaks: ["MAP-07"],
    plant: withMessages((value) =>
      typeof value === "string" && value.startsWith("https:") ? value.replace(/[?#].*$/, "") : value,
    ),
  },
  {
    id: "mapping.required-is-any",
    title: "A required call is asked for in another host's word",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withBody((body) => (body.tool_choice === "required" ? { ...body, tool_choice: "any" } : body)),
  },
  {
    id: "mapping.image-detail-lost",
    title: "The detail of images is not passed on",
    seenIn: "own",
    breaks: ["MAP-07"],
    plant: withMessages(without("detail")),
  },
];
