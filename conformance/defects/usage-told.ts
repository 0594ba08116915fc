/**
 * Usage that is told in the ways of one host or in a rarer word, and read as if it were told in the plain one; prices that
 * reach too far; and what is set aside for less than an answer may hold.
 * @module
 */
import type { ChatRequest } from "../../registry/canonical/chat.ts";
import type { Usage, UsageReading } from "../../registry/canonical/usage.ts";
import { isObject, type JsonObject, objectsIn } from "../../registry/json.ts";
import { ALL_TOKENS } from "../../registry/pricing/modifiers/write.ts";
import type { EndpointConfig } from "../../registry/schema.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { asObject, withReading, withUsage } from "./dialect-plants.ts";
import { withCodec, withRegistry, withSource } from "./plants.ts";

type Modifier = NonNullable<EndpointConfig["modifiers"]>[number];

const known = (usage: Usage, raw: JsonObject): UsageReading => ({ kind: "known", usage, raw });

/** Counts that contradict each other in one way are taken as they stand. */
const believing = (problem: RegExp): Plant =>
  withReading((reading) =>
    reading.kind === "contradictory" && problem.test(reading.problem)
      ? known({ input: 1, output: 1 }, asObject(reading.raw))
      : reading,
  );

/** So many tokens of one class counted as those of another; a class without any is not there. */
function moved(usage: Usage, from: keyof Usage, as: keyof Usage, tokens: number): Usage {
  const counts = { ...usage, [from]: (usage[from] ?? 0) - tokens, [as]: (usage[as] ?? 0) + tokens };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

/** All tokens of one class counted as those of another. */
const counting = (
  from: keyof Usage,
  as: keyof Usage,
  where: (raw: JsonObject) => boolean = () => true,
): Plant => withUsage((usage, raw) => (where(raw) ? moved(usage, from, as, usage[from] ?? 0) : usage));

/** Every endpoint as it is written, changed. */
const withEndpoints = (change: (config: EndpointConfig) => EndpointConfig): Plant =>
  withSource((source) => ({
    ...source,
    endpoints: Object.fromEntries(
      Object.entries(source.endpoints).map(([id, config]) => [id, change(config)]),
    ),
  }));

const withModifiers = (change: (modifier: Modifier) => Modifier): Plant =>
  withEndpoints((config) =>
    config.modifiers === undefined ? config : { ...config, modifiers: config.modifiers.map(change) },
  );

/** What is set aside is worked out from a smaller request. */
const reservingFor = (change: (request: ChatRequest) => ChatRequest): Plant =>
  withRegistry((registry) => ({
    reserve: (endpoint, request) => registry.reserve(endpoint, change(request)),
  }));

const own = "own";

export const toldUsageDefects: readonly Defect[] = [
  {
    id: "usage.gemini.cached-sound-as-text",
    title: "Sound that was read from the cache is counted as text that was",
    seenIn: own,
    breaks: ["BIL-07", "USE-01"],
    providers: ["google-ai-studio"],
    plant: counting("cacheReadAudio", "cacheRead"),
  },
  {
    id: "usage.gemini.pictures-of-tools-as-text",
    title: "Pictures among the results of tools are counted as text",
    seenIn: own,
    breaks: ["BIL-07", "USE-01"],
    providers: ["google-ai-studio"],
    plant: withUsage((usage, raw) => {
      const ofTools = objectsIn(raw.toolUsePromptTokensDetails)
        .filter(({ modality }) => modality === "IMAGE")
        .reduce((sum, { tokenCount }) => sum + Number(tokenCount), 0);
      return moved(usage, "imageInput", "input", ofTools);
    }),
  },
  {
    id: "usage.cache-hits-under-other-names",
    title: "What was read from a cache is found in OpenAI's place alone",
    seenIn: own,
    breaks: ["BIL-07", "USE-01"],
    providers: ["deepseek"],
    plant: counting(
      "cacheRead",
      "input",
      (raw) => asObject(raw.prompt_tokens_details).cached_tokens === undefined,
    ),
  },
  {
    id: "usage.cohere.processed-alone-unread",
    title: "Usage that does not say what is charged is unknown, and the answer free",
    seenIn: own,
    breaks: ["BIL-07", "USE-05"],
    providers: ["cohere"],
    plant: withReading((reading) =>
      reading.kind === "known" && asObject(reading.raw).billed_units === undefined
        ? { kind: "unknown" }
        : reading,
    ),
  },
  {
    id: "usage.lifetimes-unchecked",
    title: "Cache writes whose lifetimes come to another sum are billed all the same",
    seenIn: own,
    breaks: ["USE-03"],
    providers: ["anthropic", "bedrock"],
    plant: believing(/parts sum|cacheDetails sum/),
  },
  {
    id: "usage.gemini.cached-sound-unchecked",
    title: "More sound than the cache held is billed all the same",
    seenIn: own,
    breaks: ["USE-03"],
    providers: ["google-ai-studio"],
    plant: believing(/cached sound/),
  },
  {
    id: "usage.long-thinking-impossible",
    title:
      "Thinking that is longer than the answer contradicts it, where the total would tell that it lies beside",
    seenIn: own,
    breaks: ["USE-02"],
    providers: ["xai"],
    plant: withReading((reading) => {
      if (reading.kind !== "known" || asObject(reading.raw).total_tokens !== undefined) return reading;
      const { output = 0, reasoning = 0 } = reading.usage;
      return reasoning > output ? { kind: "contradictory", problem: "too long", raw: reading.raw } : reading;
    }),
  },
  {
    id: "usage.unknown-as-zero-in-messages",
    title: "A message without known usage claims counts of 0",
    seenIn: own,
    breaks: ["USE-05"],
    providers: ["deepinfra"],
    plant: (parts) => parts,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      if (!path.endsWith("/v1/messages") || !response.headers.get("content-type")?.includes("json"))
        return response;
      const body: unknown = await response.clone().json();
      if (!isObject(body) || !isObject(body.usage)) return response;
      const usage = Object.fromEntries(Object.entries(body.usage).map(([name, count]) => [name, count ?? 0]));
      return new Response(JSON.stringify({ ...body, usage }), response);
    },
  },
  {
    id: "cost.opened-pages-are-searches",
    title: "Opening a page, and looking for a word in it, are billed as searches",
    seenIn: own,
    breaks: ["CST-11"],
    providers: ["openai"],
    plant: withCodec((codec) => ({
      decodeResponse: (body, context) => {
        const decoded = codec.decodeResponse(body, context);
        if (!decoded.ok || decoded.usage.kind !== "known" || !isObject(body)) return decoded;
        const search = objectsIn(body.output).filter(({ type }) => type === "web_search_call").length;
        return { ...decoded, usage: { ...decoded.usage, usage: { ...decoded.usage.usage, search } } };
      },
    })),
  },
  {
    id: "cost.advisor-under-list-price",
    title: "The tier of an answer does not hold for the advisor inside of it",
    seenIn: own,
    breaks: ["CST-11"],
    providers: ["anthropic"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const { terms } = reading.kind === "known" ? reading : {};
        if (reading.kind !== "known" || terms === undefined || terms.others.length === 0)
          return registry.charge(endpoint, reading, reported);
        const answer = registry.charge(endpoint, { ...reading, terms: { ...terms, others: [] } }, reported);
        const advisor = registry.charge(
          endpoint,
          { ...reading, usage: {}, terms: { ...terms, words: {} } },
          reported,
        );
        return { ...answer, amount: answer.amount + advisor.amount };
      },
    })),
  },
  {
    id: "cost.words-without-days",
    title: "What changes the price holds before its first day, and after its last",
    seenIn: own,
    breaks: ["CST-09"],
    plant: withModifiers(({ from: _from, until: _until, ...modifier }) => modifier),
  },
  {
    id: "cost.words-on-every-class",
    title: "A word changes the price of every class, those that it is not for too",
    seenIn: own,
    breaks: ["CST-09"],
    plant: withModifiers((modifier) =>
      modifier.kind === "factor" ? { ...modifier, classes: [...ALL_TOKENS] } : modifier,
    ),
  },
  {
    id: "cost.words-in-every-tier",
    title: "A word that holds for the lowest tier alone changes the price of the higher ones",
    seenIn: own,
    breaks: ["CST-09"],
    plant: withModifiers(({ baseTierOnly: _only, ...modifier }) => modifier),
  },
  {
    id: "cost.hours-on-every-day",
    title: "The price of some hours holds on every day of the week",
    seenIn: own,
    breaks: ["CST-07"],
    plant: withEndpoints((config) => ({
      ...config,
      pricing: config.pricing.map((item) =>
        "windows" in item && item.windows
          ? { ...item, windows: item.windows.map((hours) => ({ ...hours, days: [0, 1, 2, 3, 4, 5, 6] })) }
          : item,
      ) as EndpointConfig["pricing"],
    })),
  },
  {
    id: "billing.reserved-for-one-choice",
    title: "What is set aside covers one of several choices",
    seenIn: own,
    breaks: ["BIL-01"],
    plant: reservingFor(({ n: _choices, ...request }) => request),
  },
  {
    id: "billing.reserved-for-the-bytes-of-a-picture",
    title: "A picture is set aside for as if it were the text of its address",
    seenIn: own,
    breaks: ["BIL-01"],
    providers: ["google-ai-studio"],
    plant: reservingFor((request) => ({
      ...request,
      messages: request.messages.map((message) =>
        typeof message.content === "string"
          ? message
          : { ...message, content: JSON.stringify(message.content) },
      ) as ChatRequest["messages"],
    })),
  },
  {
    id: "cost.reported-cut-off",
    title: "Of a reported price what is finer than a millionth of a millionth is cut off",
    seenIn: own,
    breaks: ["CST-06"],
    providers: ["deepinfra"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) =>
        registry.charge(
          endpoint,
          reading,
          typeof reported === "number" && reported < 1 ? Math.floor(reported * 1e12) / 1e12 : reported,
        ),
    })),
  },
];
