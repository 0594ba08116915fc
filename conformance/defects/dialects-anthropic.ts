/**
 * Anthropic's dialect, as gateways were seen to break it.
 * @module
 */
import { isObject, type JsonObject, objectsIn } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { asObject, defectsOf, mapJson, withConvention, withUsage } from "./dialect-plants.ts";
import { withBody, withCodec, withProvider } from "./plants.ts";
import { crashesOn, eachDelta, mapChunks } from "./stream-plants.ts";

const anthropic = defectsOf("anthropic", ["anthropic"]);

const blocksOf = ({ content }: JsonObject): JsonObject[] => objectsIn(content);

/** Every message replaced by none, one or many. */
const withMessages = (change: (message: JsonObject) => JsonObject[]) =>
  withBody((body) => ({ ...body, messages: objectsIn(body.messages).flatMap(change) }));

const withBlocks = (change: (block: JsonObject) => JsonObject) =>
  withMessages((message) => [
    Array.isArray(message.content) ? { ...message, content: blocksOf(message).map(change) } : message,
  ]);

const withoutKey = (json: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(json).filter(([name]) => name !== key));

/** The usage of the last events, given what the opening said. */
const laterUsage = (change: (later: JsonObject, start: JsonObject) => JsonObject) =>
  mapJson(() => {
    let start: JsonObject = {};
    return (json) => {
      if (json.type === "message_start") start = asObject(asObject(json.message).usage);
      if (json.type !== "message_delta" || json.usage === undefined) return json;
      return { ...json, usage: change(asObject(json.usage), start) };
    };
  });

const counts = ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"] as const;

export const anthropicDefects: readonly Defect[] = [
  anthropic("usage", "hour-as-five-minutes", "Writes that live an hour are billed as if five minutes", {
    seenIn: "earendil-works/pi#5737, mozilla-ai/otari#357, envoyproxy/ai-gateway#2677",
    breaks: ["CST-03", "USE-01"],
    at: ["anthropic", "bedrock"],
    plant: withUsage(({ cacheWrite1h = 0, ...usage }) =>
      cacheWrite1h === 0 ? usage : { ...usage, cacheWrite5m: (usage.cacheWrite5m ?? 0) + cacheWrite1h },
    ),
  }),
  anthropic("usage", "cached-inside", "Cached tokens are taken out of an input that never held them", {
    seenIn: "BerriAI/litellm#40016, envoyproxy/ai-gateway#2350",
    breaks: ["USE-01"],
    at: ["anthropic", "bedrock"],
    plant: withConvention({ cached: "inside-prompt", cacheWrite: "inside-prompt", total: "ignored" }),
  }),
  anthropic(
    "usage",
    "wiped-by-the-end",
    "The last event's counts replace the opening's, the absent ones by 0",
    {
      seenIn: "envoyproxy/ai-gateway#1631",
      breaks: ["STR-05", "USE-04"],
      plant: laterUsage((later) => ({
        ...Object.fromEntries(counts.map((name) => [name, 0])),
        ...Object.fromEntries(Object.entries(later).filter(([, value]) => value !== null)),
      })),
    },
  ),
  anthropic("usage", "only-from-the-start", "Input and cache are read from the opening alone", {
    seenIn: "envoyproxy/ai-gateway#2292, vercel/ai#11969",
    breaks: ["STR-05", "USE-04"],
    plant: laterUsage((later) => counts.reduce<JsonObject>(withoutKey, later)),
  }),
  anthropic(
    "usage",
    "growth-lives-an-hour",
    "What is added to cache writes of both lifetimes lives an hour",
    {
      seenIn: "own",
      breaks: ["USE-04", "BIL-07"],
      plant: laterUsage((later, start) => {
        const { ephemeral_5m_input_tokens: brief } = asObject(start.cache_creation);
        const total = Number(later.cache_creation_input_tokens);
        if (typeof brief !== "number" || isObject(later.cache_creation) || !(total > brief)) return later;
        const split = { ephemeral_5m_input_tokens: brief, ephemeral_1h_input_tokens: total - brief };
        return { ...later, cache_creation: split };
      }),
    },
  ),
  anthropic(
    "usage",
    "growth-loses-its-hour",
    "Cache writes that grow in a stream live five minutes, all of them",
    {
      seenIn: "own",
      breaks: ["USE-04", "BIL-07"],
      plant: laterUsage((later) =>
        isObject(later.cache_creation) || typeof later.cache_creation_input_tokens !== "number"
          ? later
          : {
              ...later,
              cache_creation: {
                ephemeral_5m_input_tokens: later.cache_creation_input_tokens,
                ephemeral_1h_input_tokens: 0,
              },
            },
      ),
    },
  ),
  anthropic(
    "usage",
    "compaction-free",
    "The call that compacted the context is left out of a stream's usage",
    {
      seenIn: "own",
      breaks: ["USE-04", "CST-03"],
      plant: laterUsage((later) => withoutKey(later, "iterations")),
    },
  ),
  anthropic("usage", "summed", "Counts of the opening and of the end are added up", {
    seenIn: "envoyproxy/ai-gateway#2236, FootprintAI/Containarium#788",
    breaks: ["USE-04"],
    plant: laterUsage((later, start) =>
      Object.fromEntries(
        Object.entries(later).map(([name, value]) => [
          name,
          typeof value === "number" ? value + Number(start[name] ?? 0) : value,
        ]),
      ),
    ),
  }),
  anthropic("streaming", "unknown-fatal", "An event or delta of an unknown type ends the stream", {
    seenIn: "vercel/ai#11387, pydantic/pydantic-ai#5818",
    breaks: ["STR-05"],
    at: ["anthropic", "vertex"],
    plant: crashesOn(/"type":"(?:content_block_note|tide_delta)"/),
  }),
  anthropic(
    "streaming",
    "start-input-forwarded",
    "The empty input of a call's start is put before its arguments",
    {
      seenIn: "envoyproxy/ai-gateway#1466, vercel/ai#10747",
      breaks: ["STR-04"],
      plant: mapChunks((chunk) =>
        eachDelta(chunk, (delta) => {
          if (!delta.tool_calls) return delta;
          const calls = delta.tool_calls.map((call) =>
            call.id !== undefined && call.function?.arguments === ""
              ? { ...call, function: { ...call.function, arguments: "{}" } }
              : call,
          );
          return { ...delta, tool_calls: calls };
        }),
      ),
    },
  ),
  anthropic("streaming", "parallel-calls-joined", "Every call of a stream has index 0", {
    seenIn: "mozilla-ai/any-llm#1159, envoyproxy/ai-gateway#1524",
    breaks: ["STR-04"],
    plant: mapChunks((chunk) =>
      eachDelta(chunk, (delta) =>
        delta.tool_calls
          ? { ...delta, tool_calls: delta.tool_calls.map((call) => ({ ...call, index: 0 })) }
          : delta,
      ),
    ),
  }),
  anthropic("mapping", "results-not-merged", "Every result of a tool is a user turn of its own", {
    seenIn: "mozilla-ai/any-llm#681, envoyproxy/ai-gateway#2237",
    breaks: ["MAP-06"],
    at: ["anthropic", "bedrock"],
    plant: withMessages((message) => {
      const blocks = blocksOf(message);
      const isResult = (block: JsonObject) => block.type === "tool_result" || "toolResult" in block;
      return blocks.some(isResult) ? blocks.map((block) => ({ ...message, content: [block] })) : [message];
    }),
  }),
  anthropic("mapping", "stop-not-renamed", "Stop sequences keep OpenAI's name", {
    seenIn: "mozilla-ai/any-llm#1069, vercel/ai#15200",
    breaks: ["MAP-10", "MAP-03"],
    plant: withBody(({ stop_sequences: stop, ...body }) => (stop === undefined ? body : { ...body, stop })),
  }),
  anthropic("mapping", "temperature-raw", "A temperature of OpenAI's range goes out as it is", {
    seenIn: "vercel/ai#10306, vercel/ai#10308",
    breaks: ["MAP-10"],
    at: ["anthropic", "bedrock"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const { body, ...built } = original.buildBody(request, endpoint);
        const { temperature } = request;
        if (typeof temperature !== "number") return { ...built, body };
        const config = asObject(body.inferenceConfig);
        return "inferenceConfig" in body
          ? { ...built, body: { ...body, inferenceConfig: { ...config, temperature } } }
          : { ...built, body: { ...body, temperature } };
      },
    })),
  }),
  anthropic("mapping", "empty-texts-sent", "Empty texts of a history become empty blocks", {
    seenIn: "vercel/ai#7559, envoyproxy/ai-gateway#2191",
    breaks: ["MAP-11"],
    at: ["anthropic", "bedrock"],
    plant: withMessages((message) => {
      const empty = endpointOfBlocks(message) ? { text: "" } : { type: "text", text: "" };
      return [
        Array.isArray(message.content) ? { ...message, content: [empty, ...blocksOf(message)] } : message,
      ];
    }),
  }),
  anthropic("mapping", "system-overwritten", "Of several instructions the last one wins", {
    seenIn: "envoyproxy/ai-gateway#2189, mozilla-ai/any-llm#1232",
    breaks: ["MAP-05"],
    at: ["anthropic", "bedrock"],
    plant: withBody((body) =>
      Array.isArray(body.system) ? { ...body, system: body.system.slice(-1) } : body,
    ),
  }),
  anthropic("mapping", "tool-choice-lost", "tool_choice has no equivalent and is left to the model", {
    seenIn: "envoyproxy/ai-gateway#1490, mozilla-ai/any-llm#1292",
    breaks: ["MAP-06"],
    plant: withBody((body) => withoutKey(body, "tool_choice")),
  }),
  anthropic(
    "mapping",
    "max-tokens-absent",
    "The token limit, which the host demands, is sent only when asked for",
    {
      seenIn: "mozilla-ai/any-llm#865",
      breaks: ["MAP-04"],
      plant: withProvider((original) => ({
        buildBody: (request, endpoint) => {
          const built = original.buildBody(request, endpoint);
          const asked = request.max_tokens ?? request.max_completion_tokens;
          return asked ? built : { ...built, body: withoutKey(built.body, "max_tokens") };
        },
      })),
    },
  ),
  anthropic("mapping", "marks-beside-texts-lost", "Cache marks survive on texts and instructions alone", {
    seenIn: "envoyproxy/ai-gateway#2476, mozilla-ai/any-llm#1121",
    breaks: ["MAP-12"],
    plant: withBody((body) => ({
      ...body,
      ...(body.tools === undefined
        ? {}
        : { tools: objectsIn(body.tools).map((tool) => withoutKey(tool, "cache_control")) }),
    })),
  }),
  anthropic("mapping", "lifetimes-lost", "Cache marks keep their type and lose how long they live", {
    seenIn: "own",
    breaks: ["MAP-12"],
    plant: withBody((body) => JSON.parse(JSON.stringify(body).replaceAll(/,"ttl":"\w+"/g, ""))),
  }),
  anthropic("mapping", "signature-lost", "Thinking is replayed without its signature", {
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withBlocks((block) => (block.type === "thinking" ? withoutKey(block, "signature") : block)),
  }),
  anthropic("response", "refusal-is-stop", "A refusal finishes like any other answer", {
    seenIn: "mozilla-ai/any-llm#1301, theopenco/llmgateway#176",
    breaks: ["RES-02"],
    plant: withCodec((original) => ({
      decodeResponse: (body, context) => {
        const stopped =
          asObject(body).stop_reason === "refusal" ? { ...asObject(body), stop_reason: "end_turn" } : body;
        return original.decodeResponse(stopped, context);
      },
    })),
  }),
];

/** Bedrock's blocks have no type; their key is it. */
function endpointOfBlocks(message: JsonObject): boolean {
  return blocksOf(message).every((block) => block.type === undefined);
}
