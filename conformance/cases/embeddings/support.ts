/**
 * What cases about embeddings have in common: vectors that tell whose they are, a provider that makes them, and the
 * caller's side.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { EmbeddingsCaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import type { SendOptions, Session } from "../../engine/session.ts";
import { sizeOf } from "../../upstream/embeddings/facts.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json } from "../../upstream/wire.ts";

export const PATH = "/v1/embeddings";
/** What the provider counts for each input. */
export const TOKENS_EACH = 7;

/** A number of an input: equal inputs have equal vectors, and no two of a case are alike. */
function seedOf(input: Json): number {
  const text = JSON.stringify(input);
  let seed = 7;
  for (let i = 0; i < text.length; i++) seed = (seed * 31 + text.charCodeAt(i)) % 1_000_003;
  return seed;
}

/** The vector of an input: numbers that a 32-bit float holds exactly. */
export function vectorOf(input: Json, size: number): number[] {
  const seed = seedOf(input);
  return Array.from({ length: size }, (_, i) => (((seed + i * 7919) % 2048) - 1024) / 1024);
}

/** Little-endian 32-bit floats in base64, packed by hand. */
export function packed(values: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    view.setFloat32(i * 4, value, true);
  });
  return Buffer.from(view.buffer).toString("base64");
}

/** What a model field that reaches exactly this endpoint says. */
export const addressOf = ({ model, provider }: Endpoint): string => `${model}/${provider}`;

export interface Providing {
  /** What is counted for a call; `TOKENS_EACH` for each input unless told, `null`: nothing. */
  tokens?: number | null;
  /** The status of the answers; 200 unless told. */
  status?: number;
  /** Gives vectors in base64, where the wire has that. */
  base64?: boolean;
  /** The answers to some calls, by their inputs. */
  instead?: (inputs: readonly Json[]) => UpstreamAnswer | null;
  /** The vectors of a call in place of the right ones. */
  vectors?: (right: readonly number[][]) => Json[];
}

/** Answers each call with the vectors of its inputs, in the API of the endpoint. */
export function provide(
  context: EmbeddingsCaseContext,
  session: Session,
  how: Providing = {},
  at?: Endpoint,
): void {
  const wire = at ? context.wireAt(at) : context.wire;
  session.serve((request) => {
    const { inputs, model, dimensions } = wire.read(request);
    const instead = how.instead?.(inputs);
    if (instead) return instead;
    const size = typeof dimensions === "number" ? dimensions : sizeOf(model);
    const right = inputs.map((input) => vectorOf(input, size));
    const given: Json[] = how.vectors?.(right) ?? (how.base64 ? right.map(packed) : right);
    const tokens = how.tokens === undefined ? inputs.length * TOKENS_EACH : how.tokens;
    const { body, headers } = wire.answer(given, tokens, model);
    return json(how.status ?? 200, body, headers);
  });
}

/** What a provider got, call by call. */
export const sentTo = (context: EmbeddingsCaseContext, session: Session) =>
  session.received.map((request) => context.wire.read(request));

/** Asks the gateway for embeddings. */
export const embed = (
  session: Session,
  endpoint: Endpoint,
  more: JsonObject,
  options: SendOptions = {},
): Promise<Reply> => session.send({ model: addressOf(endpoint), ...more }, { path: PATH, ...options });

/** The vectors of an answer as it has them, in its order; `null` where it is no answer. */
export function vectorsIn({
  json: body,
}: Reply): { index: Json | undefined; embedding: Json | undefined }[] | null {
  if (!body || !Array.isArray(body.data)) return null;
  return body.data.map((item) =>
    isObject(item)
      ? { index: item.index, embedding: item.embedding }
      : { index: undefined, embedding: undefined },
  );
}

/** What an answer to these inputs must hold. */
export const expectedVectors = (inputs: readonly Json[], size: number) =>
  inputs.map((input, index) => ({ index, embedding: vectorOf(input, size) }));

/** Distinct texts. */
export const texts = (count: number): string[] => Array.from({ length: count }, (_, i) => `Tide number ${i}`);

/** Two vectors in few words: their length and their beginning. */
export const briefly = (vectors: ReturnType<typeof vectorsIn>) =>
  vectors?.map(({ index, embedding }) => ({
    index,
    length: Array.isArray(embedding) ? embedding.length : typeof embedding,
    beginning: Array.isArray(embedding) ? embedding.slice(0, 4) : embedding,
  })) ?? null;
