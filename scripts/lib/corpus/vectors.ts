/**
 * Recorded embeddings through their decoders: as many vectors as inputs, the numbers of the wire, the usage that it counts.
 * @module
 */

import type { EmbeddingsApiId, EmbeddingsUpstreamCodec } from "../../../registry/apis/embeddings-codec.ts";
import { embeddingsCodecs } from "../../../registry/apis/index.ts";
import { COMPATIBLE_EMBEDDINGS, openaiEmbeddings } from "../../../registry/apis/openai-embeddings/index.ts";
import type { EmbeddingsRequest } from "../../../registry/canonical/embeddings.ts";
import { plainConvention } from "../../../registry/domains/usage.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Registry } from "../../../registry/index.ts";
import { at, isObject, type Json, type JsonObject, without } from "../../../registry/json.ts";
import { type EmbeddingsApi, embeddingsApi, isEmbeddings } from "../../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../../registry/providers/_shared/base.ts";
import type { CorpusExchange } from "./exchange.ts";
import { isAuthor, StrangeHost } from "./hosts.ts";
import { endpointOf, modelInUrl } from "./place.ts";

/** Which model's own form an InvokeModel is in. */
const INVOKED: readonly (readonly [model: RegExp, api: EmbeddingsApiId])[] = [
  [/titan-embed-text/, "bedrock-titan-embeddings"],
  [/cohere\.embed/, "bedrock-cohere-embeddings"],
  [/nova-[\w-]{1,40}-embeddings/, "bedrock-nova-embeddings"],
];

const NAMED: Readonly<Record<string, EmbeddingsApiId>> = {
  "openai.embeddings": "openai-embeddings",
  "gemini.embedContent": "gemini-embeddings",
  "vertex.predict": "vertex-embeddings",
  "cohere.embed": "cohere-embeddings",
};

/** The API of an exchange about embeddings; `undefined` where it is about something else. */
export function embeddingsIdOf({ api, request }: CorpusExchange): EmbeddingsApiId | undefined {
  if (api !== "bedrock.invoke") return Object.hasOwn(NAMED, api) ? NAMED[api] : undefined;
  const model = modelInUrl(request?.url) ?? "";
  return INVOKED.find(([pattern]) => pattern.test(model))?.[1];
}

const listIn = (value: unknown, ...path: string[]): Json[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};

/** The inputs of a recorded request, whatever its form; as many vectors as the answer has where it was not kept. */
function inputsIn(body: JsonObject | null, answered: number): string[] {
  const lists = [
    listIn(body, "input"),
    listIn(body, "texts"),
    listIn(body, "inputs"),
    listIn(body, "requests"),
    listIn(body, "instances"),
  ];
  const count = body === null ? answered : Math.max(1, ...lists.map(({ length }) => length));
  return Array.from({ length: count }, (_, i) => `input ${i}`);
}

const LENGTHS = [
  ["dimensions"],
  ["output_dimension"],
  ["outputDimensionality"],
  ["parameters", "outputDimensionality"],
  ["embedContentConfig", "outputDimensionality"],
  ["singleEmbeddingParams", "embeddingDimension"],
];

function lengthIn(body: JsonObject | null): number | undefined {
  const [first] = listIn(body, "requests");
  return [body, first]
    .flatMap((holder) => LENGTHS.map((path) => at(holder, path)))
    .find((value) => typeof value === "number");
}

/** The vectors of an answer by the plainest paths: lists of numbers, or base64. */
export function wireVectors(body: unknown): Json[] {
  const embeddings = at(body, ["embeddings"]);
  const typed = at(embeddings, ["float"]);
  const items = [
    ...listIn(body, "data"),
    ...listIn(body, "predictions"),
    ...(Array.isArray(embeddings) ? embeddings : []),
  ];
  const each = items.map(
    (item) =>
      [["embedding"], ["values"], ["embeddings", "values"]]
        .map((path) => at(item, path))
        .find((found) => found !== undefined) ?? item,
  );
  const single = at(body, ["embedding", "values"]) ?? at(body, ["embedding"]);
  const found = Array.isArray(typed) ? typed : each.length > 0 ? each : single === undefined ? [] : [single];
  return found as Json[];
}

/** The numbers of a vector on the wire; base64 holds little-endian 32-bit floats, or 64-bit ones from old hosts. */
function numbersOf(vector: Json | undefined, width: 4 | 8 = 4): number[] {
  if (typeof vector !== "string") return Array.isArray(vector) ? vector.map(Number) : [];
  const bytes = Uint8Array.from(Buffer.from(vector, "base64"));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, i) =>
    width === 4 ? view.getFloat32(i * 4, true) : view.getFloat64(i * 8, true),
  );
}

const isUnit = (values: readonly number[]): boolean => Math.abs(Math.hypot(...values) - 1) < 0.01;

/** The vector that must have been read: 32-bit floats unless only 64-bit ones make sense. */
function expectedOf(vector: Json | undefined): number[] {
  const doubles = typeof vector === "string" ? numbersOf(vector, 8) : [];
  return isUnit(doubles) ? doubles : numbersOf(vector);
}

/** Where counts of tokens stand. Of a count of 0 nothing is known. */
const COUNTS =
  /"(?:prompt_tokens|total_tokens|input_tokens|promptTokenCount|inputTextTokenCount|token_count)":\s*[1-9]/;

const countsSomething = (text: string, headers: Readonly<Record<string, string>>): boolean =>
  COUNTS.test(text) || /^[1-9]/.test(headers["x-amzn-bedrock-input-token-count"] ?? "");

export interface EmbeddingsSetting {
  codec: EmbeddingsUpstreamCodec;
  api: EmbeddingsApi;
  provider: BaseProvider;
  endpoint: Endpoint | undefined;
  registry: Registry;
}

/** What an exchange about embeddings is read with. */
export function embeddingsSetting(
  exchange: CorpusExchange,
  id: EmbeddingsApiId,
  registry: Registry,
): EmbeddingsSetting {
  const codec: EmbeddingsUpstreamCodec = embeddingsCodecs[id];
  const known = registry.provider(exchange.provider);
  const offered = known?.apis.filter(isEmbeddings).find((api) => api.id === id);
  const api =
    offered ??
    embeddingsApi(codec, { usage: plainConvention("openai-embeddings"), traits: COMPATIBLE_EMBEDDINGS });
  const provider = known && offered ? known : new StrangeHost(api);
  return { codec, api, provider, endpoint: endpointOf(exchange, id, registry), registry };
}

/** The request in canonical form, or what a caller of the gateway would have been refused for. */
export function askedIn(exchange: CorpusExchange): EmbeddingsRequest | string {
  const body = isObject(exchange.request?.body) ? exchange.request.body : null;
  const length = lengthIn(body);
  const decoded = exchange.api === "openai.embeddings" && body ? openaiEmbeddings.decodeRequest(body) : null;
  if (decoded?.ok) return { ...decoded.request, ...(length === undefined ? {} : { dimensions: length }) };
  // Other hosts of this form have fields of their own, which their own clients send.
  if (decoded && isAuthor(exchange.provider, "openai-chat")) return `${decoded.param}: ${decoded.message}`;
  const texts = inputsIn(body, wireVectors(exchange.response.body).length);
  return {
    model: "corpus",
    input: { kind: "texts", texts },
    format: "float",
    strict: false,
    body: {},
    ...(length === undefined ? {} : { dimensions: length }),
  };
}

/** What came of an answer: nothing to complain of, a fault of its own bytes, or something that nobody explained. */
export type VectorsVerdict = { ok: true; priced: boolean } | { ok: false; why: string; own: boolean };

const unexplained = (why: string): VectorsVerdict => ({ ok: false, why, own: false });

/** Vectors of a few numbers were cut by whoever kept the answer: no model's are as short. */
const LEAST = 32;

/** Judges a good answer. */
export function judgeVectors(
  exchange: CorpusExchange,
  request: EmbeddingsRequest,
  { codec, api, endpoint, registry }: EmbeddingsSetting,
): VectorsVerdict {
  const body = exchange.response.body ?? null;
  const [stand] = registry.indexes.endpoints;
  if (!stand) throw new Error("the registry holds no endpoint");
  const { headers } = exchange.response;
  const wire = wireVectors(body);
  const cut = wire.some((vector) => Array.isArray(vector) && vector.length < LEAST);
  const decoded = codec.decodeResponse(body, {
    endpoint: endpoint && !cut ? endpoint : without(stand, ["vector"]),
    traits: api.traits,
    request: cut ? without(request, ["dimensions"]) : request,
    convention: endpoint?.usage ?? api.usage,
    headers: new Headers(headers),
  });
  if (!decoded.ok) return unexplained(decoded.problem);
  const { vectors, usage } = decoded.answer;
  if (vectors.length !== wire.length)
    return unexplained(`${vectors.length} vectors of ${wire.length} were read`);
  const written = openaiEmbeddings.encodeResponse(decoded.answer, { ...request, format: "float" });
  const differs = wire.findIndex((vector, place) => {
    const read = numbersOf(at(listIn(written, "data")[place], ["embedding"]) as Json);
    const expected = expectedOf(vector);
    return (
      read.length !== expected.length ||
      read.some((value, i) => Math.fround(value) !== Math.fround(expected[i] ?? 0))
    );
  });
  if (differs >= 0) return unexplained(`vector ${differs} differs from the wire's`);
  const text = JSON.stringify(body);
  if (usage.kind === "known") {
    const priced = endpoint !== undefined && registry.price(endpoint, usage.usage).kind === "priced";
    return { ok: true, priced };
  }
  if (countsSomething(text, headers)) return unexplained(`usage was given and not read: ${usage.kind}`);
  return usage.kind === "unknown"
    ? { ok: true, priced: false }
    : { ok: false, why: `usage: ${usage.problem}`, own: true };
}
