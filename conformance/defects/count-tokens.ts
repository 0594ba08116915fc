/**
 * Broken counting of tokens (API-03).
 * @module
 */
import { isObject, type JsonObject } from "../../registry/json.ts";
import type { Charge } from "../../registry/pricing/charge.ts";
import type { ChatApi } from "../../registry/providers/_shared/api.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withApi, withParts, withProvider } from "./plants.ts";
import { withRecord } from "./record-plants.ts";

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

/** Every count recorded with this cost. */
const recordedAt = (cost: Charge | null): Plant =>
  withRecord((record) => (record.route === PATH ? { ...record, cost } : record));

const A_CHARGE: Charge = {
  amount: 1000n,
  counted: "computed",
  computed: null,
  reported: null,
  problem: null,
};

/** A count that was refused keeps the model from answering messages. */
const suspending: Around = (send) => {
  let isSuspended = false;
  return async (path, init) => {
    if (path !== PATH && isSuspended)
      return json(503, { type: "error", error: { type: "overloaded_error" } });
    const response = await send(path, init);
    isSuspended ||= path === PATH && response.status === 404;
    return response;
  };
};

const generic = (status: number): Response =>
  json(status, { type: "error", error: { type: "api_error", message: "the request failed" } });

export const countTokensDefects: readonly Defect[] = [
  {
    id: "count-tokens.suspends-model",
    title: "A model whose counter knows it not is not asked for messages either",
    seenIn: "router-for-me/CLIProxyAPI#4410",
    breaks: ["API-03"],
    providers: ["anthropic"],
    plant: healthy,
    around: suspending,
  },
  {
    id: "count-tokens.missing",
    title: "There is nothing at the path",
    seenIn: "envoyproxy/ai-gateway#1360",
    breaks: ["API-03"],
    providers: ["anthropic", "groq"],
    plant: healthy,
    around: aroundCounts(async () => generic(404)),
  },
  {
    id: "count-tokens.admins-only",
    title: "Only keys that manage may count",
    seenIn: "BerriAI/litellm#15006",
    breaks: ["API-03"],
    providers: ["anthropic"],
    plant: healthy,
    around: aroundCounts(async () =>
      json(403, { type: "error", error: { type: "permission_error", message: "missing scope" } }),
    ),
  },
  {
    id: "count-tokens.words-lost",
    title: "The counter's own sentence is lost",
    seenIn: "agentgateway/agentgateway#3254",
    breaks: ["API-03", "ERR-03"],
    providers: ["anthropic"],
    plant: healthy,
    around: aroundCounts(async (send, path, init) => {
      const response = await send(path, init);
      if (response.status < 400) return response;
      const body: unknown = JSON.parse(await response.text());
      const error = isObject(body) && isObject(body.error) ? body.error : {};
      return json(response.status, { type: "error", error: { ...error, message: "the request failed" } });
    }),
  },
  {
    id: "count-tokens.billed",
    title: "A count has a cost in its record",
    seenIn: "own",
    breaks: ["API-03"],
    providers: ["anthropic"],
    plant: recordedAt(A_CHARGE),
  },
  {
    id: "count-tokens.unpriced",
    title: "A count is recorded as an answer that nothing prices",
    seenIn: "own",
    breaks: ["API-03"],
    providers: ["anthropic"],
    plant: recordedAt(null),
  },
  {
    id: "count-tokens.shared-limit",
    title: "Counts use up the limit of messages",
    seenIn: "own",
    breaks: ["API-03", "LIM-01"],
    providers: ["anthropic", "groq"],
    plant: withParts(({ stages }) => ({
      stages: stages.map((stage) => ({
        ...stage,
        before: async (inbound, parts) => {
          inbound.limitsOf = null;
          return (await stage.before?.(inbound, parts)) ?? null;
        },
      })),
    })),
  },
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
