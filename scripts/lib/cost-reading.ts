/**
 * What a wire answer says about its cost: a usage object, a whole body, or a stream as recorded, of any API.
 * @module
 */
import { mergeUsage } from "../../registry/apis/anthropic-messages/usage.ts";
import { WORD_PLACES as BEDROCK_WORDS } from "../../registry/apis/bedrock-converse/usage.ts";
import { Grounding } from "../../registry/apis/gemini/grounding.ts";
import { readUsage as readGeminiUsage } from "../../registry/apis/gemini/usage.ts";
import { isUpstreamApi, type UpstreamApiId, upstreamCodecOf } from "../../registry/apis/index.ts";
import { findUsage, WORD_PLACES as OPENAI_WORDS } from "../../registry/apis/openai-chat/usage.ts";
import { openaiCompletions } from "../../registry/apis/openai-completions/index.ts";
import { type ToolUses, unclassedOf, usesOf } from "../../registry/apis/openai-responses/hosted.ts";
import {
  WORD_PLACES as RESPONSES_WORDS,
  readUsage as readResponsesUsage,
} from "../../registry/apis/openai-responses/usage.ts";
import { type PriceWords, readWords, type WordPlaces } from "../../registry/canonical/price-words.ts";
import { findReportedCost } from "../../registry/canonical/reported-cost.ts";
import { type Usage, type UsageReading, withTerms } from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import { isObject, type JsonObject } from "../../registry/json.ts";
import { EMBEDDINGS_COUNTS, embeddingsReading } from "./cost-embeddings.ts";
import { WrongUse } from "./wrong-use.ts";

export interface WireReading {
  reading: UsageReading;
  /** The provider's own price as it stands there; `null` where there is none. */
  reportedCost: unknown;
}

const MAX_BODIES = 100_000;

/** The counts without which there is no usage, in the words of each API. */
const COUNTED_AS: Readonly<Record<UpstreamApiId, string>> = {
  "openai-chat": "prompt_tokens and completion_tokens",
  "openai-responses": "input_tokens and output_tokens",
  "anthropic-messages": "input_tokens and output_tokens",
  gemini: "promptTokenCount, candidatesTokenCount, totalTokenCount",
  "bedrock-converse": "inputTokens and outputTokens",
  "cohere-v2": "billed_units or tokens, with input_tokens and output_tokens",
};

/** Words beside the usage. An empty entry has them inside, where the codec reads them, or none. */
const WORDS: Readonly<Record<UpstreamApiId, WordPlaces>> = {
  "openai-chat": OPENAI_WORDS,
  "openai-responses": RESPONSES_WORDS,
  "anthropic-messages": {},
  gemini: {},
  "bedrock-converse": BEDROCK_WORDS,
  "cohere-v2": {},
};

/** The data of server-sent events, one JSON body each; the end mark is none. */
function eventsIn(text: string): unknown[] {
  const data = text.split(/\r?\n/).filter((line) => line.startsWith("data:"));
  const bodies = data.map((line) => line.slice(5).trim()).filter((line) => line !== "" && line !== "[DONE]");
  return bodies.map((line) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw new WrongUse(`--raw holds an event that is not JSON: ${JSON.stringify(line.slice(0, 80))}.`);
    }
  });
}

/** Everything that may hold a part of the answer's usage: events of the Responses API and Anthropic's first hold it deeper. */
function bodiesOf(raw: unknown): JsonObject[] {
  const listed = typeof raw === "string" ? eventsIn(raw) : Array.isArray(raw) ? raw : [raw];
  if (listed.length > MAX_BODIES) throw new WrongUse(`--raw holds more than ${MAX_BODIES} events.`);
  return listed.filter(isObject).map((body) => [body.response, body.message].find(isObject) ?? body);
}

const isCounts = (value: JsonObject): boolean =>
  Object.keys(value).some((key) => /tokens|TokenCount|Tokens$|billed_units/.test(key));

function usagesIn(bodies: readonly JsonObject[], endpoint: Endpoint): JsonObject[] {
  const { usage: convention } = endpoint;
  return bodies.flatMap((body) => {
    const found = findUsage(body, convention) ?? [body.usage, body.usageMetadata].find(isObject);
    return found ? [found] : isCounts(body) ? [body] : [];
  });
}

/** What the provider's own tools did, as the body that tells most of it has it: events repeat the items of the answer. */
function usesIn(bodies: readonly JsonObject[]): Usage {
  const most = (count: (uses: ToolUses) => number) =>
    bodies.reduce((sum, body) => Math.max(sum, count(usesOf(body))), 0);
  const uses = {
    search: most(({ searches }) => searches),
    fileSearch: most(({ fileSearches }) => fileSearches),
    codeInterpreter: most(({ codeRuns }) => codeRuns),
  };
  return Object.fromEntries(Object.entries(uses).filter(([, count]) => count > 0));
}

/** Queries that Gemini made, over all bodies of the answer. */
function groundingIn(bodies: readonly JsonObject[]): Grounding {
  const grounding = new Grounding();
  for (const body of bodies) grounding.accept(body);
  return grounding;
}

function readCounts(usage: JsonObject, endpoint: Endpoint, bodies: readonly JsonObject[]): UsageReading {
  const isResponses = endpoint.api === "openai-chat" && typeof usage.input_tokens === "number";
  if (isResponses) return readResponsesUsage(usage, endpoint.usage);
  if (endpoint.api === "gemini") return readGeminiUsage(usage, endpoint.usage, groundingIn(bodies));
  const codec = endpoint.operation === "completions" ? openaiCompletions : upstreamCodecOf(endpoint.api);
  return codec ? codec.readUsage(usage, endpoint.usage) : { kind: "unknown" };
}

function plainReading(
  usage: JsonObject | null,
  endpoint: Endpoint,
  bodies: readonly JsonObject[],
): UsageReading {
  const [first] = bodies;
  if (endpoint.operation === "embeddings" && first) return embeddingsReading(first, endpoint);
  return usage ? readCounts(usage, endpoint, bodies) : { kind: "unknown" };
}

/** What an endpoint's answers count, in its own words. */
function countedAs({ api, operation }: Endpoint): string {
  if (operation === "embeddings") return EMBEDDINGS_COUNTS;
  return COUNTED_AS[isUpstreamApi(api) ? api : "openai-chat"];
}

/** Reads what an answer says. @throws WrongUse where it says nothing that the endpoint's APIs count */
export function wireReading(raw: unknown, endpoint: Endpoint): WireReading {
  const bodies = bodiesOf(raw);
  const usages = usagesIn(bodies, endpoint);
  const usage =
    endpoint.api === "anthropic-messages"
      ? usages.reduce<JsonObject | null>(mergeUsage, null)
      : (usages.at(-1) ?? null);
  const plain = plainReading(usage, endpoint, bodies);
  const places = isUpstreamApi(endpoint.api) ? WORDS[endpoint.api] : {};
  const words: PriceWords = {};
  for (const body of bodies) Object.assign(words, readWords(body, places));
  const counted = plain.kind === "known" ? { ...plain, usage: { ...plain.usage, ...usesIn(bodies) } } : plain;
  const costs = [...bodies, { usage }].map((body) => findReportedCost(body, endpoint.usage));
  const reportedCost = costs.findLast((cost) => cost !== null) ?? null;
  if (counted.kind === "unknown" && reportedCost === null) {
    const how = countedAs(endpoint);
    throw new WrongUse(
      `--raw holds no whole usage as ${endpoint.api} counts it (${how}): ${JSON.stringify(raw).slice(0, 80)}. Give the usage object as ${endpoint.provider} sends it, or counts by class with --usage.`,
    );
  }
  const unclassed = [...new Set(bodies.flatMap(unclassedOf))];
  return { reading: withTerms(counted, { words, unclassed }), reportedCost };
}
