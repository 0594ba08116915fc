/**
 * Counts in forms that few hosts use: without a total, with one lifetime of two, in several entries, or before and behind
 * the event that everybody looks at (USE, CST).
 * @module
 */
import { isObject, type JsonObject, objectsIn, without } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { asObject, mapJson, withReading } from "./dialect-plants.ts";
import { withCodec, withRegistry } from "./plants.ts";

const own = "own";

/** The usage of whole answers and of server-sent events changed before it is read. */
const withRawUsage = (change: (usage: JsonObject) => JsonObject): Plant => {
  const inBody = (body: JsonObject): JsonObject => ({
    ...body,
    ...(isObject(body.usage) ? { usage: change(body.usage) } : {}),
    ...(isObject(body.message) && isObject(body.message.usage)
      ? { message: { ...body.message, usage: change(body.message.usage) } }
      : {}),
  });
  return (parts) =>
    mapJson(() => inBody)(
      withCodec((original) => ({
        decodeResponse: (body, context) =>
          original.decodeResponse(isObject(body) ? inBody(body) : body, context),
      }))(parts),
    );
};

export const oddCountDefects: readonly Defect[] = [
  {
    id: "usage.parts-clamped",
    title: "Where no total contradicts it, a prompt smaller than its parts is made as large as they are",
    seenIn: own,
    breaks: ["USE-03"],
    plant: withRawUsage((usage) => {
      const cached = Number(asObject(usage.prompt_tokens_details).cached_tokens ?? 0);
      const isClamped = usage.total_tokens === undefined && cached > Number(usage.prompt_tokens);
      return isClamped ? { ...usage, prompt_tokens: cached } : usage;
    }),
  },
  {
    id: "usage.anthropic.one-lifetime-alone",
    title: "The lifetimes of cache writes are read only where both are told",
    seenIn: own,
    breaks: ["USE-01", "USE-04"],
    providers: ["anthropic"],
    plant: withRawUsage((usage) =>
      Object.keys(asObject(usage.cache_creation)).length === 1
        ? (without(usage, ["cache_creation"]) as JsonObject)
        : usage,
    ),
  },
  {
    id: "usage.bedrock.first-entry-alone",
    title: "Of several entries of one lifetime the first is read",
    seenIn: own,
    breaks: ["USE-01"],
    providers: ["bedrock"],
    plant: withRawUsage((usage) => {
      if (!Array.isArray(usage.cacheDetails)) return usage;
      const entries = objectsIn(usage.cacheDetails);
      const firsts = entries.filter(({ ttl }, i) => entries.findIndex((entry) => entry.ttl === ttl) === i);
      const written = firsts.reduce((sum, { inputTokens }) => sum + Number(inputTokens), 0);
      return { ...usage, cacheDetails: firsts, cacheWriteInputTokens: written, totalTokens: null };
    }),
  },
  {
    id: "cost.searches-of-the-beginning",
    title: "Of a stream the searches are counted as it begins, when there are none",
    seenIn: own,
    breaks: ["CST-11", "CST-03", "USE-04"],
    providers: ["anthropic"],
    plant: mapJson(() => (event) => {
      if (event.type !== "message_delta" || !isObject(event.usage)) return event;
      return { ...event, usage: without(event.usage, ["server_tool_use"]) as JsonObject };
    }),
  },
  {
    id: "cost.words-behind-the-usage",
    title: "A tier that is named behind the usage is not read",
    seenIn: own,
    breaks: ["CST-09"],
    providers: ["openai", "groq"],
    plant: mapJson(() => (chunk) => {
      const isBehind = chunk.usage === null && Array.isArray(chunk.choices) && chunk.choices.length === 0;
      return isBehind ? (without(chunk, ["service_tier", "x_groq"]) as JsonObject) : chunk;
    }),
  },
  {
    id: "cost.second-word-ignored",
    title: "Of several words of its price that an answer says the first changes it",
    seenIn: own,
    breaks: ["CST-09"],
    providers: ["anthropic", "google-ai-studio"],
    plant: withReading((reading) => {
      if (reading.kind !== "known" || reading.terms === undefined) return reading;
      const words = Object.fromEntries(Object.entries(reading.terms.words).slice(0, 1));
      return { ...reading, terms: { ...reading.terms, words } };
    }),
  },
  {
    id: "cost.advisor-without-lines",
    title: "What an advisor cost is in the total of a bill and in none of its lines",
    seenIn: own,
    breaks: ["CST-11"],
    providers: ["anthropic"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const charge = registry.charge(endpoint, reading, reported);
        const { computed } = charge;
        if (computed?.kind !== "priced") return charge;
        return {
          ...charge,
          computed: { ...computed, lines: computed.lines.filter((line) => !line.endpoint) },
        };
      },
    })),
  },
  {
    id: "cost.own-key-fee-alone",
    title: "Where a relay does not say what was billed to its own key, its fee is charged as if it were all",
    seenIn: own,
    breaks: ["CST-06"],
    providers: ["openrouter"],
    plant: withRawUsage((usage) => {
      const { upstream_inference_cost: billed } = asObject(usage.cost_details);
      return usage.is_byok === true && typeof billed !== "number" ? { ...usage, is_byok: false } : usage;
    }),
  },
  {
    id: "billing.fee-unreserved",
    title: "The fee of a request is charged and never set aside",
    seenIn: own,
    breaks: ["BIL-01", "BIL-05"],
    plant: withRegistry((registry) => ({
      reserve: (endpoint, request) => {
        const tiers = endpoint.tiers.map(({ rates: { request: _fee, ...rates }, ...tier }) => ({
          ...tier,
          rates,
        }));
        return registry.reserve({ ...endpoint, tiers }, request);
      },
    })),
  },
  {
    id: "cost.native-tier-unread",
    title: "A dear tier is asked of the platform's account in a body of the vendor's own, and passes",
    seenIn: own,
    breaks: ["BIL-06", "CST-13"],
    providers: ["bedrock", "google-ai-studio"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const { native, request } = input;
        return registry.plan(native ? { ...input, request: without(request, ["service_tier"]) } : input);
      },
    })),
  },
];
