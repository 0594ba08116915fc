/**
 * Broken embeddings (API-02): what real gateways did with inputs, vectors, lengths, forms and counts.
 * @module
 */
import type { EmbeddingsUpstreamCodec } from "../../registry/apis/embeddings-codec.ts";
import type { EmbeddingsRequest } from "../../registry/canonical/embeddings.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import { isChat, type ProviderApi } from "../../registry/providers/_shared/api.ts";
import type { Plan } from "../../registry/routing/plan.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { aroundEmbeddings } from "./embeddings-plants.ts";
import { withParts, withProvider, withRegistry } from "./plants.ts";

/** Every codec of embeddings towards providers with the same fault. */
const withEmbeddingsCodec = (
  wrap: (original: EmbeddingsUpstreamCodec) => Partial<EmbeddingsUpstreamCodec>,
): Plant =>
  withProvider((original) => ({
    apis: original.apis.map(
      (api): ProviderApi => (isChat(api) ? api : { ...api, codec: { ...api.codec, ...wrap(api.codec) } }),
    ),
  }));

/** Every request for embeddings changed before it is written. */
const withRequest = (change: (request: EmbeddingsRequest) => EmbeddingsRequest): Plant =>
  withEmbeddingsCodec((original) => ({
    encodeRequest: (request, context) => original.encodeRequest(change(request), context),
  }));

const texts = (
  request: EmbeddingsRequest,
  change: (texts: readonly string[]) => string[],
): EmbeddingsRequest =>
  request.input.kind === "texts"
    ? {
        ...request,
        input: { kind: "texts", texts: change(request.input.texts) },
        body: { ...request.body, input: null },
      }
    : request;

/** The tokens as somebody else's tokenizer reads them. */
const decoded = (request: EmbeddingsRequest): EmbeddingsRequest =>
  request.input.kind === "tokens"
    ? {
        ...request,
        input: { kind: "texts", texts: request.input.tokens.map((list) => String.fromCodePoint(...list)) },
        body: { ...request.body, input: null },
      }
    : request;

const tokenizing: Plant = (parts) =>
  withRegistry((registry) => ({
    planEmbeddings: (request, setting) => registry.planEmbeddings(decoded(request), setting),
  }))(withRequest(decoded)(parts));

const unread: Plant = withEmbeddingsCodec((original) => ({
  decodeResponse: (body, context) => {
    const read = original.decodeResponse(body, context);
    if (read.ok || !isObject(body)) return read;
    // Whatever the vectors are, they are passed on.
    const items = Array.isArray(body.data) ? body.data.filter(isObject) : [];
    const vectors = items.map(({ embedding }) => ({
      form: "float" as const,
      values: Array.isArray(embedding) ? (embedding as number[]) : [],
    }));
    return {
      ok: true,
      answer: { vectors, model: null, usage: { kind: "unknown" }, reportedCost: null, extra: {} },
    };
  },
}));

const healthy: Plant = (parts) => parts;

const mixing: Plant = withRegistry((registry) => ({
  planEmbeddings: (request, setting) => {
    const plans = request.model
      .split(",")
      .map((model): Plan => registry.planEmbeddings({ ...request, model }, setting));
    const attempts = plans.flatMap((plan) => (plan.ok ? plan.attempts : []));
    return attempts.length > 0
      ? { ok: true, attempts, refusals: [] }
      : registry.planEmbeddings(request, setting);
  },
}));

const logging: Plant = withParts(({ transport, log }) => ({
  transport: {
    send: async (request, signal) => {
      const answer = await transport.send(request, signal);
      const body = async function* () {
        for await (const chunk of answer.body) {
          log("info", "upstream.body", { text: new TextDecoder().decode(chunk) });
          yield chunk;
        }
      };
      return { ...answer, body: body() };
    },
  },
}));

/** Field of a body renamed or taken away on its way out. */
const withSent = (change: (body: JsonObject) => JsonObject): Plant =>
  withEmbeddingsCodec((original) => ({
    encodeRequest: (request, context) => {
      const built = original.encodeRequest(request, context);
      return { ...built, body: change(built.body) };
    },
  }));

const only = (body: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => names.includes(key)));

const without = (body: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));

const defect = (
  id: string,
  title: string,
  seenIn: string,
  plant: Plant,
  more: Partial<Defect> = {},
): Defect => ({ id: `embeddings.${id}`, title, seenIn, breaks: ["API-02"], plant, ...more });

const floats = (text: string): number[] => {
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
};

const repack = (text: string, width: 4 | 8, littleEndian: boolean): string => {
  const values = floats(text);
  const view = new DataView(new ArrayBuffer(values.length * width));
  for (const [i, value] of values.entries())
    if (width === 4) view.setFloat32(i * 4, value, littleEndian);
    else view.setFloat64(i * 8, value, littleEndian);
  return Buffer.from(view.buffer).toString("base64");
};

const inBase64Form = (item: Json): boolean => isObject(item) && typeof item.embedding === "string";

const inBase64 = (change: (text: string) => Json) =>
  aroundEmbeddings({ vector: (vector) => (typeof vector === "string" ? change(vector) : vector) });

export const embeddingsDefects: readonly Defect[] = [
  defect("always-floats", "Numbers come where base64 was asked for", "mudler/LocalAI#9135", healthy, {
    around: inBase64(floats),
  }),
  defect("always-base64", "Base64 comes where numbers were asked for", "vercel/ai#12127", healthy, {
    around: aroundEmbeddings({
      vector: (vector) =>
        Array.isArray(vector) ? Buffer.from(JSON.stringify(vector)).toString("base64") : vector,
    }),
  }),
  defect(
    "base64-refused",
    "Vectors that come in base64 are taken for broken ones",
    "api7/aisix#397",
    withEmbeddingsCodec((original) => ({
      decodeResponse: (body, context) =>
        isObject(body) && Array.isArray(body.data) && body.data.some(inBase64Form)
          ? { ok: false, problem: "a vector is no list of numbers" }
          : original.decodeResponse(body, context),
    })),
    { providers: ["openai"] },
  ),
  defect(
    "form-ignored-on-bedrock",
    "The form that was asked for is ignored where the host gives numbers only",
    "envoyproxy/ai-gateway internal/translator/openai_awsbedrock_embeddings.go",
    healthy,
    { providers: ["bedrock"], around: inBase64(floats) },
  ),
  defect("big-endian", "Floats are packed with the big end first", "own", healthy, {
    around: inBase64((text) => repack(text, 4, false)),
  }),
  defect("float64", "Floats are packed in 64 bits", "vllm-project/vllm, recorded", healthy, {
    around: inBase64((text) => repack(text, 8, true)),
  }),
  defect(
    "tokens-decoded",
    "Tokens become text by a tokenizer of another model",
    "BerriAI/litellm#10113",
    tokenizing,
    {
      providers: ["cohere", "google-ai-studio"],
    },
  ),
  defect(
    "one-input-in-tokens-is-many",
    "Each token of one input becomes an input",
    "envoyproxy/ai-gateway#1404",
    withRequest((request) =>
      request.input.kind === "tokens"
        ? {
            ...request,
            input: { kind: "tokens", tokens: request.input.tokens.flatMap((list) => list.map((id) => [id])) },
            body: { ...request.body, input: null },
          }
        : request,
    ),
    { providers: ["openai"] },
  ),
  defect(
    "dimensions-dropped",
    "The length that was asked for is dropped",
    "BerriAI/litellm#9654",
    withRequest(({ dimensions: _, ...request }) => request),
    { providers: ["openai", "google-ai-studio", "bedrock"] },
  ),
  defect(
    "dimensions-misnamed",
    "The length goes out under another host's name",
    "langchain-ai/langchain-aws#796",
    withSent(({ dimensions, ...body }) =>
      dimensions === undefined ? body : { ...body, output_dimension: dimensions },
    ),
    { providers: ["openai"] },
  ),
  defect(
    "fused",
    "All inputs become one text",
    "BerriAI/litellm#33681",
    withRequest((request) => texts(request, (list) => [list.join(" ")])),
    { providers: ["deepinfra", "cohere"] },
  ),
  defect(
    "order-lost",
    "The vectors of later calls come first",
    "own",
    withRegistry((registry) => ({
      embeddingCalls: (request, endpoint) => registry.embeddingCalls(request, endpoint).reverse(),
    })),
    { providers: ["bedrock"] },
  ),
  defect(
    "no-split",
    "More inputs than the host takes go in one call",
    "langchain-ai/langchain#31227",
    withRegistry(() => ({
      embeddingCalls: (request) => [request],
    })),
    { providers: ["cohere", "google-ai-studio"] },
  ),
  defect(
    "first-only",
    "A list to a host that takes one text loses all but the first",
    "envoyproxy/ai-gateway#1969",
    withRegistry((registry) => ({
      embeddingCalls: (request, endpoint) => registry.embeddingCalls(request, endpoint).slice(0, 1),
    })),
    { providers: ["bedrock"] },
  ),
  defect("usage-zero", "What was not counted is told as 0", "BerriAI/litellm#31354", healthy, {
    breaks: ["API-02", "USE-05"],
    around: aroundEmbeddings({ usage: (usage) => usage ?? { prompt_tokens: 0, total_tokens: 0 } }),
  }),
  defect(
    "header-unread",
    "The count in the header of Bedrock is not read",
    "maximhq/bifrost#1587",
    withEmbeddingsCodec((original) => ({
      decodeResponse: (body, context) =>
        original.decodeResponse(body, { ...context, headers: new Headers() }),
    })),
    { providers: ["bedrock"] },
  ),
  defect(
    "first-call-billed",
    "Only the first of several calls is billed",
    "own",
    withRegistry((registry) => ({
      charge: (endpoint, usage, reported) =>
        registry.charge(
          endpoint,
          usage.kind === "known" && Array.isArray(usage.raw) ? { ...usage, usage: { input: 7 } } : usage,
          reported,
        ),
    })),
    { providers: ["cohere"] },
  ),
  defect(
    "no-purpose",
    "Cohere is asked without a purpose",
    "Portkey-AI/gateway#1073",
    withSent((body) => without(body, "input_type")),
    {
      providers: ["cohere"],
    },
  ),
  defect(
    "purpose-lost",
    "A purpose that the host has no field for is dropped in silence",
    "own",
    withProvider((original) => ({
      buildEmbeddings: (request, endpoint) => ({
        ...original.buildEmbeddings(request, endpoint),
        dropped: [],
      }),
    })),
    { breaks: ["MAP-09"], providers: ["openai"] },
  ),
  defect(
    "list-read-by-type",
    "The list of Cohere's third version is read as vectors by type",
    "own",
    withEmbeddingsCodec((original) => ({
      decodeResponse: (body, context) =>
        isObject(body) && Array.isArray(body.embeddings) && Array.isArray(body.embeddings[0])
          ? { ok: false, problem: "it has no vectors of type float" }
          : original.decodeResponse(body, context),
    })),
    { providers: ["bedrock"] },
  ),
  defect(
    "other-model",
    "Another model answers where the first one failed or was named with it",
    "BerriAI/litellm",
    mixing,
    {
      providers: ["openai"],
    },
  ),
  defect("bad-vectors-passed", "Vectors that are none are passed on", "own", unread, {
    providers: ["openai"],
  }),
  defect("logged", "Vectors stand in the log", "own", logging),
  defect(
    "first-text-reserved",
    "The reservation counts the first text only",
    "preloop#700",
    withRegistry((registry) => ({
      reserveEmbeddings: (endpoint, request) =>
        registry.reserveEmbeddings(
          endpoint,
          texts(request, (list) => list.slice(0, 1)),
        ),
    })),
    { breaks: ["BIL-01", "BIL-05"] },
  ),
  defect("list-of-one-is-alone", "A list of one text gives a vector without a list", "own", healthy, {
    around: aroundEmbeddings({ data: (data) => (data.length === 1 ? (data[0] ?? null) : [...data]) }),
  }),
  defect("empty-text-passes", "An empty text is made into a blank and sent", "own", healthy, {
    breaks: ["ERR-08"],
    around: aroundEmbeddings({ body: (body) => (body.input === "" ? { ...body, input: " " } : body) }),
  }),
  defect(
    "cut-to-the-limit",
    "Of too many inputs those beyond the limit are lost in silence",
    "own",
    healthy,
    {
      breaks: ["ERR-08"],
      around: aroundEmbeddings({
        body: (body) =>
          Array.isArray(body.input) && body.input.length > 2048
            ? { ...body, input: body.input.slice(0, 2048) }
            : body,
      }),
    },
  ),
  defect("listed-backwards", "Vectors are listed last one first, each with its right index", "own", healthy, {
    breaks: ["API-02", "API-04"],
    around: aroundEmbeddings({ data: (data) => [...data].reverse() }),
  }),
  defect("own-fields-lost", "What a host says beside its vectors is left out", "own", healthy, {
    breaks: ["MAP-16"],
    around: aroundEmbeddings({
      answer: (answer) => only(answer, ["object", "data", "model", "usage"]),
    }),
  }),
  defect(
    "index-unread",
    "Vectors are taken in the order in which the host lists them",
    "own",
    withEmbeddingsCodec((original) => ({
      decodeResponse: (body, context) =>
        original.decodeResponse(
          isObject(body) && Array.isArray(body.data)
            ? { ...body, data: body.data.map((item, index) => (isObject(item) ? { ...item, index } : item)) }
            : body,
          context,
        ),
    })),
  ),
  defect("index-from-one", "Indexes begin at 1", "own", healthy, {
    around: aroundEmbeddings({
      data: (data) => data.map((item, i) => (isObject(item) ? { ...item, index: i + 1 } : item)),
    }),
  }),
];
