/**
 * The provider side of the replaying gateway: the recording that fits the request, else a made-up answer that does. For
 * trying clients without keys or network; the suite never uses it, there matching is strict.
 * @module
 */
import type { Clock, Transport, UpstreamResponse } from "../../reference-gateway/parts.ts";
import type { StopSignal } from "../../reference-gateway/stop.ts";
import { providers } from "../../registry/index.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { BaseProvider, OutboundRequest } from "../../registry/providers/_shared/base.ts";
import { chunkBytes, type Recording } from "../recordings/load.ts";
import { apiOfRecording } from "../recordings/surfaces.ts";
import { embeddingsWireOf } from "./embeddings/index.ts";
import { fittingRecording } from "./fitting-recording.ts";
import type { ReplayDirective } from "./replay-directive.ts";
import { syntheticAnswer, syntheticCounts } from "./synthetic.ts";
import { syntheticEmbeddings } from "./synthetic-embeddings.ts";
import { bytes, type Piece, type Wire, wireOf } from "./wire.ts";

/** What one request of a caller asks for, and what became of it. */
export interface ReplayScope {
  directive: ReplayDirective;
  /** The id of the recording that answered, or `synthetic`. */
  served: string | null;
}

/** The API of a provider's URL, by the paths that each has. */
const API_PATHS: readonly [RegExp, string][] = [
  [/\/chat\/completions(?:\?|$)/, "openai-chat"],
  [/\/messages(?:\?|$)|:(?:stream)?rawPredict/i, "anthropic-messages"],
  [/:(?:stream)?generateContent/i, "gemini"],
  [/\/converse(?:-stream)?$/, "bedrock-converse"],
  [/\/v2\/chat$/, "cohere-v2"],
  [/\/responses(?:\?|$)/, "openai-responses"],
];

const providerAt = (url: string): BaseProvider | undefined =>
  Object.values<BaseProvider>(providers).find(({ hosts }) => hosts.some((host) => host.test(url)));

/** Those of embeddings. */
const EMBEDDINGS_PATHS: readonly [RegExp, string][] = [
  [/\/embeddings(?:\?|$)/, "openai-embeddings"],
  [/:(?:embedContent|batchEmbedContents)$/, "gemini-embeddings"],
  [/:predict$/, "vertex-embeddings"],
  [/\/v2\/embed$/, "cohere-embeddings"],
  [/\/model\/amazon\.titan-embed[^/]*\/invoke$/, "bedrock-titan-embeddings"],
  [/\/model\/[^/]*cohere\.embed[^/]*\/invoke$/, "bedrock-cohere-embeddings"],
];

const apiIn = (paths: typeof API_PATHS, url: string): string | undefined =>
  paths.find(([path]) => path.test(url))?.[1];

function wireAt(url: string): Wire {
  const api = apiIn(API_PATHS, url);
  if (api === undefined) throw new Error(`replay knows no API at ${new URL(url).pathname}`);
  return wireOf(api);
}

/** An error in the form of the API that was called. */
function errorAt(url: string, status: number): Json {
  const embeddings = apiIn(EMBEDDINGS_PATHS, url);
  const message = `made-up error ${status}`;
  return embeddings === undefined
    ? wireAt(url).error(message)
    : embeddingsWireOf(embeddings).error(status, message);
}

type Chunks = AsyncIterable<Uint8Array>;

const response = (status: number, type: string, body: Chunks): UpstreamResponse => ({
  status,
  headers: new Headers({ "content-type": type }),
  body,
});

async function* pieces(list: Iterable<Piece>): Chunks {
  for (const piece of list) yield typeof piece === "string" ? bytes(piece) : piece;
}

/** The name that wires give the model of a made-up answer. */
const WIRE_MODEL = '"model":"simulated"';

/** The same text with the model that was asked for. */
const named = (text: string, model: string): string =>
  text.replaceAll(WIRE_MODEL, `"model":${JSON.stringify(model)}`);

const FIRST_CHOICE = '"choices":[{"index":0';

/** Most choices that are made up for one request. */
const MAX_CHOICES = 16;

/** How many choices an OpenAI-style request asks for. */
function choicesOf({ n }: JsonObject): number {
  return typeof n === "number" && Number.isInteger(n) && n > 1 ? Math.min(n, MAX_CHOICES) : 1;
}

/** A piece for each choice, where it belongs to one. */
const forEachChoice = (piece: Piece, n: number): Piece[] =>
  typeof piece === "string" && piece.includes(FIRST_CHOICE)
    ? Array.from({ length: n }, (_, index) => piece.replace(FIRST_CHOICE, `"choices":[{"index":${index}`))
    : [piece];

/** A whole body with its one choice repeated. */
function withChoices(body: JsonObject, n: number): JsonObject {
  const [first] = Array.isArray(body.choices) ? body.choices : [];
  if (n === 1 || !isObject(first)) return body;
  return { ...body, choices: Array.from({ length: n }, (_, index) => ({ ...first, index })) };
}

/** A made-up answer, in the framing that was asked for. */
function synthetic(request: OutboundRequest, seed: number): UpstreamResponse {
  const text = new TextDecoder().decode(request.body);
  const seen = { ...request, headers: new Headers(request.headers), body: text };
  const embeddings = apiIn(EMBEDDINGS_PATHS, request.url);
  if (embeddings !== undefined) {
    const { body } = syntheticEmbeddings(embeddingsWireOf(embeddings), seen, seed);
    return response(200, "application/json", pieces([JSON.stringify(body)]));
  }
  const wire = wireAt(request.url);
  const sent = wire.read(seen);
  const answer = syntheticAnswer(sent, seed);
  const usage = wire.usage(syntheticCounts(sent, answer));
  const n = choicesOf(sent.parameters);
  if (!sent.stream) {
    const body = named(JSON.stringify(withChoices(wire.answer(answer, usage), n)), sent.model);
    return response(200, "application/json", pieces([body]));
  }
  const list = wire.streamAnswer(answer, usage).flatMap((piece) => forEachChoice(piece, n));
  const spoken = list.map((piece) => (typeof piece === "string" ? named(piece, sent.model) : piece));
  return response(200, wire.streamType, pieces(spoken));
}

function recorded(recording: Recording): UpstreamResponse {
  const { status, headers } = recording.meta.response;
  const body = (async function* () {
    yield* chunkBytes(recording);
  })();
  return { status, headers: new Headers(headers), body };
}

/** What a directive does to the bytes: a wait before each chunk, an end after half of them. */
async function* directed(
  body: Chunks,
  { cut, slowMs = 0 }: ReplayDirective,
  clock: Clock,
  signal: StopSignal,
): Chunks {
  const all: Uint8Array[] = [];
  if (cut) for await (const chunk of body) all.push(chunk);
  let left = cut ? Math.ceil(all.length / 2) : Number.POSITIVE_INFINITY;
  for await (const chunk of cut ? all : body) {
    if (left-- <= 0) throw new TypeError("terminated");
    if (slowMs > 0) await new Promise<void>((wake) => void clock.after(slowMs, wake));
    signal.throwIfAborted();
    yield chunk;
  }
}

export interface ReplayOptions {
  recordings: readonly Recording[];
  /** Of the request in whose course the provider is called. */
  scope(): ReplayScope;
  clock: Clock;
  /** The same seed gives the same made-up answers. */
  seed: number;
}

/** The answer of a provider that was told what to do, or the fitting one. */
function answerFor(
  request: OutboundRequest,
  options: ReplayOptions,
): { id: string; answer: UpstreamResponse } {
  const { directive } = options.scope();
  const provider = providerAt(request.url);
  const api = apiIn(API_PATHS, request.url);
  // A host answers in the form of the API that was called, and not of another one that it has too.
  const own = options.recordings.filter(
    (recording) => recording.meta.provider === provider?.slug && apiOfRecording(recording) === api,
  );
  const wanted =
    directive.scenario ?? (directive.status === undefined ? undefined : `error.${directive.status}`);
  const exact = own.find(({ meta }) => meta.scenario === wanted);
  if (exact) return { id: exact.meta.id, answer: recorded(exact) };
  if (directive.scenario !== undefined)
    throw new Error(`${provider?.slug ?? "this host"} has no recording of ${directive.scenario}`);
  if (directive.status !== undefined) {
    const body = JSON.stringify(errorAt(request.url, directive.status));
    return { id: "synthetic", answer: response(directive.status, "application/json", pieces([body])) };
  }
  const body: unknown = JSON.parse(new TextDecoder().decode(request.body));
  const fitting = isObject(body) ? fittingRecording({ url: request.url, body }, own) : undefined;
  if (fitting) return { id: fitting.meta.id, answer: recorded(fitting) };
  return { id: "synthetic", answer: synthetic(request, options.seed) };
}

/** A transport that never leaves the process. */
export function replayTransport(options: ReplayOptions): Transport {
  return {
    send: async (request, signal) => {
      const scope = options.scope();
      const { id, answer } = answerFor(request, options);
      scope.served = id;
      return { ...answer, body: directed(answer.body, scope.directive, options.clock, signal) };
    },
  };
}
