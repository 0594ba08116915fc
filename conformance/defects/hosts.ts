/**
 * What goes wrong with Cloudflare and Alibaba alone: words read as at other hosts, lists and nulls that nobody expects.
 * @module
 */
import type { MeaningRule } from "../../registry/errors/meaning.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withApi, withBody, withCodec } from "./plants.ts";

const withoutMeanings = (...codes: readonly string[]): Plant =>
  withApi(({ errorMeanings }) => ({
    errorMeanings: errorMeanings.filter(({ code }: MeaningRule) => !codes.includes(code ?? "")),
  }));

/** A body whose lists of errors nobody looks into. */
function withoutLists(text: string): string {
  const body: Json = JSON.parse(text);
  if (!isObject(body)) return text;
  const { error, errors: _listed, ...rest } = body;
  return JSON.stringify(Array.isArray(error) || error === undefined ? rest : { error, ...rest });
}

const isJson = (text: string): boolean => text.trimStart().startsWith("{");

/** Thinking under its second name is dropped, in answers and chunks alike. */
function withoutReasoning(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutReasoning);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "reasoning" && key !== "reasoning_content");
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutReasoning(item ?? null)])) as JsonObject;
}

async function* eachText(
  bytes: AsyncIterable<Uint8Array>,
  change: (text: string) => string,
): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  yield new TextEncoder().encode(change(Buffer.concat(chunks).toString("utf8")));
}

export const hostDefects: readonly Defect[] = [
  {
    id: "hosts.token-throttle-is-quota",
    title: "A limit of the minute, told in the words of an empty account, is taken at its word",
    seenIn: "can1357/oh-my-pi#8476",
    breaks: ["ERR-02"],
    providers: ["alibaba"],
    plant: withoutMeanings("insufficient_quota", "Throttling.AllocationQuota"),
  },
  {
    id: "hosts.arrears-are-a-bad-request",
    title: "An account in arrears is told as the caller's mistake, and no other key is tried",
    seenIn: "own",
    breaks: ["ERR-02", "ERR-03"],
    providers: ["alibaba"],
    plant: withoutMeanings("Arrearage"),
  },
  {
    id: "hosts.no-capacity-is-a-limit",
    title: "A host without room is told as the caller's own limit",
    seenIn: "own",
    breaks: ["ERR-02"],
    providers: ["cloudflare"],
    plant: withoutMeanings("3040"),
  },
  {
    id: "hosts.lists-of-errors-unread",
    title: "An error is looked for in an object only, never in a list",
    seenIn: "own",
    breaks: ["ERR-01"],
    providers: ["cloudflare"],
    plant: withCodec(({ decodeError }) => ({
      decodeError: (text, headers) => decodeError(isJson(text) ? withoutLists(text) : text, headers),
    })),
  },
  {
    id: "hosts.null-piece-is-a-call",
    title: "A piece of nulls at the end of a tool call opens another call",
    seenIn: "own",
    breaks: ["STR-04"],
    providers: ["cloudflare"],
    plant: withCodec(({ decodeStream }) => ({
      decodeStream: (bytes, context) =>
        decodeStream(
          eachText(bytes, (text) =>
            text.replaceAll('{"id":null,"type":null,"index":0,', '{"id":null,"type":null,"index":1,'),
          ),
          context,
        ),
    })),
  },
  {
    id: "hosts.unasked-reasoning-lost",
    title: "Thinking that nobody asked for is thrown away",
    seenIn: "BerriAI/litellm#30974",
    breaks: ["RES-03"],
    providers: ["cloudflare"],
    plant: withCodec(({ decodeResponse }) => ({
      decodeResponse: (body, context) => decodeResponse(withoutReasoning(body), context),
    })),
  },
  {
    id: "hosts.relayed-limit-misnamed",
    title: "The limit goes to another maker's model under the host's own name for it",
    seenIn: "own",
    breaks: ["REC-03"],
    providers: ["cloudflare"],
    plant: withBody(({ max_completion_tokens: limit, ...body }) =>
      limit === undefined ? body : { ...body, max_tokens: limit },
    ),
  },
  {
    id: "hosts.effort-for-a-budget",
    title: "An effort goes as a word to models that take a budget of tokens",
    seenIn: "BerriAI/litellm#40959",
    breaks: ["MAP-10"],
    providers: ["alibaba"],
    plant: withBody(({ enable_thinking: on, thinking_budget: _budget, ...body }) =>
      on === undefined ? body : { ...body, reasoning_effort: "low" },
    ),
  },
  {
    id: "hosts.cache-creation-unread",
    title: "Cache writes under the name that Anthropic gave them are billed as plain input",
    seenIn: "epam/ai-dial-adapter-openai#525",
    breaks: ["USE-01"],
    providers: ["alibaba"],
    plant: withCodec(({ decodeResponse }) => ({
      decodeResponse: (body, context) => {
        const text = JSON.stringify(body).replaceAll("cache_creation_input_tokens", "unknown_tokens");
        return decodeResponse(JSON.parse(text), context);
      },
    })),
  },
];
