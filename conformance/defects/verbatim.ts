/**
 * Gateways that mean well: what was written is tidied up on its way (MAP-05, MAP-06, MAP-07, RES-01, RES-03, RES-04).
 * @module
 */
import type { ChatChoice, ChatCompletion, ChatRequest } from "../../registry/chat.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withBody, withDialect, withParts, withProvider, withRegistry } from "./plants.ts";
import { eachDelta, mapChunks } from "./stream-plants.ts";

/** The caller's request, changed before it becomes the provider's. */
const withRequest = (change: (request: ChatRequest) => ChatRequest): Plant =>
  withProvider((original) => ({
    buildBody: (request, endpoint) => original.buildBody(change(request), endpoint),
  }));

/** Every value of a tree, innermost first. */
function everywhere(value: Json, change: (value: Json, key: string) => Json | undefined, key = ""): Json {
  if (Array.isArray(value))
    return (
      change(
        value.map((item) => everywhere(item, change)),
        key,
      ) ?? null
    );
  if (!isObject(value)) return change(value, key) ?? null;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, Json][] =>
    inner === undefined || change(inner, name) === undefined ? [] : [[name, everywhere(inner, change, name)]],
  );
  return change(Object.fromEntries(entries), key) ?? null;
}

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

/** Whole answers changed before they are given to the caller. */
const withCompletion = (change: (completion: ChatCompletion) => ChatCompletion): Plant =>
  withDialect((original) => ({
    decodeResponse: (body, context) => {
      const decoded = original.decodeResponse(body, context);
      return decoded.ok ? { ...decoded, completion: change(decoded.completion) } : decoded;
    },
  }));

const withChoices = (change: (choice: ChatChoice) => ChatChoice): Plant =>
  withCompletion((completion) => ({ ...completion, choices: completion.choices.map(change) }));

const both =
  (first: Plant, second: Plant): Plant =>
  (parts) =>
    second(first(parts));

const trimmed = <Text extends string | null | undefined>(text: Text) => (text ? (text.trim() as Text) : text);

export const verbatimDefects: readonly Defect[] = [
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
  {
    id: "response.text-trimmed",
    title: "Blanks and line ends around the text of an answer are trimmed",
    seenIn: "own",
    breaks: ["RES-03"],
    plant: withChoices((choice) => ({
      ...choice,
      message: { ...choice.message, content: trimmed(choice.message.content) },
    })),
  },
  {
    id: "streaming.blank-pieces-dropped",
    title: "Pieces that hold only blanks are taken for empty ones",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: mapChunks((chunk) => eachDelta(chunk, (delta) => ({ ...delta, content: trimmed(delta.content) }))),
  },
  {
    id: "response.null-content-emptied",
    title: "An answer without text has an empty one",
    seenIn: "own",
    breaks: ["RES-01"],
    plant: withChoices((choice) => ({
      ...choice,
      message: { ...choice.message, content: choice.message.content ?? "" },
    })),
  },
  {
    id: "response.logprobs-lost",
    title: "Likelihoods of tokens are dropped",
    seenIn: "own",
    breaks: ["RES-03"],
    plant: withChoices((choice) => ({ ...choice, logprobs: null })),
  },
  {
    id: "streaming.logprobs-lost",
    title: "Likelihoods of tokens are dropped from streams",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: mapChunks((chunk) => ({
      ...chunk,
      choices: chunk.choices.map(({ logprobs: _dropped, ...choice }) => choice),
    })),
  },
  {
    id: "response.fingerprint-lost",
    title: "The fingerprint of the system is dropped from answers and chunks",
    seenIn: "own",
    breaks: ["RES-04"],
    plant: both(
      withCompletion((completion) => ({ ...completion, system_fingerprint: undefined })),
      mapChunks((chunk) => ({ ...chunk, system_fingerprint: undefined })),
    ),
  },
  {
    id: "streaming.created-moves",
    title: "Every chunk is created at a time of its own",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: (parts) => {
      let passed = 0;
      return mapChunks((chunk) => ({ ...chunk, created: chunk.created + passed++ }))(parts);
    },
  },
  {
    id: "routing.suffix-cut",
    title: "What stands behind a colon or an at sign is cut off the model's name",
    seenIn: "own",
    breaks: ["RTE-05"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const model = input.request.model.replace(/[:@](free|latest)$/, "");
        return registry.plan({ ...input, request: { ...input.request, model } });
      },
    })),
  },
  {
    id: "security.key-logged-in-base64",
    title: "Outbound headers are logged in base64",
    seenIn: "own",
    breaks: ["SEC-01"],
    plant: withParts((parts) => ({
      transport: {
        send: (request, signal) => {
          const headers = Buffer.from(JSON.stringify(request.headers)).toString("base64");
          parts.log("debug", "upstream.request", { headers });
          return parts.transport.send(request, signal);
        },
      },
    })),
  },
];
