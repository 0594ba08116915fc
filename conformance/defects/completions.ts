/**
 * Broken legacy completions: prompts made into chats, answers tidied, streams that nobody counts, prompts that nobody
 * reserves for (MAP-16, USE-04, BIL-05).
 * @module
 */

import type { ChatRequest } from "../../registry/canonical/chat.ts";
import { isObject, type Json, type JsonObject, without } from "../../registry/json.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withProvider, withRegistry } from "./plants.ts";

const PATH = "/v1/completions";

/** Prompts on their way to the gateway. */
const aroundPrompts =
  (change: (send: Parameters<Around>[0], path: string, init: RequestInit) => Promise<Response>): Around =>
  (send) =>
  (path, init) =>
    path === PATH ? change(send, path, init) : send(path, init);

/** Every whole answer to a prompt changed before the caller reads it. */
const withAnswered = (change: (body: JsonObject, response: Response) => JsonObject): Around =>
  aroundPrompts(async (send, path, init) => {
    const response = await send(path, init);
    const type = response.headers.get("content-type") ?? "";
    if (response.status !== 200 || !type.startsWith("application/json")) return response;
    const headers = new Headers(response.headers);
    headers.delete("content-length");
    const body: Json = JSON.parse(await response.text());
    return new Response(JSON.stringify(isObject(body) ? change(body, response) : body), {
      status: 200,
      headers,
    });
  });

const tidied = (body: JsonObject): JsonObject => ({
  ...without(body, ["of_its_own"]),
  choices: Array.isArray(body.choices)
    ? body.choices.map((choice) => (isObject(choice) ? { ...choice, logprobs: null } : choice))
    : null,
});

const asChat = (body: JsonObject): JsonObject => ({
  ...body,
  object: "chat.completion",
  choices: Array.isArray(body.choices)
    ? body.choices.map((choice) => (isObject(choice) ? { message: { content: choice.text } } : choice))
    : null,
});

/** Reservations for prompts by another request than the one that is sent. */
const reserving = (change: (request: ChatRequest) => ChatRequest): Plant =>
  withRegistry((registry) => ({
    reserve: (endpoint, request) =>
      registry.reserve(endpoint, request.prompt === undefined ? request : change(request)),
  }));

export const completionDefects: readonly Defect[] = [
  {
    id: "completions.as-chat",
    title: "A prompt is sent as the question of a chat",
    seenIn: "own",
    breaks: ["MAP-16", "RTE-06", "API-04"],
    providers: ["together", "groq"],
    plant: unchanged,
    around: aroundPrompts((send, _path, init) => {
      const { prompt, ...body }: JsonObject = JSON.parse(String(init.body));
      const messages = [{ role: "user", content: String(prompt) }];
      return send("/v1/chat/completions", { ...init, body: JSON.stringify({ ...body, messages }) });
    }),
  },
  {
    id: "completions.chat-path",
    title: "A prompt goes to the path of chats",
    seenIn: "own",
    breaks: ["MAP-16"],
    providers: ["together"],
    plant: withProvider((original) => ({
      buildUrl: (context) =>
        context.endpoint.api === "openai-completions"
          ? original.buildUrl({ ...context, path: "chat/completions" })
          : original.buildUrl(context),
    })),
  },
  {
    id: "completions.tidied",
    title: "An answer loses the likelihoods and the host's own fields",
    seenIn: "own",
    breaks: ["MAP-16"],
    providers: ["together"],
    plant: unchanged,
    around: withAnswered((body, { headers }) =>
      headers.get("helicone-cache") === "HIT" ? body : tidied(body),
    ),
  },
  {
    id: "completions.usage-not-asked",
    title: "The usage of a stream is not asked for",
    seenIn: "own",
    breaks: ["USE-04"],
    providers: ["together"],
    plant: withProvider((original) => ({
      buildNativeBody: (body, endpoint) =>
        without(original.buildNativeBody(body, endpoint), ["stream_options"]),
    })),
  },
  {
    id: "completions.one-text-reserved",
    title: "The reservation is for one text, however many prompts and texts there are",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-05"],
    providers: ["together"],
    plant: reserving((request) => ({ ...request, prompt: "", n: 1, best_of: 1 })),
  },
  {
    id: "completions.best-of-unreserved",
    title: "Of the best of many texts only those are set aside for that are given back",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-05"],
    providers: ["together"],
    plant: reserving((request) => ({ ...request, best_of: null })),
  },
  {
    id: "completions.echo-unreserved",
    title: "Nothing is set aside for prompts that are given back with their texts",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-05"],
    providers: ["together"],
    plant: reserving((request) => ({ ...request, echo: false })),
  },
  {
    id: "completions.no-limit-is-short",
    title: "Where no limit is asked for, sixteen tokens are set aside, as the API's old default has it",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-05"],
    providers: ["together"],
    plant: reserving((request) => ({ ...request, max_tokens: request.max_tokens ?? 16 })),
  },
  {
    id: "completions.unpriced-passes",
    title: "Fields that nobody has a price for reach the host on the platform's account",
    seenIn: "own",
    breaks: ["BIL-06"],
    providers: ["together"],
    plant: withRegistry((registry) => ({
      plan: (input) => registry.plan({ ...input, request: without(input.request, ["plugins"]) }),
    })),
  },
  {
    id: "completions.kept-as-chat",
    title: "A completion out of the cache has the form of a chat",
    seenIn: "own",
    breaks: ["CAC-01"],
    providers: ["together"],
    plant: unchanged,
    around: withAnswered((body, { headers }) =>
      headers.get("helicone-cache") === "HIT" ? asChat(body) : body,
    ),
  },
];
