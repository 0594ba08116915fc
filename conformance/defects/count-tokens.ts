/**
 * Broken counting of tokens (API-03).
 * @module
 */
import { isObject, type JsonObject } from "../../registry/json.ts";
import type { ChatApi } from "../../registry/providers/_shared/api.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withApi, withProvider } from "./plants.ts";

const PATH = "/v1/messages/count_tokens";

const healthy: Plant = (parts) => parts;

/** Every counter with the same fault. */
const withCounter = (
  wrap: (counter: NonNullable<ChatApi["counter"]>) => Partial<ChatApi["counter"]>,
): Plant => withApi(({ counter }) => (counter ? { counter: { ...counter, ...wrap(counter) } } : {}));

const aroundCounts =
  (change: (send: Parameters<Around>[0], path: string, init: RequestInit) => Promise<Response>): Around =>
  (send) =>
  (path, init) =>
    path === PATH ? change(send, path, init) : send(path, init);

const json = (status: number, body: JsonObject): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** What is said outside the messages, under any API's name for it. */
const BESIDE = [
  "system",
  "systemInstruction",
  "tools",
  "toolConfig",
  "instructions",
  "generateContentRequest",
];

const messagesOnly = (body: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      BESIDE.includes(name) && name !== "generateContentRequest"
        ? []
        : [[name, isObject(value) ? messagesOnly(value) : value]],
    ),
  );

export const countTokensDefects: readonly Defect[] = [
  {
    id: "count-tokens.guessed",
    title: "A counter that refuses is replaced by an estimate with 200",
    seenIn: "BerriAI/litellm#38902",
    breaks: ["API-03", "ERR-03"],
    providers: ["anthropic"],
    plant: healthy,
    around: aroundCounts(async (send, path, init) => {
      const response = await send(path, init);
      return response.status < 400 ? response : json(200, { input_tokens: 100 });
    }),
  },
  {
    id: "count-tokens.paid",
    title: "Without a counter an answer of one token is asked for",
    seenIn: "envoyproxy/ai-gateway#2078",
    breaks: ["API-03"],
    plant: healthy,
    around: aroundCounts(async (send, _path, init) =>
      send("/v1/messages", {
        ...init,
        body: JSON.stringify({ ...JSON.parse(String(init.body)), max_tokens: 1 }),
      }),
    ),
  },
  {
    id: "count-tokens.messages-only",
    title: "The system prompt and the tools are not counted",
    seenIn: "router-for-me/CLIProxyAPI#679",
    breaks: ["API-03"],
    providers: ["anthropic", "vertex", "bedrock"],
    plant: withCounter((counter) => ({ write: (counted) => messagesOnly(counter.write(counted)) })),
  },
  {
    id: "count-tokens.with-limit",
    title: "The counter is sent the limit of an answer",
    seenIn: "own",
    breaks: ["API-03"],
    providers: ["anthropic"],
    plant: withCounter((counter) => ({
      write: (counted) => ({ ...counter.write(counted), max_tokens: 64 }),
    })),
  },
  {
    id: "count-tokens.demands-limit",
    title: "A count without max_tokens is refused",
    seenIn: "own",
    breaks: ["API-03"],
    providers: ["anthropic"],
    plant: healthy,
    around: aroundCounts(async (send, path, init) =>
      JSON.parse(String(init.body)).max_tokens === undefined
        ? json(400, { type: "error", error: { type: "invalid_request_error", message: "max_tokens" } })
        : send(path, init),
    ),
  },
  {
    id: "count-tokens.zero",
    title: "An answer without a count is a count of 1",
    seenIn: "own",
    breaks: ["API-03"],
    providers: ["anthropic", "bedrock"],
    plant: withCounter((counter) => ({ read: (answer) => counter.read(answer) || 1 })),
  },
  {
    id: "count-tokens.generates",
    title: "The counter's body goes to the path of the chat",
    seenIn: "own",
    breaks: ["API-03"],
    providers: ["anthropic"],
    plant: withProvider((original) => ({
      buildUrl: ({ path: _, ...context }) => original.buildUrl(context),
    })),
  },
];
